import type { Band } from '../types.ts';

/** One hour as it arrives; NaN = not there (yet). */
export interface LiveHour {
  readonly startsAt: number;
  readonly energy: number;
  readonly temperature: number;
}

/** The frozen model of a contract or an analysis, asked for the hours of one day. */
export interface LiveModel {
  /**
   * Counterfactual of each hour of the day that begins at `startsAt[0]`; NaN where the temperature is missing. A daily
   * model is told the day's mean so far and spreads its day over the hours in the shape of the baseline.
   */
  hours(startsAt: Float64Array, temperature: Float64Array): Float64Array;
  /** Half-width of the sum over `hours` hours of one day with that counterfactual; null = undefined. */
  halfWidth(counterfactual: number, hours: number): number | null;
  /** The hours' shape is not the model's own. */
  readonly spread: boolean;
}

export interface LivePoint {
  readonly startsAt: number;
  readonly actual: number | null;
  readonly counterfactual: number | null;
  readonly halfWidth: number | null;
  readonly temperatureC: number | null;
}
/** Over the hours that have both sides. */
export interface LiveSum {
  readonly hours: number;
  readonly actual: number | null;
  readonly counterfactual: number | null;
  readonly band: Band;
}

/**
 * Today's counterfactual with its band against what is measured. Appending an hour looks at one day only and refits
 * nothing; the same hour again replaces what was known of it, and hours may arrive in any order.
 */
export class LiveDay {
  readonly #edges: Float64Array;
  readonly #model: LiveModel;
  readonly #confidence: number;
  readonly #energy: Float64Array;
  readonly #temperature: Float64Array;

  /** @param edges n + 1 instants of the hours of one local day (23, 24 or 25 of them). */
  constructor(edges: Float64Array, model: LiveModel, confidence: number) {
    this.#edges = edges;
    this.#model = model;
    this.#confidence = confidence;
    this.#energy = new Float64Array(edges.length - 1).fill(NaN);
    this.#temperature = new Float64Array(edges.length - 1).fill(NaN);
  }

  /** False: the hour is not of this day. */
  append(hour: LiveHour): boolean {
    const i = this.#edges.indexOf(hour.startsAt);
    if (i < 0 || i === this.#energy.length) return false;
    this.#energy[i] = hour.energy;
    this.#temperature[i] = hour.temperature;
    return true;
  }

  points(): readonly LivePoint[] {
    const expected = this.#expected();
    return Array.from(expected, (counterfactual, i) => ({
      startsAt: this.#edges[i]!,
      actual: known(this.#energy[i]!),
      counterfactual: known(counterfactual),
      halfWidth: Number.isFinite(counterfactual) ? this.#model.halfWidth(counterfactual, 1) : null,
      temperatureC: known(this.#temperature[i]!),
    }));
  }

  sum(): LiveSum {
    const expected = this.#expected();
    let [hours, actual, counterfactual] = [0, 0, 0];
    for (let i = 0; i < expected.length; i += 1) {
      if (!Number.isFinite(expected[i]!) || !Number.isFinite(this.#energy[i]!)) continue;
      hours += 1;
      actual += this.#energy[i]!;
      counterfactual += expected[i]!;
    }
    const some = hours > 0;
    return {
      hours,
      actual: some ? actual : null,
      counterfactual: some ? counterfactual : null,
      band: { confidence: this.#confidence, halfWidth: some ? this.#model.halfWidth(counterfactual, hours) : null },
    };
  }

  #expected(): Float64Array {
    return this.#model.hours(this.#edges.subarray(0, -1), this.#temperature);
  }
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
