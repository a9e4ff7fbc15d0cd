import { describe, expect, it } from 'vitest';
import type { Quality } from '../../../domain/metering/interval.ts';
import { formatter } from '../format/index.ts';
import { gaps, runs } from './gaps.ts';
import { indexAt, knownShare, marksOf, marksOfSamples, merged, qualityShares, settled, type Mark } from './mark.ts';
import { filledWith, rateFactor, ratesOf } from './rate.ts';
import { barsPath, levelsPath, linePath, rangePath, stepPath } from './path.ts';
import { extent, timeScale, valueAxis, valueDomain, type Frame } from './scale.ts';
import { timeTicks } from './ticks.ts';

const frame: Frame = { width: 110, height: 120, left: 10, right: 0, top: 10, bottom: 10 };
const mark = (at: number, value: number | null, quality: Quality = value === null ? 'missing' : 'measured'): Mark => ({
  at,
  until: at + 1,
  value,
  quality,
  coverage: value === null ? 0 : 1,
});

describe('a missing interval', () => {
  const marks = [mark(0, 1), mark(1, null), mark(2, 3)];
  const x = timeScale(0, 10, frame);
  const y = valueAxis([0, 10], frame).scale;

  it('breaks the line instead of falling to 0', () => {
    expect(linePath(marks, x, y)).toBe('M15,100ZM35,80Z');
    expect(stepPath(marks, x, y)).toBe('M10,100H20M30,80H40');
    expect(levelsPath(marks, x, y)).toBe('M10,100H20M30,80H40');
  });
  it('has no bar', () => expect(barsPath(marks, x, y).match(/M/g)).toHaveLength(2));
  it('is a hatched slot', () => expect(gaps(marks, 0, 3)).toEqual([{ from: 1, to: 2 }]));
  it('has no part in the extent', () => {
    expect(extent(marks)).toEqual([1, 3]);
    expect(extent([mark(0, null)])).toBeNull();
  });
  it('counts as missing for as long as it lasts', () =>
    expect(qualityShares([mark(0, 1), mark(1, 2, 'estimated'), mark(2, null), mark(3, 4)], 3.5)).toEqual([
      { quality: 'measured', share: 1.5 / 3.5 },
      { quality: 'estimated', share: 1 / 3.5 },
      { quality: 'missing', share: 1 / 3.5 },
    ]));
});

describe('samples', () => {
  const samples = marksOfSamples([
    [0, 5],
    [60, 6],
    [300, 7],
    [360, 8],
  ]);
  it('further apart than the meter’s interval allows are not joined', () => {
    expect(runs(samples, 90).map((r) => r.marks.map((m) => m.at))).toEqual([
      [0, 60],
      [300, 360],
    ]);
    expect(gaps(samples, 0, 400, 90)).toEqual([{ from: 60, to: 300 }]);
  });
  it('that stopped leave a gap up to now', () =>
    expect(gaps(samples, 0, 1000, 90)).toEqual([
      { from: 60, to: 300 },
      { from: 360, to: 1000 },
    ]));
  it('that never came leave the whole day', () => expect(gaps([], 0, 1000, 90)).toEqual([{ from: 0, to: 1000 }]));
});

describe('an estimate', () => {
  it('is dashed and joins what was measured on both sides', () => {
    const found = runs([mark(0, 1), mark(1, 2, 'estimated'), mark(2, 3, 'estimated'), mark(3, 4), mark(4, 5)]);
    expect(found.map((r) => [r.style, r.marks.map((m) => m.at)])).toEqual([
      ['solid', [0]],
      ['dashed', [0, 1, 2, 3]],
      ['solid', [3, 4]],
    ]);
  });
  it('at the edge of a gap joins nothing over it', () =>
    expect(runs([mark(0, 1), mark(1, null), mark(2, 3, 'estimated')]).map((r) => r.marks.length)).toEqual([1, 1]));
});

describe('live data', () => {
  it('grow the line at its end, and a revision takes the place of the old value', () => {
    const old = marksOfSamples([
      [1, 10],
      [2, 20],
    ]);
    expect(merged(old, marksOfSamples([[3, 30]])).map((m) => m.value)).toEqual([10, 20, 30]);
    expect(
      merged(
        old,
        marksOfSamples([
          [0, 5],
          [2, 21],
        ]),
      ).map((m) => m.value),
    ).toEqual([5, 10, 21]);
    expect(merged(old, [])).toBe(old);
  });
});

describe('an interval that still runs', () => {
  const hour = 3_600_000;
  const day: Mark = { at: 0, until: 24 * hour, value: 50, quality: 'missing', coverage: 0.5, partial: true };
  it('is not incomplete because it runs', () => {
    expect(settled([day], 12 * hour + 60_000, 90_000)[0]!.quality).toBe('measured');
    expect(knownShare(day, 12 * hour)).toBe(1);
  });
  it('is incomplete when something is missing up to now', () => {
    expect(settled([day], 16 * hour, 90_000)[0]!.quality).toBe('missing');
    expect(knownShare(day, 16 * hour)).toBe(0.75);
  });
  it('that is over keeps its verdict', () => {
    const { partial: _, ...over } = day;
    expect(settled([over], 48 * hour, Infinity)[0]!.quality).toBe('missing');
    expect(knownShare(over, 48 * hour)).toBe(0.5);
  });
});

