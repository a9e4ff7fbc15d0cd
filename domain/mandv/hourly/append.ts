import type { HourlyModel } from './model.ts';
import { predictorOf, type HourlyPredictOptions } from './predict.ts';

/**
 * Counterfactual of one hour as it arrives, without a refit; °C. null where it can't be said (see predictHours): live
 * values go into JSON, where NaN has no place.
 */
export function predictHour(
  model: HourlyModel,
  startsAt: number,
  temperature: number,
  options: HourlyPredictOptions = {},
): number | null {
  const predicted = predictorOf(model, options).predict(startsAt, temperature);
  return Number.isNaN(predicted) ? null : predicted;
}
