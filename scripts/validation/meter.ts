import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { analyse, type Analysis, type AnalysisInput } from '../../domain/mandv/analysis.ts';
import { hoursBetween } from '../../domain/mandv/data/period.ts';
import type { HourlyModel } from '../../domain/mandv/hourly/model.ts';
import type { ComparedIntervals } from '../../domain/mandv/savings/compared.ts';
import type { BandVariant, DegreeDayModel } from '../../domain/mandv/types.ts';
import { LocalCalendar } from '../../domain/time/calendar.ts';
import {
  referenceFolder,
  referenceHours,
  referenceResults,
  type ReferenceMeter,
} from '../../tests/support/mandv-reference.ts';
import { checked, exactly, type Check, type Pair } from './compare.ts';
import type { ReferenceHourly, ReferenceModel, ReferenceReporting } from './reference.ts';

export const suffix = '__eemeter_3_2_0';

/** Spec §17. */
const tolerance = { numbers: 1e-6, band: 1e-5, days: 1e-3 } as const;

export interface ValidatedMeter {
  readonly name: string;
  readonly results: ReferenceMeter;
  readonly checks: readonly Check[];
  /** Ours by method, on the days of the meter's own zone (the product's way). */
  readonly ours: Readonly<Record<'daily' | 'monthly' | 'hourly', Analysis>>;
  /** October 2019 to 15 April 2020 against the baseline: the lockdown must be found in it. Cambridge only. */
  readonly lockdown: ComparedIntervals | null;
}

/** Every comparison of one meter that its reference results allow. */
export function validate(name: string): ValidatedMeter {
  const results = referenceResults(name);
  const hours = referenceHours(name);
  const zone = name.startsWith('cam_') ? 'Europe/London' : name.startsWith('eemeter_') ? 'Etc/GMT+6' : 'UTC';
  const run = (
    timeZone: string,
    method: AnalysisInput['method'],
    [from, to]: readonly [string, string] = results.reporting,
    kept?: DegreeDayModel | HourlyModel,
    variant: BandVariant = 'V2',
  ): Analysis => {
    const calendar = new LocalCalendar(timeZone);
    const period = ([first, end]: readonly [string, string]): AnalysisInput['baseline'] => ({
      kind: 'hours',
      hours: hoursBetween(hours, calendar.localMidnight(first), calendar.localMidnight(end)),
    });
    return analyse({
      method,
      carrier: results.is_electricity ? 'electricity' : 'gas',
      timeZone,
      baseline: period(results.baseline),
      reporting: period([from, to]),
      variant,
      // The reference was run without any filling.
      bridgeTemperature: false,
      ...(kept === undefined ? {} : { kept }),
    });
  };

  const checks: Check[] = [];
  // The London runs of the reference hold its clock-change defect; zones without clock changes are comparable.
  const utc = name.startsWith('cam_');
  for (const [method, key] of [
    ['daily', utc ? 'caltrack2_daily_utc' : 'caltrack2_daily'],
    ['monthly', utc ? 'caltrack2_billing_utc' : 'caltrack2_billing'],
  ] as const) {
    const reference = results[key + suffix] as ReferenceModel | undefined;
    // Only months that begin and end with the period are bills by our rule: see the document.
    if (reference === undefined || (method === 'monthly' && name.startsWith('eemeter_'))) continue;
    const analysis = run(utc ? 'UTC' : zone, method);
    checks.push(...compareModel({ meter: name, key }, analysis, reference));
    // The reference's 2020 has 365 days: its last one is not in it.
    if (reference.reporting_2020 && analysis.model) {
      const later = run('UTC', method, ['2020-01-01', '2020-12-31'], analysis.model);
      const where = { meter: name, key: `${key}, 2020`, group: 'totals' };
      checks.push(checked(where, tolerance.numbers, totals(later, reference.reporting_2020)));
    }
  }
  const shown = (method: AnalysisInput['method']): Analysis => run(zone, method, results.reporting, undefined, 'V3');
  const ours = { daily: shown('daily'), monthly: shown('monthly'), hourly: shown('hourly') };
  const lockdown = utc ? run(zone, 'daily', ['2019-10-01', '2020-04-16']).reporting.compared : null;
  if (utc) checks.push(compareDays(name, ours.daily));
  const hourly = results[`caltrack2_hourly${suffix}`] as ReferenceHourly | undefined;
  if (hourly) checks.push(...compareHourly(name, ours.hourly, hourly));
  return { name, results, checks, ours, lockdown };
}

