import { describe, expect, it } from 'vitest';
import {
  referenceDays,
  referenceHours,
  referenceMeters,
  referenceResults,
} from '../../../tests/support/mandv-reference.ts';
import { LocalCalendar } from '../../time/calendar.ts';
import { monthsFromDays } from '../data/bills.ts';
import { dailyFromHours } from '../data/days.ts';
import { daysBetween } from '../data/period.ts';
import { band } from '../statistics/bands.ts';
import { totals } from '../totals.ts';
import type { BaselineData, DailyObservations, DegreeDayModel } from '../types.ts';
import { fitDaily } from './daily.ts';
import { celsius } from './grid.ts';
import { fitMonthly } from './monthly.ts';
import { predictDays, predictPeriods } from './predict.ts';

/** eemeter 3.2.0's result as its JSON has it; parameters per °F. */
interface Oracle {
  readonly model_type: string;
  readonly params: Readonly<Record<string, number | undefined>> & { readonly intercept: number };
  readonly r_squared_adj_model: number;
  readonly metrics_totals: Readonly<Record<string, number>>;
  readonly candidates?: Readonly<Record<string, number>>;
  readonly reporting: OracleTotals;
  readonly reporting_2020?: OracleTotals;
  readonly baseline_bills?: Readonly<Record<string, number | null>>;
  readonly reporting_bills?: Readonly<Record<string, number | null>>;
  readonly error_bands_90pct: Readonly<Record<string, number>>;
  readonly error_bands_68pct?: Readonly<Record<string, number>>;
}
interface OracleTotals {
  readonly days?: number;
  readonly months?: number;
  readonly observed: number;
  readonly counterfactual: number;
  readonly avoided: number;
  readonly monthly_observed: Readonly<Record<string, number>>;
  readonly monthly_counterfactual: Readonly<Record<string, number>>;
}

const year2020 = ['2020-01-01', '2020-12-31'] as const; // eemeter loses the last day of the data

if (referenceMeters().length === 0) it.skip('equal to eemeter 3.2.0 on every reference meter (needs ../shared/data)');

describe.skipIf(referenceMeters().length === 0)('equal to eemeter 3.2.0 on every reference meter', () => {
  describe.each(referenceMeters())('%s', (meter) => {
    const results = referenceResults(meter);
    const utc = meter.startsWith('cam_') ? '_utc' : '';
    const daily = results[`caltrack2_daily${utc}__eemeter_3_2_0`] as Oracle;
    const billing = results[`caltrack2_billing${utc}__eemeter_3_2_0`] as Oracle | undefined;
    // Labels without a zone were read as UTC; the simulated Illinois meters keep UTC−6 all year.
    const timeZone = meter.startsWith('eemeter_') ? 'Etc/GMT+6' : 'UTC';
    const calendar = new LocalCalendar(timeZone);
    const days = dailyFromHours(referenceHours(meter), calendar);
    const between = ([from, to]: readonly [string, string]): DailyObservations =>
      daysBetween(days, calendar.localMidnight(from), calendar.localMidnight(to), calendar);
    const baseline = <T>(observations: T): BaselineData<T> => ({
      purpose: 'baseline',
      carrier: results.is_electricity ? 'electricity' : 'gas',
      timeZone,
      observations,
    });
    const month = (at: number): string => calendar.iso(at).slice(0, 7);

    it('daily: model, balance points, coefficients and statistics', () => {
      same(fitDaily(baseline(between(results.baseline)))!, daily);
    });

    it('daily: totals by month and year, and V2 bands', () => {
      const model = fitDaily(baseline(between(results.baseline)))!;
      const periods = [
        [results.reporting, daily.reporting],
        [year2020, daily.reporting_2020],
      ] as const;
      for (const [period, oracle] of periods) {
        if (oracle === undefined) continue;
        const observations = between(period);
        const { months, ...year } = totals(
          observations.edges,
          observations.energy,
          predictDays(model, observations),
          calendar,
        );
        expect(year.intervals).toBe(oracle.days);
        close(year.observed!, oracle.observed);
        close(year.counterfactual!, oracle.counterfactual);
        close(year.saving!, oracle.avoided, 1e-6 * oracle.observed);
        expect(months.map((m) => month(m.month))).toEqual(Object.keys(oracle.monthly_observed));
        for (const total of months) {
          close(total.observed!, oracle.monthly_observed[month(total.month)]!);
          close(total.counterfactual!, oracle.monthly_counterfactual[month(total.month)]!);
        }
        if (oracle !== daily.reporting) continue;
        for (const [confidence, bands] of [
          [0.9, daily.error_bands_90pct],
          [0.68, daily.error_bands_68pct!],
        ] as const) {
          const { statistics } = model;
          const reporting = {
            count: year.intervals,
            months: months.length,
            days: year.intervals,
            counterfactual: year.counterfactual!,
          };
          const { halfWidth } = band('V2', { statistics, points: 'days', reporting }, confidence);
          close(halfWidth!, bands['FSU Error Band']!, 0, 1e-5);
        }
      }
    });

    it.skipIf(utc === '')('London days: the oracle’s, but for its clock-change day', () => {
      const london = new LocalCalendar('Europe/London');
      const midnight = (date: string): number => london.localMidnight(date);
      const all = dailyFromHours(referenceHours(meter), london);
      const year = ([from, to]: readonly [string, string]): DailyObservations =>
        daysBetween(all, midnight(from), midnight(to), london);
      const reporting = year(results.reporting);
      const model = fitDaily(baseline(year(results.baseline)))!;
      const predicted = predictDays(model, reporting);
      const oracle = results['caltrack2_daily__eemeter_3_2_0'] as Oracle;
      expect(model.name).toBe(oracle.model_type);
      close(
        totals(reporting.edges, reporting.energy, predicted, london).counterfactual!,
        oracle.reporting.counterfactual,
        0,
        0.006,
      );
      for (const day of referenceDays(meter)) {
        const at = reporting.edges.indexOf(midnight(day.date));
        if (reporting.edges[at + 1]! - reporting.edges[at]! !== 86_400_000) continue;
        close(reporting.energy[at]!, day.observed);
        close(predicted[at]!, day.counterfactual, 0, 5e-3);
      }
    });

    it.skipIf(billing === undefined)('billing: bills, model, statistics, totals and V2 band', () => {
      const oracle = billing!;
      const span = (bills: Readonly<Record<string, unknown>>): readonly [number, number] => {
        const dates = Object.keys(bills);
        return [calendar.localMidnight(dates[0]!), calendar.localMidnight(dates.at(-1)!)];
      };
      const bills = monthsFromDays(days, ...span(oracle.baseline_bills!), calendar);
      Object.values(oracle.baseline_bills!)
        .slice(0, -1)
        .forEach((bill, i) => {
          if (bill === null) expect(bills.energy[i]).toBeNaN();
          else close(bills.energy[i]!, bill);
        });
      const model = fitMonthly(baseline(bills), days)!;
      same(model, oracle);

      const [from, to] = span(oracle.reporting_bills!);
      const reported = monthsFromDays(days, from, to, calendar);
      const predicted = predictPeriods(model, reported.edges, days);
      const { months, ...year } = totals(reported.edges, reported.energy, predicted, calendar);
      expect(year.intervals).toBe(oracle.reporting.months);
      close(year.observed!, oracle.reporting.observed);
      close(year.counterfactual!, oracle.reporting.counterfactual);
      for (const total of months.filter((m) => m.intervals > 0)) {
        close(total.observed!, oracle.reporting.monthly_observed[month(total.month)]!);
        close(total.counterfactual!, oracle.reporting.monthly_counterfactual[month(total.month)]!);
      }
      const reporting = {
        count: year.intervals,
        months: year.intervals,
        days: (to - from) / 86_400_000,
        counterfactual: year.counterfactual!,
      };
      const { halfWidth } = band('V2', { statistics: model.statistics, points: 'bills', reporting }, 0.9);
      close(halfWidth!, oracle.error_bands_90pct['FSU Error Band']!, 0, 1e-5);
    });
  });
});

