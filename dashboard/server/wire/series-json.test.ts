import { describe, expect, it } from 'vitest';
import { qualities, type IntervalColumns } from '../../../storage/series/port.ts';
import { intervalSeriesJson, rawSeriesJson, seriesTableJson } from './series-json.ts';

const hour = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const code = (quality: (typeof qualities)[number]): number => qualities.indexOf(quality);

function columns(
  value: number[],
  quality: (typeof qualities)[number][],
  coverage = value.map(() => 1),
): IntervalColumns {
  return {
    startsAt: Float64Array.from(value, (_, i) => i * hour),
    endsAt: value.length * hour,
    value: Float64Array.from(value),
    coverage: Float64Array.from(coverage),
    quality: Uint8Array.from(quality, code),
  };
}
const head = { meter: 'E-"1"', point: 'energy_kwh', unit: 'kWh', every: '1h', timezone: 'UTC' } as const;

describe('series as text', () => {
  it('numbers keep every digit and what is unknown is null, never 0', () => {
    const text = intervalSeriesJson(
      head,
      columns([0.1 + 0.2, NaN, 1e21, 0], ['measured', 'missing', 'estimated', 'manual'], [1, 0, 0.25, 1]),
      iso,
      -1,
    );
    expect(JSON.parse(text)).toEqual({
      ...head,
      points: [
        { ts: iso(0), value: 0.30000000000000004, quality: 'measured', coverage: 1 },
        { ts: iso(hour), value: null, quality: 'missing', coverage: 0 },
        { ts: iso(2 * hour), value: 1e21, quality: 'estimated', coverage: 0.25 },
        { ts: iso(3 * hour), value: 0, quality: 'manual', coverage: 1 },
      ],
    });
  });

  it.each([
    ['inside the last hour', 1.5 * hour, [undefined, true]],
    ['on the edge: the new hour runs', hour, [undefined, true]],
    ['at the end: nothing runs any more', 2 * hour, [undefined, undefined]],
    ['before all: the future is not running', -1, [undefined, undefined]],
  ])('partial %s', (_case, runningAt, expected) => {
    const text = intervalSeriesJson(head, columns([1, 2], ['measured', 'measured']), iso, runningAt);
    const points = (JSON.parse(text) as { points: { partial?: true }[] }).points;
    expect(points.map((point) => point.partial)).toEqual(expected);
  });

  it('extremes only where the point has them', () => {
    const block = { ...columns([20], ['measured']), min: Float64Array.of(19.5), max: Float64Array.of(NaN) };
    expect(JSON.parse(intervalSeriesJson(head, block, iso, -1)).points[0]).toMatchObject({ min: 19.5, max: null });
  });

  it('raw values are measured at their own instants', () => {
    const text = rawSeriesJson(
      { ...head, every: 'raw' },
      { ts: Float64Array.of(5), value: Float64Array.of(7.25) },
      iso,
    );
    expect(JSON.parse(text).points).toEqual([{ ts: iso(5), value: 7.25, quality: 'measured', coverage: 1 }]);
  });

  it('a table has one axis, a letter an interval, and coverage only where something is missing', () => {
    const table = [
      { meter: 'A', point: 'energy_kwh', unit: 'kWh', columns: columns([1, 2], ['measured', 'estimated']) },
      { meter: 'B', point: 'volume_m3', unit: 'm³', columns: columns([NaN, 3], ['missing', 'manual'], [0, 1]) },
    ];
    expect(JSON.parse(seriesTableJson('1h', 'UTC', table, iso))).toEqual({
      every: '1h',
      timezone: 'UTC',
      ts: [iso(0), iso(hour)],
      series: [
        { meter: 'A', point: 'energy_kwh', unit: 'kWh', value: [1, 2], quality: 'me' },
        { meter: 'B', point: 'volume_m3', unit: 'm³', value: [null, 3], quality: 'xh', coverage: [0, 1] },
      ],
    });
  });

  it('no meters, no axis', () => {
    expect(JSON.parse(seriesTableJson('1d', 'UTC', [], iso))).toEqual({
      every: '1d',
      timezone: 'UTC',
      ts: [],
      series: [],
    });
  });
});
