/**
 * Intervals: what the platform derives from readings. `value: null` means missing, never 0.
 */
export const resolutions = ['15m', '1h', '1d', '1mo'] as const;
/** Length of an interval. `1d` and `1mo` are local days and months of the installation's zone. */
export type Resolution = (typeof resolutions)[number];

export type Quality = 'measured' | 'estimated' | 'missing' | 'manual';

/** One interval of a register: energy (or volume, heat, fuel) used in [startsAt, endsAt), after the multiplier. */
export interface RegisterInterval {
  readonly startsAt: number;
  readonly endsAt: number;
  /** Used in the interval, in the register's unit; only the known part when quality is `missing`; `null` when nothing is known. */
  readonly value: number | null;
  readonly quality: Quality;
  /** Share of the interval's duration for which the energy is known, 0…1. */
  readonly coverage: number;
}

/** One interval of an instantaneous point: time-weighted mean with the extremes of the readings in force. */
export interface InstantaneousInterval extends RegisterInterval {
  readonly min: number | null;
  readonly max: number | null;
}

/** A value with the instant (ms UTC) at which the device read it. */
export interface Sample {
  readonly ts: number;
  readonly value: number;
}
