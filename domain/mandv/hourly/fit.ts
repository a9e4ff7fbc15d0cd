import type { DayTypes } from '../../time/day-types.ts';
import type { BaselineData, HourlyObservations } from '../types.ts';
import type { HourlyModel } from './model.ts';

export interface HourlyFitOptions {
  /** Given and not `none`: the method is `hourly-day-types`. */
  readonly dayTypes?: DayTypes;
  /** `single`: one model for the year (spec §6.7). */
  readonly segmentation?: HourlyModel['segmentation'];
}

/** CalTRACK 2.0 hourly model of a baseline (spec §6). */
export function fitHourly(_data: BaselineData<HourlyObservations>, _options: HourlyFitOptions = {}): HourlyModel {
  throw new Error('being built');
}
