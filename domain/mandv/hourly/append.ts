import type { HourlyModel } from './model.ts';

/** Counterfactual of one hour as it arrives, without a refit; null where it can't be said. °C. */
export function predictHour(_model: HourlyModel, _startsAt: number, _temperature: number): number | null {
  throw new Error('being built');
}
