import { dayTypesNamed, type DayTypes } from '../../time/day-types.ts';
import type { HourlyObservations } from '../types.ts';
import { hoursOfWeek, LocalHours } from './hour-of-week.ts';
import type { HourlyModel } from './model.ts';
import { fahrenheit, response } from './temperature-bins.ts';

export interface HourlyPredictOptions {
  /** Needed only for a model of a calendar of the site's own: those of ours are found by name. */
  readonly dayTypes?: DayTypes;
}

/**
 * Counterfactual of each hour, in the meter's unit; temperatures in °C. NaN where the temperature is unknown, the hour
 * of week wasn't in the segment's baseline (never extrapolated), or the segment had no data. RangeError when the
 * model's calendar isn't known here.
 */
export function predictHours(
  model: HourlyModel,
  hours: Pick<HourlyObservations, 'startsAt' | 'temperature'>,
  options: HourlyPredictOptions = {},
): Float64Array {
  const predictor = predictorOf(model, options);
  return hours.startsAt.map((startsAt, i) => predictor.predict(startsAt, hours.temperature[i]!));
}

/** The model laid out for speed; made once for a model that hours are appended to. */
export class HourlyPredictor {
  readonly #hours: LocalHours;
  readonly #segments: HourlyModel['segments'];
  /** segment · 168 + hour of week; NaN where unseen. */
  readonly #levels: Float64Array;
  readonly #occupied: Uint8Array;

  constructor(model: HourlyModel, dayTypes: DayTypes) {
    this.#hours = new LocalHours(model.timeZone, dayTypes);
    this.#segments = model.segments;
    this.#levels = Float64Array.from(model.segments.flatMap((s) => s.hourOfWeek.map((level) => level ?? NaN)));
    this.#occupied = new Uint8Array(this.#levels.length);
    model.segments.forEach((s, at) => s.occupiedHours.forEach((h) => (this.#occupied[at * hoursOfWeek + h] = 1)));
  }

  predict(startsAt: number, temperatureC: number): number {
    return Number.isFinite(temperatureC) ? this.predictF(startsAt, fahrenheit(temperatureC)) : NaN;
  }

  predictF(startsAt: number, temperatureF: number): number {
    this.#hours.locate(startsAt);
    const at = this.#segments.length === 1 ? 0 : this.#hours.month;
    const cell = at * hoursOfWeek + this.#hours.hourOfWeek;
    const segment = this.#segments[at]!;
    const { binEndsF, slopes } = this.#occupied[cell] === 1 ? segment.occupied : segment.unoccupied;
    return this.#levels[cell]! + response(binEndsF, slopes, temperatureF);
  }
}

const predictors = new WeakMap<HourlyModel, HourlyPredictor>();

/** Models are frozen values, so what is derived from one is kept as long as it is. */
export function predictorOf(model: HourlyModel, options: HourlyPredictOptions = {}): HourlyPredictor {
  const own = options.dayTypes;
  if (own !== undefined && own.name !== model.dayTypes) {
    throw new RangeError(`the model stands on day types "${model.dayTypes}", not "${own.name}"`);
  }
  if (own !== undefined) return new HourlyPredictor(model, own);
  const kept = predictors.get(model);
  if (kept !== undefined) return kept;
  const dayTypes = dayTypesNamed(model.dayTypes);
  if (dayTypes === undefined) throw new RangeError(`day types "${model.dayTypes}" are not known here`);
  const made = new HourlyPredictor(model, dayTypes);
  predictors.set(model, made);
  return made;
}