function compareModel(
  where: { readonly meter: string; readonly key: string },
  analysis: Analysis,
  reference: ReferenceModel,
): Check[] {
  const { model, statistics } = analysis;
  if (model?.kind !== 'degree-day' || statistics === null) {
    return [exactly({ ...where, group: 'model' }, [{ what: 'a model', same: false }])];
  }
  const { parameters } = model;
  const { params, metrics_totals: metrics } = reference;
  const fahrenheit = (celsius: number | null): number | null => (celsius === null ? null : 32 + 1.8 * celsius);
  const slope = (perCelsius: number | null): number | null => (perCelsius === null ? null : perCelsius / 1.8);
  const near = (a: number | null, b: number | undefined): boolean =>
    a === null ? b === undefined : b !== undefined && Math.abs(a - b) < 1e-9;
  const stats = statistics.caltrack;
  const rmse = metrics.rmse_adj!;
  return [
    exactly({ ...where, group: 'model' }, [
      { what: 'model type', same: model.name === reference.model_type },
      {
        what: 'heating balance point',
        same: near(fahrenheit(parameters.heatingBalanceC), params.heating_balance_point),
      },
      {
        what: 'cooling balance point',
        same: near(fahrenheit(parameters.coolingBalanceC), params.cooling_balance_point),
      },
    ]),
    checked({ ...where, group: 'coefficients' }, tolerance.numbers, [
      { what: 'intercept', ours: parameters.interceptPerDay, theirs: params.intercept ?? null },
      { what: 'heating slope', ours: slope(parameters.heatingSlope), theirs: params.beta_hdd ?? null },
      { what: 'cooling slope', ours: slope(parameters.coolingSlope), theirs: params.beta_cdd ?? null },
      // R² is a difference to 1.
      { what: 'R²adj of the choice', ours: model.adjustedRSquared, theirs: reference.r_squared_adj_model, scale: 1 },
    ]),
    checked({ ...where, group: 'statistics' }, tolerance.numbers, [
      { what: 'n', ours: stats.n, theirs: metrics.observed_length! },
      { what: 'R²', ours: stats.rSquared, theirs: metrics.r_squared!, scale: 1 },
      { what: 'RMSE', ours: stats.rmse, theirs: rmse },
      { what: 'CV(RMSE)', ours: stats.cvrmse, theirs: metrics.cvrmse_adj! },
      // In the size of the errors that it is a mean of.
      { what: 'NMBE', ours: stats.nmbe, theirs: metrics.nmbe!, scale: metrics.cvrmse_adj! },
      { what: 'ρ', ours: stats.autocorrelation, theirs: metrics.autocorr_resid!, scale: 1 },
      { what: "n'", ours: stats.nPrime, theirs: metrics.n_prime! },
    ]),
    checked({ ...where, group: 'totals' }, tolerance.numbers, totals(analysis, reference.reporting)),
    ...bands(where, analysis, reference),
  ];
}

function bands(where: { meter: string; key: string }, analysis: Analysis, reference: ReferenceModel): Check[] {
  // Its bills of 2017 stand in a list from 2007 on, and V2 counts the months of that list.
  if (where.meter.startsWith('rmv_') && where.key === 'caltrack2_billing') return [];
  const total = analysis.savings?.total ?? null;
  const pairs: Pair[] = [
    [0.9, reference.error_bands_90pct],
    [0.68, reference.error_bands_68pct],
  ].flatMap(([level, theirs]) => {
    if (theirs === undefined) return [];
    const ours = total?.bands.find((band) => band.confidence === level)?.halfWidth ?? null;
    const band = (theirs as Readonly<Record<string, number>>)['FSU Error Band'] ?? null;
    return [{ what: `band at ${Number(level) * 100} %`, ours, theirs: band }];
  });
  return pairs.length === 0 ? [] : [checked({ ...where, group: 'V2 band' }, tolerance.band, pairs)];
}

