import type { MandvCarrier, Sufficiency } from '../types.ts';

/**
 * CalTRACK 2.0 hourly model (spec §6) as plain values: what JSON holds and what predictions are made from, nothing
 * else. Hour of week: 24 · weekday + hour on the local clock, Monday = 0. Temperatures of bins in °F, as the method
 * defines them; slopes per °F of the hour's temperature.
 */
export interface HourlyModel {
  readonly kind: 'hourly';
  readonly method: 'hourly' | 'hourly-day-types';
  readonly carrier: MandvCarrier;
  readonly timeZone: string;
  /** Calendar by whose day types hours are given to profiles; `none` for the plain method. */
  readonly dayTypes: string;
  readonly segmentation: 'three-month-weighted' | 'single';
  /** By month, January first (12), or the one of the year (1). */
  readonly segments: readonly HourlySegment[];
  /** Over all segments: hours of week and slopes, before deficiency. */
  readonly parameters: number;
  readonly sufficiency: Sufficiency;
  readonly baseline: {
    /** Start of the first and end of the last hour of the data, ms UTC. */
    readonly from: number;
    readonly to: number;
    /** Hours with usage and temperature. */
    readonly hours: number;
    readonly temperatureRangeC: readonly [number, number] | null;
  };
  /** Baseline days with their fit: what uncertainty is computed from (spec §9.3), never from hours. */
  readonly daily: DailyResiduals;
}

/** Local days with over half of their hours, sums ÷ coverage; residual = predicted − observed. */
export interface DailyResiduals {
  /** First instants of the local days, ms UTC. */
  readonly startsAt: readonly number[];
  readonly observed: readonly number[];
  readonly predicted: readonly number[];
}

export interface HourlySegment {
  /** `dec-jan-feb-weighted` is January's; `all` the single one's. */
  readonly name: string;
  /** Rows of any weight. */
  readonly hours: number;
  /** Of the design: below its number of columns, the minimum-norm solution was taken. */
  readonly rank: number;
  /** More than 90 % of hours in its three months: spec §3. */
  readonly sufficient: boolean;
  /** Lowest and highest of its rows; null without any. Beyond it the segment extrapolates. */
  readonly temperatureRangeC: readonly [number, number] | null;
  /** 168 levels at 0 °F; null: that hour of the week wasn't in the baseline, and isn't predicted. */
  readonly hourOfWeek: readonly (number | null)[];
  /** Hours of week with use above the weather's in more than 65 % of rows, ascending. */
  readonly occupiedHours: readonly number[];
  readonly occupied: TemperatureResponse;
  readonly unoccupied: TemperatureResponse;
}

/** One slope more than ends: below the first end, between ends, above the last. */
export interface TemperatureResponse {
  readonly binEndsF: readonly number[];
  readonly slopes: readonly number[];
}
