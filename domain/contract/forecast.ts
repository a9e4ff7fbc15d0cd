import type { ComparedIntervals } from '../mandv/savings/compared.ts';
import { fewestDaysToForecast, forecastSaving } from '../mandv/savings/forecast.ts';
import { civilFromDays } from '../time/civil.ts';
import { combined, knowsBoth, ofOneUnit } from './combine.ts';
import type { Contract } from './contract.ts';
import type { Forecast } from './duty.ts';
import type { MeterFigures } from './figures.ts';
import { perDayOf } from './path.ts';

/** Of the bands of `MeterFigures`. */
export const contractConfidence = 0.9;
/** Two-sided, of the normal distribution: a year of days leaves nothing of Student's tails. */
const quantile90 = 1.6448536269514722;

export interface YearToForecast {
  /** Of the whole boundary. */
  readonly meters: readonly MeterFigures[];
  /** Days of the figures' columns that are of the year: [from, to), up to the last whole day. */
  readonly from: number;
  readonly to: number;
  /** Days to come up to the year's or the term's end, from 1970-01-01: [from, to). */
  readonly rest: { readonly from: number; readonly to: number };
  /** In the meters' unit, by days in the term; null = none. */
  readonly guarantee: number | null;
  readonly confidenceRule: Contract['confidenceRule'];
}

/**
 * The boundary's saving at the calendar year's end: saved so far, and the days to come, which use what the models expect
 * of a day in their month and save at this year's rate; under 28 known days at that of the term so far. The probability
 * is that of being judged `met`: under `lower90` the year's own half band has to be saved on top.
 * @returns null when nothing is known yet, or a meter of the boundary has no model: a part of it tells nothing of the whole
 */
export function yearForecast({
  meters: all,
  from,
  to,
  rest,
  guarantee,
  confidenceRule,
}: YearToForecast): Forecast | null {
  const meters = ofOneUnit(all);
  const perDay = perDayOf(meters);
  if (perDay === null || meters.some(({ model }) => model === null)) return null;
  const soFar = boundaryDays(meters, from, to);
  const known = soFar.observed.reduce((n, used) => n + (Number.isNaN(used) ? 0 : 1), 0);
  const early = known < fewestDaysToForecast;
  const year = sumOf(meters, from, to);
  const rated = early ? sumOf(meters, 0, to) : year;
  if (!(rated.counterfactual > 0)) return null;

  const toCome = { days: Math.max(0, rest.to - rest.from), counterfactual: 0 };
  for (let day = rest.from; day < rest.to; day += 1) toCome.counterfactual += perDay[civilFromDays(day).month - 1]!;
  // The noise of a sum goes with what is summed and with one over the root of its days (mandv.md §9.3).
  const ratedDays = early ? daysKnown(meters, 0, to) : known;
  const modelSigma =
    toCome.days === 0
      ? 0
      : (rated.sigma ?? 0) * (toCome.counterfactual / rated.counterfactual) * Math.sqrt(ratedDays / toCome.days);
  const yearSigma = known === 0 ? 0 : year.sigma;
  const margin = confidenceRule === 'lower90' ? quantile90 * Math.hypot(yearSigma ?? 0, modelSigma) : 0;
  const forecast = forecastSaving(
    soFar,
    yearSigma,
    { ...toCome, modelSigma },
    quantile90,
    guarantee === null ? null : guarantee + margin,
    early ? { saving: rated.saving, counterfactual: rated.counterfactual, sigma: rated.sigma } : null,
  );
  return (
    forecast && {
      expected: forecast.expected,
      halfWidth: forecast.halfWidth,
      confidence: contractConfidence,
      probability: forecast.probability,
    }
  );
}

function sumOf(meters: readonly MeterFigures[], from: number, to: number) {
  const { saving, expected, halfWidth } = combined(meters, from, to);
  return {
    saving: saving ?? 0,
    counterfactual: expected ?? 0,
    sigma: halfWidth === null ? null : halfWidth / quantile90,
  };
}

/** Days of the boundary, each the sum of the meters that know both sides of it. */
function boundaryDays(meters: readonly MeterFigures[], from: number, to: number): ComparedIntervals {
  const n = Math.max(0, to - from);
  const [observed, counterfactual] = [new Float64Array(n).fill(NaN), new Float64Array(n).fill(NaN)];
  for (const meter of meters) {
    for (let i = 0; i < n; i += 1) {
      if (!knowsBoth(meter, from + i)) continue;
      observed[i] = (Number.isNaN(observed[i]!) ? 0 : observed[i]!) + meter.actual[from + i]!;
      counterfactual[i] = (Number.isNaN(counterfactual[i]!) ? 0 : counterfactual[i]!) + meter.expected[from + i]!;
    }
  }
  const edges = n === 0 ? new Float64Array(0) : meters[0]!.edges.subarray(from, to + 1);
  return { edges, observed, counterfactual };
}

function daysKnown(meters: readonly MeterFigures[], from: number, to: number): number {
  let n = 0;
  for (let day = from; day < to; day += 1) if (meters.some((meter) => knowsBoth(meter, day))) n += 1;
  return n;
}
