import { billedSufficiency } from '../data/sufficiency.ts';
import { fitMonthly } from '../degree-day/monthly.ts';
import { predictPeriods } from '../degree-day/predict.ts';
import type { ComparedIntervals } from '../savings/compared.ts';
import type { BaselineData, BilledObservations, DailyObservations, DegreeDayModel } from '../types.ts';
import { monthlyBills } from './bills.ts';
import { countOf } from './daily.ts';
import type { MethodResult, MethodTask } from './types.ts';

/** CalTRACK billing (spec §5) on the local months of the days. */
export function analyseMonthly({ input, calendar, days }: MethodTask): MethodResult {
  const bills: BaselineData<BilledObservations> = {
    purpose: 'baseline',
    carrier: input.carrier,
    timeZone: input.timeZone,
    observations: monthlyBills(days.baseline, calendar),
  };
  const model = fitMonthly(bills, days.baseline);
  const compared = comparedBills(model, monthlyBills(days.reporting, calendar), days.reporting);
  return {
    model,
    statistics: model?.statistics ?? null,
    sufficiency: billedSufficiency(bills, days.baseline),
    fit: comparedBills(model, bills.observations, days.baseline),
    compared,
    n: countOf(compared),
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
