import type { LocalCalendar } from '../../time/calendar.ts';

/**
 * Consecutive intervals (days or bills) of the reporting period: interval i is [edges[i], edges[i + 1]). An interval
 * counts when both sides are known; a missing side masks the other one, and nothing is ever filled with the model.
 */
export interface ComparedIntervals {
  readonly edges: Float64Array;
  /** Used in the interval; NaN = missing. */
  readonly observed: Float64Array;
  /** What the baseline model says would have been used; NaN = it can't say. */
  readonly counterfactual: Float64Array;
  /** Points of the model in each interval, when it isn't one: an hourly model's day counts by its valid hours ÷ 24. */
  readonly weight?: Float64Array;
}

/** The model's own intervals with both sides: days or bills, or the hours that days were added up from. */
export function intervalsOf(compared: ComparedIntervals): number {
  let n = 0;
  for (let i = 0; i < compared.observed.length; i += 1) {
    if (counts(compared, i)) n += compared.weight === undefined ? 1 : Math.round(compared.weight[i]! * 24);
  }
  return n;
}

/** Hours with both sides, as `HourlyObservations` are held: ascending, gaps allowed. */
export interface ComparedHours {
  readonly startsAt: Float64Array;
  readonly observed: Float64Array;
  readonly counterfactual: Float64Array;
}

export function counts(compared: ComparedIntervals, i: number): boolean {
  return Number.isFinite(compared.observed[i]!) && Number.isFinite(compared.counterfactual[i]!);
}

/**
 * Local days of compared hours. Each side is the sum of the same hours, those with both sides, so the days add up to
 * the hours exactly; a day without any is missing on both sides.
 */
export function daysOfHours(hours: ComparedHours, calendar: LocalCalendar): ComparedIntervals {
  const { startsAt } = hours;
  if (startsAt.length === 0) return { edges: new Float64Array(0), observed: empty(0), counterfactual: empty(0) };
  const edges = [calendar.startOfDay(startsAt[0]!)];
  while (edges.at(-1)! <= startsAt.at(-1)!) edges.push(calendar.nextDay(edges.at(-1)!));
  const days = edges.length - 1;
  const [observed, counterfactual, weight] = [empty(days), empty(days), new Float64Array(days)];
  for (let i = 0, day = 0; i < startsAt.length; i += 1) {
    while (startsAt[i]! >= edges[day + 1]!) day += 1;
    const [used, expected] = [hours.observed[i]!, hours.counterfactual[i]!];
    if (!Number.isFinite(used) || !Number.isFinite(expected)) continue;
    observed[day] = (weight[day]! > 0 ? observed[day]! : 0) + used;
    counterfactual[day] = (weight[day]! > 0 ? counterfactual[day]! : 0) + expected;
    weight[day]! += 1 / 24;
  }
  return { edges: Float64Array.from(edges), observed, counterfactual, weight };
}

function empty(length: number): Float64Array {
  return new Float64Array(length).fill(NaN);
}