function same(model: DegreeDayModel, oracle: Oracle): void {
  const { parameters: ours, statistics } = model;
  const theirs = oracle.params;
  expect(model.name).toBe(oracle.model_type);
  expect(ours.heatingBalanceC).toEqual(balance(theirs['heating_balance_point']));
  expect(ours.coolingBalanceC).toEqual(balance(theirs['cooling_balance_point']));
  close(ours.interceptPerDay, theirs.intercept);
  if (ours.heatingSlope !== null) close(ours.heatingSlope, theirs['beta_hdd']! * 1.8);
  if (ours.coolingSlope !== null) close(ours.coolingSlope, theirs['beta_cdd']! * 1.8);
  close(model.adjustedRSquared, oracle.r_squared_adj_model);
  const metrics = oracle.metrics_totals;
  expect(statistics.caltrack.n).toBe(metrics['observed_length']);
  expect(statistics.caltrack.parameters).toBe(metrics['num_parameters']);
  close(statistics.caltrack.adjustedRSquared, metrics['r_squared_adj']!);
  close(statistics.caltrack.rmse, metrics['rmse_adj']!);
  close(statistics.caltrack.cvrmse!, metrics['cvrmse_adj']!);
  close(statistics.caltrack.nmbe!, metrics['nmbe']!, 1e-9);
  close(statistics.caltrack.autocorrelation!, metrics['autocorr_resid']!);
  close(statistics.caltrack.nPrime!, metrics['n_prime']!);
  if (oracle.candidates === undefined) return;
  expect(model.candidates).toEqual({
    qualified: oracle.candidates['QUALIFIED'],
    disqualified: oracle.candidates['DISQUALIFIED'],
    notAttempted: oracle.candidates['NOT ATTEMPTED'],
  });
}

function balance(fahrenheit: number | undefined): number | null {
  return fahrenheit === undefined ? null : celsius(fahrenheit);
}

/** Within `relative` of the oracle (9 digits are stored), or within `absolute` where the figure is a small difference. */
function close(ours: number, theirs: number, absolute = 0, relative = 1e-6): void {
  expect(Math.abs(ours - theirs), `${ours} beside ${theirs}`).toBeLessThanOrEqual(
    Math.max(absolute, relative * Math.abs(theirs)),
  );
}
