import type { Analysis } from '../analysis.ts';
import { counts, type ComparedIntervals } from '../savings/compared.ts';
import { fewestDaysToForecast, forecastSaving } from '../savings/forecast.ts';
import { bandsFrom } from '../savings/uncertainty.ts';
import { twoSidedQuantile } from '../statistics/student.ts';
import type { LocalCalendar } from '../../time/calendar.ts';
import type { WireMandvForecast } from '../../wire-mandv.ts';

const dayMs = 86_400_000;
/** Of the normal distribution: one standard deviation to both sides. */
const oneSigma = 0.682689492137;

/**
 * Saving at the end of the current reporting year. The days to come are taken as the model saw their months in the
 * baseline year, and save as those of this year did, or of all years while this one has no four weeks. null for the
 * monthly method (a dozen points say too little), without a model, or before the first four weeks.
 * @param period of reporting, ms UTC, up to the newest whole day.
 */
export function yearEnd(
  { statistics, baseline, reporting, variant, method, confidence }: Analysis,
  period: { readonly from: number; readonly to: number },
  guarantee: number | null,
  calendar: LocalCalendar,
): WireMandvForecast | null {
  if (statistics === null || method === 'monthly' || reporting.compared.edges.length < 2) return null;
  const year = reportingYear(period.from, period.to, calendar);
  const thisYear = since(reporting.compared, year.from);
  const early = daysOf(thisYear) < fewestDaysToForecast;
  const soFar = early ? reporting.compared : thisYear;
  const rest = restOfYear(baseline.fit, period.to, year.to, calendar);
  if (rest === null) return null;

  const bandOf = bandsFrom(statistics, 'days', variant);
  const fit = statistics.guideline14;
  const [quantile, sigma] = [confidence, oneSigma].map((level) => twoSidedQuantile(level, fit.n - fit.parameters));
  const known = { points: 0, days: 0, counterfactual: 0, months: new Set<string>() };
  for (let i = 0; i + 1 < soFar.edges.length; i += 1) {
    if (!counts(soFar, i)) continue;
    known.points += soFar.weight?.[i] ?? 1;
    known.days += (soFar.edges[i + 1]! - soFar.edges[i]!) / dayMs;
    known.counterfactual += soFar.counterfactual[i]!;
    known.months.add(calendar.iso(soFar.edges[i]!).slice(0, 7));
  }
  const soFarBand = bandOf({ ...known, months: known.months.size }, oneSigma).halfWidth;
  const restBand = rest.days === 0 ? 0 : bandOf({ ...rest, points: rest.days }, oneSigma).halfWidth;
  // What earlier years saved tells the rate, and is no part of this one.
  const before = early ? savedBefore(reporting.compared, year.from) : 0;
  const expected = forecastSaving(
    soFar,
    soFarBand === null ? null : soFarBand / sigma!,
    { days: rest.days, counterfactual: rest.counterfactual, modelSigma: (restBand ?? 0) / sigma! },
    quantile!,
    guarantee === null ? null : guarantee + before,
  );
  if (expected === null) return null;
  return {
    until: calendar.iso(year.to),
    expected: expected.expected - before,
    band: { confidence, halfWidth: expected.halfWidth },
    probability: expected.probability,
    guarantee,
    daysKnown: daysOf(thisYear),
    daysTotal: daysOf(thisYear) + rest.days,
  };
}

function daysOf(compared: ComparedIntervals): number {
  return compared.observed.reduce((n, _, i) => n + (counts(compared, i) ? 1 : 0), 0);
}

function savedBefore(compared: ComparedIntervals, from: number): number {
  return compared.observed.reduce(
    (sum, observed, i) =>
      compared.edges[i]! < from && counts(compared, i) ? sum + compared.counterfactual[i]! - observed : sum,
    0,
  );
}

/** The year of the reporting period, counted from its first day, in which the newest whole day lies. */
function reportingYear(from: number, to: number, calendar: LocalCalendar): { from: number; to: number } {
  const [year, monthDay] = [Number(calendar.iso(from).slice(0, 4)), calendar.iso(from).slice(4, 10)];
  // 29 February has an anniversary on the 28th.
  const anniversary = (years: number): number => {
    const leapless = monthDay === '-02-29' ? '-02-28' : monthDay;
    return years === 0 ? from : calendar.localMidnight(`${String(year + years).padStart(4, '0')}${leapless}`);
  };
  let years = 0;
  while (anniversary(years + 1) < to) years += 1;
  return { from: anniversary(years), to: anniversary(years + 1) };
}

function since(compared: ComparedIntervals, from: number): ComparedIntervals {
  const found = compared.edges.findIndex((edge) => edge >= from);
  const first = found < 0 ? compared.observed.length : found;
  return {
    edges: compared.edges.subarray(first),
    observed: compared.observed.subarray(first),
    counterfactual: compared.counterfactual.subarray(first),
    ...(compared.weight && { weight: compared.weight.subarray(first) }),
  };
}

/** Days of [from, to) with the mean counterfactual of their month's baseline days; null: no month is known. */
function restOfYear(
  fit: ComparedIntervals,
  from: number,
  to: number,
  calendar: LocalCalendar,
): { days: number; counterfactual: number; months: number } | null {
  const all = { sum: 0, days: 0 };
  const byMonth = new Map<string, { sum: number; days: number }>();
  for (let i = 0; i + 1 < fit.edges.length; i += 1) {
    if (!Number.isFinite(fit.counterfactual[i]!)) continue;
    const month = calendar.iso(fit.edges[i]!).slice(5, 7);
    const own = byMonth.get(month) ?? { sum: 0, days: 0 };
    byMonth.set(month, own);
    const days = fit.weight?.[i] ?? 1;
    for (const sums of [own, all]) {
      sums.sum += fit.counterfactual[i]!;
      sums.days += days;
    }
  }
  if (all.days === 0) return null;
  const months = new Set<string>();
  const rest = { days: 0, counterfactual: 0 };
  for (let day = from; day < to; day = calendar.nextDay(day)) {
    const month = calendar.iso(day).slice(5, 7);
    months.add(month);
    const { sum, days } = byMonth.get(month) ?? all;
    rest.days += 1;
    rest.counterfactual += sum / days;
  }
  return { ...rest, months: months.size };
}
