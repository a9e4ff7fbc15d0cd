import { describe, expect, it } from 'vitest';
import type { WireContractYear, WireSavingDay } from '../../../../../domain/wire-contracts.ts';
import { startOf } from '../../../format/zone.ts';
import { estimatedRuns, fanOf, lastKnown, pathAhead, spread, sumRows, unknownRuns } from './cumulative.ts';

const zone = 'Asia/Shanghai';
const day = (date: string, cumulative: number | null, over: Partial<WireSavingDay> = {}): WireSavingDay => ({
  ...{ date, expected: 10, actual: 9, saving: 1, halfWidth: 1, cumulative, cumulativeHalfWidth: 3, path: 2 },
  ...{ completenessPct: 100, estimated: false },
  ...over,
});
const year: WireContractYear = {
  ...{ year: 2026, from: '2026-01-01', to: '2026-12-31', guarantee: 195, saving: 183.6, halfWidth: 10.9 },
  ...{ completenessPct: 99, verdict: 'cannot-tell' },
  forecast: { expected: 209.5, halfWidth: 15.8, confidence: 0.9, probability: 0.93 },
  path: [
    { date: '2026-10-31', amount: 160 },
    { date: '2026-11-30', amount: 175 },
    { date: '2026-12-31', amount: 195 },
  ],
};

describe('the running sum', () => {
  it('of one year begins at nothing; of the whole term the years stand on one another, bands in quadrature', () => {
    const days = [
      day('2025-12-31', 40, { cumulativeHalfWidth: 3, path: 38 }),
      day('2026-01-01', 1, { cumulativeHalfWidth: 4 }),
    ];
    expect(sumRows(days, false, zone).map((r) => r.cumulative)).toEqual([40, 1]);
    expect(sumRows(days, true, zone).at(-1)).toMatchObject({ cumulative: 41, half: 5, path: 40 });
  });
  it('of a term of which one year promises nothing has no path from there on', () => {
    const days = [day('2025-12-31', 40, { path: null }), day('2026-01-01', 1)];
    expect(sumRows(days, true, zone).at(-1)!.path).toBeNull();
  });
  it('a day that nobody knows is a gap and not zero; the last known one stays', () => {
    const rows = sumRows([day('2026-01-01', 5), day('2026-01-02', null)], false, zone);
    expect(rows[1]!.cumulative).toBeNull();
    expect(lastKnown(rows)).toMatchObject({ date: '2026-01-01', cumulative: 5 });
    expect(lastKnown([])).toBeNull();
  });
  it('days whose meters were silent are told as stretches', () => {
    const rows = sumRows(
      ['01', '02', '03'].map((d, i) => day(`2026-01-${d}`, 1, { saving: i === 0 ? 1 : null })),
      false,
      zone,
    );
    expect(unknownRuns(rows)).toEqual([{ from: 1, to: 2 }]);
  });
  it('days are the zone’s own, whatever their length', () => {
    const [row] = sumRows([day('2026-01-01', 5)], false, zone);
    expect(row).toMatchObject({ at: Date.parse('2025-12-31T16:00:00Z'), until: Date.parse('2026-01-01T16:00:00Z') });
  });
  it('estimated days are told as stretches', () => {
    const rows = sumRows(
      ['01', '02', '03', '04'].map((d, i) => day(`2026-01-${d}`, i, { estimated: i === 1 || i === 2 })),
      false,
      zone,
    );
    expect(estimatedRuns(rows)).toEqual([{ from: 1, to: 2 }]);
  });
});

describe('the fan to the year’s end', () => {
  const [last] = sumRows([day('2026-11-22', 183.6, { cumulativeHalfWidth: 10.9 })], false, zone);
  it('opens from what is known to what is forecast', () => {
    expect(fanOf(year, last!, zone)).toEqual({
      from: { at: startOf('2026-11-23', zone), value: 183.6, half: 10.9 },
      to: { at: startOf('2027-01-01', zone), value: 209.5, half: 15.8 },
      probability: 0.93,
    });
  });
  it('is not there when the year is over, nothing is known or nothing is forecast', () => {
    const [end] = sumRows([day('2026-12-31', 201)], false, zone);
    expect(fanOf(year, end!, zone)).toBeNull();
    expect(fanOf(year, null, zone)).toBeNull();
    expect(fanOf({ ...year, forecast: null }, last!, zone)).toBeNull();
    expect(fanOf(null, last!, zone)).toBeNull();
  });
  it('the path goes on to the year’s end by its months', () => {
    expect(pathAhead(year, '2026-11-22', zone)).toEqual([
      [startOf('2026-12-01', zone), 175],
      [startOf('2027-01-01', zone), 195],
    ]);
  });
  it('words at the edge don’t cover one another and stay inside', () => {
    expect(spread([100, 102], 30, 20, 300)).toEqual([100, 130]);
    expect(spread([298, 290], 30, 20, 300)).toEqual([300, 270]);
    expect(spread([50], 30, 20, 300)).toEqual([50]);
  });
});
