import { monthsFromDays } from '../data/bills.ts';
import { billedSufficiency } from '../data/sufficiency.ts';
import { fitMonthly } from '../degree-day/monthly.ts';
import { predictPeriods } from '../degree-day/predict.ts';
import type { ComparedIntervals } from '../savings/compared.ts';
import type { LocalCalendar } from '../../time/calendar.ts';
import type { BaselineData, BilledObservations, DailyObservations, DegreeDayModel } from '../types.ts';
import type { MethodResult, MethodTask } from './types.ts';

/** CalTRACK billing (spec §5) on the local months of the days. */
export function analyseMonthly({ input, calendar, days }: MethodTask): MethodResult {
  const bills: BaselineData<BilledObservations> = {
    purpose: 'baseline',
    carrier: input.carrier,
    timeZone: input.timeZone,
    observations: wholeMonths(monthsOf(days.baseline, calendar), days.baseline),
  };
  const model = input.kept?.kind === 'degree-day' ? input.kept : fitMonthly(bills, days.baseline);
  return {
    model,
    statistics: model?.statistics ?? null,
    sufficiency: billedSufficiency(bills, days.baseline),
    fit: comparedBills(model, bills.observations, days.baseline),
    compared: comparedBills(model, monthsOf(days.reporting, calendar), days.reporting),
  };
}

function comparedBills(
  model: DegreeDayModel | null,
  { edges, energy }: BilledObservations,
  days: DailyObservations,
): ComparedIntervals {
  return {
    edges,
    observed: energy,
    counterfactual: model === null ? energy.map(() => NaN) : predictPeriods(model, edges, days),
  };
}

/** The local months that the days touch; one that they cover by less than 90 % is missing (spec §15 case 9). */
function monthsOf(days: DailyObservations, calendar: LocalCalendar): BilledObservations {
  const n = days.energy.length;
  if (n === 0) return { edges: new Float64Array(0), energy: new Float64Array(0) };
  return monthsFromDays(days, calendar.startOfMonth(days.edges[0]!), days.edges[n]!, calendar);
}

/** Share of a month that the record must reach at either end, else that month is no bill of it. */
const reach = 0.9;

/** A baseline from 27 December on has no December bill that is missing: it begins in January. */
function wholeMonths({ edges, energy }: BilledObservations, days: DailyObservations): BilledObservations {
  const [from, to] = [days.edges[0]!, days.edges.at(-1)!];
  let [first, end] = [0, energy.length];
  const reached = (i: number): boolean =>
    Math.min(to, edges[i + 1]!) - Math.max(from, edges[i]!) >= reach * (edges[i + 1]! - edges[i]!);
  while (first < end && !reached(first)) first += 1;
  while (end > first && !reached(end - 1)) end -= 1;
  return { edges: edges.subarray(first, end + 1), energy: energy.subarray(first, end) };
}