function totals(analysis: Analysis, reference: ReferenceReporting): Pair[] {
  const total = analysis.savings?.total ?? null;
  const months = new Map(analysis.savings?.months.map((month) => [month.month, month]));
  const count = reference.hours ?? reference.days ?? reference.months ?? null;
  return [
    { what: 'intervals', ours: analysis.reporting.n, theirs: count },
    { what: 'observed', ours: total?.actual ?? null, theirs: reference.observed },
    { what: 'counterfactual', ours: total?.counterfactual ?? null, theirs: reference.counterfactual },
    // A saving is a small difference of big numbers: held against the counterfactual.
    {
      what: 'saving',
      ours: total?.saving ?? null,
      theirs: reference.avoided,
      scale: Math.abs(reference.counterfactual),
    },
    ...Object.entries(reference.monthly_observed).map(([month, theirs]) => ({
      what: `observed ${month}`,
      ours: months.get(month)?.actual ?? null,
      theirs,
    })),
    ...Object.entries(reference.monthly_counterfactual).map(([month, theirs]) => ({
      what: `counterfactual ${month}`,
      ours: months.get(month)?.counterfactual ?? null,
      theirs,
    })),
  ];
}

function compareHourly(meter: string, analysis: Analysis, reference: ReferenceHourly): Check[] {
  const where = { meter, key: 'caltrack2_hourly' };
  const { model } = analysis;
  if (model?.kind !== 'hourly') return [exactly({ ...where, group: 'model' }, [{ what: 'a model', same: false }])];
  const same = (a: readonly number[], b: readonly number[] | undefined): boolean => a.join() === (b ?? []).join();
  return [
    exactly(
      { ...where, group: 'model' },
      model.segments.flatMap((segment) => [
        {
          what: `occupied hours of ${segment.name}`,
          same: same(segment.occupiedHours, reference.occupied_hours_of_week[segment.name]),
        },
        {
          what: `bins (occupied) of ${segment.name}`,
          same: same(segment.occupied.binEndsF, reference.occupied_bins_degF[segment.name]),
        },
        {
          what: `bins (unoccupied) of ${segment.name}`,
          same: same(segment.unoccupied.binEndsF, reference.unoccupied_bins_degF[segment.name]),
        },
      ]),
    ),
    checked({ ...where, group: 'totals' }, tolerance.numbers, totals(analysis, reference.reporting)),
  ];
}

/** Counterfactuals of London days by day, those whose clocks change left out: what the reference's defect leaves. */
function compareDays(meter: string, { savings, reporting }: Analysis): Check {
  const theirs = new Map(referenceDays(meter).map(({ date, counterfactual }) => [date, counterfactual]));
  const { edges, counterfactual } = reporting.compared;
  const dayMs = 86_400_000;
  // The doubled day is in the reference's baseline too and moves its coefficients a little: most on a summer's day of gas.
  const mean = (savings?.total?.counterfactual ?? NaN) / reporting.n;
  const pairs = (savings?.cumulative ?? []).flatMap(({ date }, i) => {
    const there = theirs.get(date);
    if (there === undefined || edges[i + 1]! - edges[i]! !== dayMs) return [];
    return [{ what: date, ours: counterfactual[i]!, theirs: there, scale: mean }];
  });
  return checked({ meter, key: 'caltrack2_daily, London days of 24 hours', group: 'totals' }, tolerance.days, pairs);
}

function referenceDays(meter: string): { readonly date: string; readonly counterfactual: number }[] {
  const text = gunzipSync(readFileSync(`${referenceFolder}/reference/daily/${meter}.csv.gz`)).toString();
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((row) => row.split(','))
    .filter(([, , value]) => value !== '' && value !== undefined)
    .map(([date, , value]) => ({ date: date!, counterfactual: Number(value) }));
}
