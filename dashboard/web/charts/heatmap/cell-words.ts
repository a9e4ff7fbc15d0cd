import { exact, percent, type Format } from '../../format/index.ts';
import type { Messages } from '../../messages/type.ts';
import type { ChartTable } from '../table.ts';
import { hoursADay, type HourGrid } from './grid.ts';
import type { CellAt } from './layout.ts';

/** What is said of the hours of a grid: the read-out of a cell, how far they can be trusted, the table behind them. */

const qualities: Readonly<Record<string, 'measured' | 'estimated' | 'manual' | 'missing'>> = {
  m: 'measured',
  e: 'estimated',
  h: 'manual',
  x: 'missing',
};
const dayTypes = { w: 'workday', e: 'weekend', h: 'holiday', m: 'make-up-workday' } as const;

export interface CellReading {
  readonly time: string;
  readonly value: string;
  readonly quality: string;
  readonly kind: string;
  readonly zone: string;
}

export function readCell(grid: HourGrid, { day, hour }: CellAt, m: Messages, f: Format): CellReading {
  const cell = day * hoursADay + hour;
  const date = grid.dates[day]!;
  const value = grid.value[cell]!;
  const quality = qualities[grid.quality[cell]!] ?? null;
  return {
    time: `${date} ${f.weekday(date)} ${hour}:00–${hour + 1}:00`,
    // What is known of an hour that isn't whole is its least.
    value: Number.isNaN(value)
      ? '—'
      : `${quality === 'missing' ? '≥ ' : ''}${f.readingText(Number(value.toPrecision(6)), grid.unit)}`,
    quality: quality === null ? m.building.heat.none : m.quality[quality],
    kind: m.places.dayTypes[dayTypes[grid.dayTypes[day] as keyof typeof dayTypes] ?? 'workday'],
    zone: f.zoneLabel(Date.parse(`${date}T12:00:00Z`)),
  };
}

/** Shares of measured, estimated and missing hours. */
export function gridState(grid: HourGrid, m: Messages): string {
  const known = [...grid.quality].filter((letter) => letter !== ' ');
  const part = (letters: string) =>
    known.length === 0 ? 0 : known.filter((letter) => letters.includes(letter)).length / known.length;
  return m.chart.parts([
    { quality: 'measured', share: percent(part('mh')) },
    ...(part('e') > 0 ? [{ quality: 'estimated' as const, share: percent(part('e')) }] : []),
    ...(part('x') > 0 ? [{ quality: 'missing' as const, share: percent(part('x')) }] : []),
  ]);
}

export function gridTable(grid: HourGrid, what: string, m: Messages): ChartTable {
  return {
    columns: [m.chart.time, `${what} ${grid.unit}`, m.chart.quality],
    rows: Array.from(grid.value, (value, cell) => {
      const quality = qualities[grid.quality[cell]!];
      return [
        `${grid.dates[Math.floor(cell / hoursADay)]} ${String(cell % hoursADay).padStart(2, '0')}:00`,
        Number.isNaN(value) ? null : value,
        quality === undefined ? '' : m.quality[quality],
      ];
    }),
  };
}

/** The end of a scale in two figures. */
export const scaleEnd = (value: number, divisor: number): string => exact(Number((value / divisor).toPrecision(2)));
