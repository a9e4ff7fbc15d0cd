import type { WireEvery } from '../../../domain/wire.ts';
import { qualities, type IntervalColumns, type SampleColumns } from '../../../storage/series/port.ts';

/**
 * Series as JSON text straight from columns: an object a point, as JSON.stringify wants, costs several times the text.
 * Numbers are written as JavaScript writes them (shortest that reads back the same), NaN as null.
 */
export interface SeriesHead {
  readonly meter: string;
  readonly point: string;
  readonly unit: string | null;
  readonly every: WireEvery;
  readonly timezone: string;
}
type Iso = (ms: number) => string;

const num = (value: number | undefined): string =>
  value !== undefined && Number.isFinite(value) ? String(value) : 'null';

/** The engine writes an array of numbers twice as fast as we can, and NaN as null by itself. */
const numbers = (column: Float64Array): string => JSON.stringify(Array.from(column));

const wrap = (head: SeriesHead, points: readonly string[]): string =>
  `${JSON.stringify(head).slice(0, -1)},"points":[${points.join(',')}]}`;

/** Values as read: each is measured at its own instant. */
export function rawSeriesJson(head: SeriesHead, columns: SampleColumns, iso: Iso): string {
  const points = new Array<string>(columns.ts.length);
  for (let i = 0; i < points.length; i++) {
    points[i] = `{"ts":"${iso(columns.ts[i]!)}","value":${num(columns.value[i])},"quality":"measured","coverage":1}`;
  }
  return wrap(head, points);
}

/** @param runningAt the instant up to which is known; the interval that contains it is `partial`. */
export function intervalSeriesJson(head: SeriesHead, columns: IntervalColumns, iso: Iso, runningAt: number): string {
  const { startsAt, value, coverage, quality, min, max } = columns;
  const n = startsAt.length;
  const points = new Array<string>(n);
  for (let i = 0; i < n; i++) {
    const start = startsAt[i]!;
    const end = i + 1 < n ? startsAt[i + 1]! : columns.endsAt;
    const extremes = min === undefined || max === undefined ? '' : `,"min":${num(min[i])},"max":${num(max[i])}`;
    const partial = start <= runningAt && runningAt < end ? ',"partial":true' : '';
    points[i] =
      `{"ts":"${iso(start)}","value":${num(value[i])},"quality":"${qualities[quality[i]!]}","coverage":${num(coverage[i])}${extremes}${partial}}`;
  }
  return wrap(head, points);
}

const letters: Readonly<Record<(typeof qualities)[number], string>> = {
  measured: 'm',
  estimated: 'e',
  missing: 'x',
  manual: 'h',
};
const letterCodes = qualities.map((quality) => letters[quality].charCodeAt(0));

export interface TableColumn {
  readonly meter: string;
  readonly point: string;
  readonly unit: string | null;
  readonly columns: IntervalColumns;
}

/** Many meters on one time axis. */
export function seriesTableJson(every: WireEvery, timezone: string, table: readonly TableColumn[], iso: Iso): string {
  const axis = table[0]?.columns.startsAt ?? new Float64Array();
  const ts = Array.from(axis, (ms) => `"${iso(ms)}"`);
  const series = table.map(({ meter, point, unit, columns }) => {
    const n = columns.value.length;
    const quality = Buffer.allocUnsafe(n);
    let covered = true;
    for (let i = 0; i < n; i++) {
      quality[i] = letterCodes[columns.quality[i]!]!;
      covered &&= columns.coverage[i] === 1;
    }
    const coverage = covered ? '' : `,"coverage":${numbers(columns.coverage)}`;
    const head = JSON.stringify({ meter, point, unit }).slice(0, -1);
    return `${head},"value":${numbers(columns.value)},"quality":"${quality.toString('latin1')}"${coverage}}`;
  });
  return `{"every":"${every}","timezone":${JSON.stringify(timezone)},"ts":[${ts.join(',')}],"series":[${series.join(',')}]}`;
}
