import type { DayTypes } from '../../time/day-types.ts';
import type { HourlyObservations } from '../types.ts';
import type { HourlyModel } from './model.ts';

/** Counterfactual of each hour; NaN where the temperature is unknown or the hour of week was not in the baseline. */
export function predictHours(
  _model: HourlyModel,
  _hours: Pick<HourlyObservations, 'startsAt' | 'temperature'>,
  _options: { readonly dayTypes?: DayTypes } = {},
): Float64Array {
  throw new Error('being built');
}
