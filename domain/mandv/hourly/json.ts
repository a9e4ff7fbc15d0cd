import type { HourlyModel } from './model.ts';

/** Every double is written so that it reads back as itself: predictions are identical. */
export function hourlyModelToJson(model: HourlyModel): string {
  return JSON.stringify(model);
}

/** Throws a TypeError when the text isn't a model of this version. */
export function hourlyModelFromJson(_json: string): HourlyModel {
  throw new Error('being built');
}
