import { describe, expect, it } from 'vitest';
import { baseline, daysOf, utc, yearOfTemperatures } from '../degree-day/testing.ts';
import { fitMonthly } from '../degree-day/monthly.ts';
import { predictPeriods } from '../degree-day/predict.ts';
import type { BilledObservations } from '../types.ts';
import { billsFromDays, checkedBills, monthsFromDays } from './bills.ts';
import { billedSufficiency } from './sufficiency.ts';

const at = (date: string): number => utc.localMidnight(date);
const codes = (problems: readonly { code: string }[]): string[] => problems.map((problem) => problem.code);
const temperature = yearOfTemperatures(1);
const days = daysOf('2025-01-01', '2026-01-01', temperature, (t) => 200 + 10 * Math.max(15 - t, 0));

/** Twelve months of 2025, each with 3,000 kWh; the marked ones are estimated. */
function year(...estimated: number[]): BilledObservations {
  const edges = utc.edges('1mo', at('2025-01-01'), at('2026-01-01'));
  return {
    edges,
    energy: new Float64Array(12).fill(3000),
    estimated: Uint8Array.from({ length: 12 }, (_, i) => (estimated.includes(i) ? 1 : 0)),
  };
}

describe('months from days', () => {
  it('are the mean of valid days × days, and missing under 90 % of valid days', () => {
    const holes = (n: number) => days.energy.map((_, i) => (i < n ? NaN : 10));
    const january = utc.edges('1mo', at('2025-01-01'), at('2025-02-01'));
    expect([...billsFromDays({ ...days, energy: holes(3) }, january).energy]).toEqual([310]);
    expect([...billsFromDays({ ...days, energy: holes(4) }, january).energy]).toEqual([NaN]);
  });
});

describe('bills as they came', () => {
  it('21: an estimated read is merged with the next one and counts as missing', () => {
    const { observations, warnings, estimatedDays } = checkedBills(year(4), utc);
    expect(observations.energy.length).toBe(11);
    expect(observations.energy[4]).toBe(6000);
    expect(observations.edges[5]! - observations.edges[4]!).toBe(61 * 86_400_000);
    expect(estimatedDays).toBe(31);
    expect(warnings).toEqual([]);
  });

  it('21: three bills in a row are over 70 days: left out, and told', () => {
    const { observations, warnings } = checkedBills(year(4, 5), utc);
    expect(observations.energy[4]).toBeNaN();
    expect(codes(warnings)).toEqual(['caltrack.bill-too-long']);
    expect(warnings[0]!.message.en).toContain('2025-05-01 to 2025-08-01 has 92 days');
    expect(warnings[0]!.message.zh).toContain('92 天');
  });

  it('21: an estimate that no actual read follows is not used', () => {
    const { observations, warnings } = checkedBills(year(11), utc);
    expect(observations.energy[11]).toBeNaN();
    expect(codes(warnings)).toEqual(['caltrack.bill-estimated-to-the-end']);
  });

  it('21: two estimated months of a year are over a tenth of it: no baseline', () => {
    const sufficiency = billedSufficiency(baseline(year(2, 7)), days);
    expect(codes(sufficiency.disqualifications)).toEqual(['caltrack.too-many-missing-energy-days']);
    expect(billedSufficiency(baseline(year(2)), days).qualified).toBe(true);
  });

  it('short bills and long bills are left out; bills of two months have a longer limit', () => {
    const bills = (...dates: string[]): BilledObservations => ({
      edges: Float64Array.from(dates, at),
      energy: new Float64Array(dates.length - 1).fill(100),
    });
    const monthly = checkedBills(
      bills('2025-01-01', '2025-02-01', '2025-02-20', '2025-03-20', '2025-04-25', '2025-05-26'),
      utc,
    );
    expect([...monthly.observations.energy]).toEqual([100, NaN, 100, NaN, 100]);
    expect(codes(monthly.warnings)).toEqual(['caltrack.bill-too-short', 'caltrack.bill-too-long']);
    const gap = bills('2025-01-01', '2025-02-01', '2025-05-01', '2025-06-01', '2025-07-01');
    gap.energy[1] = NaN;
    expect(checkedBills(gap, utc).warnings).toEqual([]);
    const everyTwoMonths = checkedBills(bills('2025-01-01', '2025-03-01', '2025-05-01', '2025-07-15'), utc);
    expect([...everyTwoMonths.observations.energy]).toEqual([100, 100, NaN]);
  });
});

describe('the billing model', () => {
  it('finds what twelve months were made of', () => {
    const bills = monthsFromDays(days, at('2025-01-01'), at('2026-01-01'), utc);
    const model = fitMonthly(baseline(bills, 'gas'), days)!;
    expect(model.name).toBe('hdd_only');
    expect(Math.abs(model.parameters.heatingBalanceC! - 15)).toBeLessThan(5 / 9);
    predictPeriods(model, bills.edges, days).forEach((month, i) => expect(month / bills.energy[i]!).toBeCloseTo(1, 2));
  });

  it('leaves out a month without a tenth of its temperatures, and predicts none there', () => {
    const bills = monthsFromDays(days, at('2025-01-01'), at('2026-01-01'), utc);
    const gaps = { ...days, temperature: days.temperature.map((t, i) => (i < 4 ? NaN : t)) };
    const model = fitMonthly(baseline(bills, 'gas'), gaps)!;
    expect(model.statistics.caltrack.n).toBe(11);
    const predicted = predictPeriods(model, bills.edges, gaps);
    expect(predicted[0]).toBeNaN();
    expect(predicted[1]).toBeGreaterThan(0);
  });
});
