import { expect, it } from 'vitest';
import { LocalCalendar } from '../../time/calendar.ts';
import { fitStatistics } from '../statistics/fit.ts';
import { band } from '../statistics/bands.ts';
import { confidenceLevels } from '../types.ts';
import { avoidedEnergy } from './avoided.ts';
import { withoutBareMonths } from './bare-months.ts';
import { daysOfHours, type ComparedIntervals } from './compared.ts';
import { bandsFrom } from './uncertainty.ts';

const shanghai = new LocalCalendar('Asia/Shanghai');
const edges = shanghai.edges('1d', shanghai.localMidnight('2025-01-01'), shanghai.localMidnight('2026-01-01'));

/** 100 kWh a day would have been used, 90 were. */
function year(change: (observed: Float64Array, counterfactual: Float64Array) => void = () => {}): ComparedIntervals {
  const observed = new Float64Array(365).fill(90);
  const counterfactual = new Float64Array(365).fill(100);
  change(observed, counterfactual);
  return { edges, observed, counterfactual };
}
const noise = Float64Array.from({ length: 365 }, (_, i) => 100 + 5 * Math.sin(i) + 3 * Math.cos(i * 1.7));
const statistics = fitStatistics(noise, new Float64Array(365).fill(100), 1)!;
const bandOf = bandsFrom(statistics, 'days');

it('a year that saves a tenth', () => {
  const { total, months, n, masked } = avoidedEnergy(year(), shanghai, bandOf);
  expect(total).toMatchObject({ actual: 32_850, counterfactual: 36_500, saving: 3650, distinguishable: true });
  expect(total!.fraction).toBeCloseTo(0.1, 12);
  expect([n, masked, months.length]).toEqual([365, 0, 12]);
  expect(months[1]).toMatchObject({ month: '2025-02', counted: 28, saving: 280 });
});

it('an outage carries no saving: a missing side masks the other', () => {
  const compared = year((observed, counterfactual) => {
    observed.fill(NaN, 40, 76);
    counterfactual.fill(NaN, 100, 110);
  });
  const { total, n, masked, cumulative } = avoidedEnergy(compared, shanghai, bandOf);
  expect([n, masked, total!.saving]).toEqual([319, 46, 3190]);
  expect(cumulative[50]).toMatchObject({ saving: null, cumulative: 400 });
  expect(cumulative[50]!.halfWidths).toEqual(cumulative[39]!.halfWidths);
});

it('a quarter is told as a quarter, never as a year', () => {
  const compared = year((observed) => observed.fill(NaN, 90));
  expect(avoidedEnergy(compared, shanghai, bandOf).total!.saving).toBe(900);
});

it('one valid day in a month makes no month, and the year leaves it out on both sides (spec §15 case 9)', () => {
  const compared = withoutBareMonths(
    year((observed) => observed.fill(NaN, 31, 58)),
    shanghai,
  );
  const { total, months } = avoidedEnergy(compared, shanghai, bandOf);
  expect(months[1]).toMatchObject({ month: '2025-02', actual: null, counterfactual: null, saving: null });
  expect(total!.counterfactual).toBe((365 - 28) * 100);
});

it('a feed that died on the first day gives no result, not 100 % saved (spec §15 case 8)', () => {
  const { total, n } = avoidedEnergy(
    year((observed) => observed.fill(NaN)),
    shanghai,
    bandOf,
  );
  expect([total, n]).toEqual([null, 0]);
});

it('the curve ends where the total stands, with its bands', () => {
  const { total, cumulative } = avoidedEnergy(year(), shanghai, bandOf);
  const last = cumulative.at(-1)!;
  expect(last).toMatchObject({ date: '2025-12-31', cumulative: total!.saving });
  expect(last.halfWidths).toEqual(total!.bands.map((one) => one.halfWidth));
  expect([...last.halfWidths].sort((a, b) => a! - b!)).toEqual(last.halfWidths);
});

it.each(['V1', 'V2', 'V3'] as const)('bands of %s that are kept by month equal the formula', (variant) => {
  const kept = bandsFrom(statistics, 'days', variant);
  for (const points of [1, 10, 59, 365]) {
    for (const level of confidenceLevels) {
      const extent = { points, days: points, months: Math.ceil(points / 31), counterfactual: 100 * points };
      const reporting = { ...extent, count: points };
      const formula = band(variant, { statistics, points: 'days', reporting }, level).halfWidth!;
      expect(kept(extent, level).halfWidth).toBeCloseTo(formula, 8);
    }
  }
});

it('days of hours add up to the hours that have both sides', () => {
  const startsAt = Float64Array.from({ length: 48 }, (_, i) => edges[0]! + i * 3_600_000);
  const observed = new Float64Array(48).fill(2);
  const counterfactual = new Float64Array(48).fill(3);
  observed.fill(NaN, 0, 24);
  counterfactual.fill(NaN, 30, 36);
  const days = daysOfHours({ startsAt, observed, counterfactual }, shanghai);
  expect(days.observed).toEqual(Float64Array.of(NaN, 36));
  expect(days.counterfactual).toEqual(Float64Array.of(NaN, 54));
  expect(days.weight![1]).toBeCloseTo(0.75, 12);
});
