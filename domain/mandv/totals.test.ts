import { describe, expect, it } from 'vitest';
import { referenceHours, referenceMeters } from '../../tests/support/mandv-reference.ts';
import { dailyFromHours } from './data/days.ts';
import { daysBetween } from './data/period.ts';
import { fitDaily } from './degree-day/daily.ts';
import { predictDays } from './degree-day/predict.ts';
import { baseline, daysOf, office, utc } from './degree-day/testing.ts';
import { totals } from './totals.ts';

const model = fitDaily(baseline(office(1)))!;
const days = daysOf(
  '2026-01-01',
  '2027-01-01',
  () => 18,
  () => 900,
);
const counterfactual = predictDays(model, days);

describe('totals where both sides are there', () => {
  it('add up to saving = counterfactual − observed, by month and in all', () => {
    const { months, ...all } = totals(days.edges, days.energy, counterfactual, utc);
    expect(all.intervals).toBe(365);
    expect(all.saving).toBeCloseTo(all.counterfactual! - 900 * 365, 6);
    expect(months.reduce((sum, month) => sum + month.saving!, 0)).toBeCloseTo(all.saving!, 6);
    expect(months.map((month) => month.of)).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
  });

  it('9: one valid day is no month: June is null, and the year leaves it out on both sides', () => {
    const june = days.energy.map((e, i) => (i > 151 && i < 181 ? NaN : e));
    const { months, ...all } = totals(days.edges, june, counterfactual, utc);
    expect(months[5]).toMatchObject({ of: 30, observed: null, counterfactual: null, saving: null });
    expect(all.intervals).toBe(335);
    expect(all.observed).toBe(335 * 900);
  });

  it('7: days without a reading carry no saving', () => {
    const outage = days.energy.map((e, i) => (i >= 210 && i < 236 ? NaN : e));
    const sums = totals(days.edges, outage, counterfactual, utc);
    expect(sums.intervals).toBe(365 - 26);
    expect(sums.saving).toBeCloseTo(
      ((365 - 26) / 365) * totals(days.edges, days.energy, counterfactual, utc).saving!,
      6,
    );
  });

  it.skipIf(!referenceMeters().includes('cam_b19_electricity'))('7: the outage of b19 in 2020 saves nothing', () => {
    const all = dailyFromHours(referenceHours('cam_b19_electricity'), utc);
    const year = daysBetween(all, utc.localMidnight('2020-01-01'), utc.localMidnight('2021-01-01'), utc);
    const august = totals(year.edges, year.energy, year.temperature, utc).months[7]!;
    expect(august).toMatchObject({ intervals: 5, of: 31 });
  });

  it('8: nothing observed: there is no result', () => {
    const dead = days.energy.map(() => NaN);
    expect(totals(days.edges, dead, counterfactual, utc)).toMatchObject({ intervals: 0, observed: null, saving: null });
  });

  it('5: a leap year has twelve months and 366 days', () => {
    const leap = daysOf(
      '2020-01-01',
      '2021-01-01',
      () => 18,
      () => 900,
    );
    const sums = totals(leap.edges, leap.energy, predictDays(model, leap), utc);
    expect(sums.months.length).toBe(12);
    expect(sums.intervals).toBe(366);
  });
});