describe('a meter that sends its register only', () => {
  const quarter = (at: number, value: number | null, coverage = 1): Mark => ({
    at: at * 900_000,
    until: (at + 1) * 900_000,
    value,
    quality: value === null ? 'missing' : 'measured',
    coverage,
  });
  it('still has a line: its mean power of each quarter hour', () => {
    expect(ratesOf([quarter(0, 5), quarter(1, null), quarter(2, 2, 0.5)], 1).map((m) => m.value)).toEqual([
      20,
      null,
      16,
    ]);
    expect(ratesOf([quarter(0, 0.9)], rateFactor('heat_gj', 'power_kw'))[0]!.value).toBeCloseTo(1000, 9);
  });
  it('and where the device says its power itself, that is the line', () => {
    const samples = marksOfSamples([
      [1.2 * 900_000, 7],
      [1.6 * 900_000, 8],
    ]);
    const found = filledWith(samples, ratesOf([quarter(0, 5), quarter(1, 5), quarter(2, 5)], 1));
    expect(found.map((m) => m.value)).toEqual([20, 7, 8, 20]);
    expect(filledWith(samples, [])).toBe(samples);
  });
});

describe('the crosshair', () => {
  it('finds the interval around it, or the nearest sample', () => {
    const intervals = [mark(0, 1), mark(1, 2), mark(2, 3)];
    expect([-5, 0, 0.9, 1, 2.5, 9].map((t) => indexAt(intervals, t))).toEqual([0, 0, 0, 1, 2, 2]);
    const samples = marksOfSamples([
      [0, 1],
      [10, 2],
    ]);
    expect([4, 6].map((t) => indexAt(samples, t))).toEqual([0, 1]);
    expect(indexAt([], 4)).toBe(-1);
  });
});

describe('series of the API', () => {
  const point = (ts: string, value: number | null) =>
    ({ ts, value, quality: value === null ? 'missing' : 'measured', coverage: value === null ? 0 : 1 }) as const;
  it('give local months and days their own length', () => {
    const points = [point('2026-02-01T00:00:00+08:00', 3), point('2026-03-01T00:00:00+08:00', null)];
    const months = marksOf({ every: '1mo', timezone: 'Asia/Shanghai', points });
    expect(months.map((m) => (m.until - m.at) / 86_400_000)).toEqual([28, 31]);
    expect(months[1]!.value).toBeNull();
    const day = marksOf({ every: '1d', timezone: 'Europe/Berlin', points: [point('2026-10-25T00:00:00+02:00', 3)] });
    expect(day[0]!.until - day[0]!.at).toBe(25 * 3_600_000);
  });
  it('that stop at the present don’t stretch the running interval to the end of the day', () => {
    const points = [point('2026-11-23T14:30:00+08:00', 3)];
    const [mark] = marksOf({ every: '15m', timezone: 'Asia/Shanghai', points });
    expect(mark!.until - mark!.at).toBe(900_000);
  });
});

describe('axes', () => {
  it('of energy and power start at zero, of temperature need not', () => {
    expect(valueDomain([50, 100], true)).toEqual([0, 100]);
    expect(valueDomain([20, 24], false)).toEqual([20, 24]);
    expect(valueDomain([-5, 3], true)).toEqual([-5, 3]);
    expect(valueDomain([0, 0], true)).toEqual([0, 1]);
    expect(valueDomain([7, 7], false)[0]).toBeLessThan(7);
    expect(valueDomain(null, false)).toEqual([0, 1]);
  });
  it('have round numbers in the unit shown', () => {
    const axis = valueAxis([0, 43_000], frame, 1e4);
    expect(axis.ticks.map((t) => t / 1e4)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(axis.decimals).toBe(0);
    expect(valueAxis([0, 0.37], frame).decimals).toBe(1);
  });
  it('of time stand on local hours, days and months', () => {
    const f = formatter('zh', 'Asia/Shanghai');
    const at = (text: string) => Date.parse(`${text}+08:00`);
    const labels = (from: string, to: string, room: number) => timeTicks(at(from), at(to), room, f).map((t) => t.label);
    expect(labels('2026-11-23T00:00', '2026-11-24T00:00', 5)).toEqual(['0:00', '6:00', '12:00', '18:00', '24:00']);
    expect(labels('2026-11-23T00:00', '2026-11-30T00:00', 8)[0]).toBe('11-23 周一');
    expect(labels('2026-11-01T00:00', '2026-12-01T00:00', 7)).toEqual(['1', '6', '11', '16', '21', '26']);
    expect(labels('2026-01-01T00:00', '2027-01-01T00:00', 12)).toHaveLength(12);
  });
  it('of a day with 25 hours still end at 24:00', () => {
    const f = formatter('en', 'Europe/Berlin');
    const from = Date.parse('2026-10-24T22:00:00Z');
    expect(timeTicks(from, from + 25 * 3_600_000, 6, f).map((t) => t.label)).toEqual([
      '0:00',
      '6:00',
      '12:00',
      '18:00',
      '24:00',
    ]);
  });
});

it('the range of an instantaneous point needs both ends', () => {
  const x = timeScale(0, 10, frame);
  const y = valueAxis([0, 10], frame).scale;
  const marks = [
    { ...mark(0, 5), min: 4, max: 6 },
    { ...mark(1, 5), min: 3, max: 7 },
    { ...mark(2, 5), min: null, max: null },
  ];
  expect(rangePath(marks, x, y)).toBe('M15,50L25,40L25,80L15,70Z');
});
