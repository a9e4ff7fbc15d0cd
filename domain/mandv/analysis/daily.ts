import { baselineSufficiency } from '../data/sufficiency.ts';
import { fitDaily } from '../degree-day/daily.ts';
import { predictDays } from '../degree-day/predict.ts';
import type { ComparedIntervals } from '../savings/compared.ts';
import type { BaselineData, DailyObservations, DegreeDayModel } from '../types.ts';
import type { MethodResult, MethodTask } from './types.ts';

/** CalTRACK 2.0 daily (spec §4). */
export function analyseDaily({ input, days }: MethodTask): MethodResult {
  const baseline: BaselineData<DailyObservations> = {
    purpose: 'baseline',
    carrier: input.carrier,
    timeZone: input.timeZone,
    observations: days.baseline,
  };
  const model = input.kept?.kind === 'degree-day' ? input.kept : fitDaily(baseline);
  return {
    model,
    statistics: model?.statistics ?? null,
    sufficiency: baselineSufficiency(baseline),
    fit: comparedDays(model, days.baseline),
    compared: comparedDays(model, days.reporting),
  };
}

function comparedDays(model: DegreeDayModel | null, days: DailyObservations): ComparedIntervals {
  return {
    edges: days.edges,
    observed: days.energy,
    counterfactual: model === null ? days.energy.map(() => NaN) : predictDays(model, days),
  };
}
