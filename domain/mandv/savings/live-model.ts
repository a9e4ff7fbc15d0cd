import { noDayTypes, type DayTypes } from '../../time/day-types.ts';
import { usePerDay } from '../degree-day/predict.ts';
import { hoursOfWeek, LocalHours } from '../hourly/hour-of-week.ts';
import type { HourlyModel } from '../hourly/model.ts';
import { predictorOf } from '../hourly/predict.ts';
import type { DegreeDayModel, HourlyObservations } from '../types.ts';
import type { LiveModel } from './live.ts';
import type { BandOf } from './uncertainty.ts';

/** Live days of an hourly model: each hour by itself. `bandOf`: from the daily residuals of its baseline. */
export function liveHourly(model: HourlyModel, bandOf: BandOf, confidence: number, dayTypes?: DayTypes): LiveModel {
  const predictor = predictorOf(model, dayTypes === undefined ? {} : { dayTypes });
  return {
    spread: false,
    hours: (startsAt, temperature) => startsAt.map((ts, i) => predictor.predict(ts, temperature[i]!)),
    halfWidth: halfWidthBy(bandOf, confidence),
  };
}

/**
 * Live days of a daily model: it knows whole days only, so its day, at the mean temperature to be expected by now, is
 * spread over the hours in the shape of the baseline. What the next hours bring moves the earlier ones a little.
 */
export function liveDaily(
  model: DegreeDayModel,
  shape: HourShape,
  bandOf: BandOf,
  confidence: number,
  /** Temperatures of the same hours of the day before, °C: what the hours to come are expected to follow. */
  dayBefore?: Float64Array,
): LiveModel {
  return {
    spread: true,
    hours(startsAt, temperature) {
      const mean = expectedMean(temperature, dayBefore);
      const day = (startsAt.length / 24) * usePerDay(model.parameters, mean);
      const shares = shape.of(startsAt);
      return shares.map((share, i) => (Number.isFinite(temperature[i]!) ? share * day : NaN));
    },
    halfWidth: halfWidthBy(bandOf, confidence),
  };
}

function halfWidthBy(bandOf: BandOf, confidence: number): LiveModel['halfWidth'] {
  return (counterfactual, hours) =>
    bandOf({ points: hours / 24, days: hours / 24, months: 1, counterfactual }, confidence).halfWidth;
}

/** Mean of the whole day as far as it can be told: hours to come follow the day before, moved to the level of today. */
function expectedMean(temperature: Float64Array, dayBefore: Float64Array | undefined): number {
  let [known, sum, both, shift] = [0, 0, 0, 0];
  for (let i = 0; i < temperature.length; i += 1) {
    if (!Number.isFinite(temperature[i]!)) continue;
    known += 1;
    sum += temperature[i]!;
    if (dayBefore === undefined || !Number.isFinite(dayBefore[i]!)) continue;
    both += 1;
    shift += temperature[i]! - dayBefore[i]!;
  }
  if (known === 0 || dayBefore === undefined || both === 0) return sum / known;
  for (let i = 0; i < temperature.length; i += 1) {
    if (Number.isFinite(temperature[i]!) || !Number.isFinite(dayBefore[i]!)) continue;
    known += 1;
    sum += dayBefore[i]! + shift / both;
  }
  return sum / known;
}

/** Share of its day that an hour uses, by weekday and hour of the local clock, from the baseline's hours. */
export class HourShape {
  readonly #means: Float64Array;
  readonly #clock: LocalHours;

  constructor(baseline: Pick<HourlyObservations, 'startsAt' | 'energy'>, timeZone: string) {
    this.#clock = new LocalHours(timeZone, noDayTypes);
    const counted = new Float64Array(hoursOfWeek);
    this.#means = new Float64Array(hoursOfWeek);
    for (let i = 0; i < baseline.startsAt.length; i += 1) {
      if (!Number.isFinite(baseline.energy[i]!)) continue;
      this.#clock.locate(baseline.startsAt[i]!);
      counted[this.#clock.hourOfWeek]! += 1;
      this.#means[this.#clock.hourOfWeek]! += baseline.energy[i]!;
    }
    for (let h = 0; h < hoursOfWeek; h += 1) this.#means[h]! /= counted[h]!;
  }

  /** Shares of the hours of one day; even where the baseline has no such day. */
  of(startsAt: Float64Array): Float64Array {
    const shares = startsAt.map((ts) => {
      this.#clock.locate(ts);
      return this.#means[this.#clock.hourOfWeek]!;
    });
    const total = shares.reduce((sum, share) => sum + share, 0);
    return total > 0 ? shares.map((share) => share / total) : shares.fill(1 / shares.length);
  }
}
