import type { Decision } from './decision.ts';

/**
 * What the calculation needs to know of a meter: plain data, taken from the portfolio.
 */
export interface RegisterRules {
  /** Digits before the decimal point; the register rolls over at 10^digits. Absent: it never rolls over. */
  readonly digits?: number;
  /** Digits after the decimal point. Absent: taken from the readings themselves. */
  readonly decimals?: number;
  /** Energy used = difference × multiplier; each holds from `from` (ms UTC) on, ascending, the first from −Infinity. */
  readonly multiplier: readonly { readonly from: number; readonly value: number }[];
  /** Announced replacements of the meter: the old one's last reading and the new one's first, before the multiplier. */
  readonly replacements: readonly { readonly at: number; readonly closing?: number; readonly opening?: number }[];
  /** The most that the meter can measure in an hour, after the multiplier. */
  readonly maxPerHour?: number;
}

export interface MeterRules {
  /** Expected time between readings, ms. */
  readonly intervalMs: number;
  readonly register: RegisterRules;
  /**
   * The register point that these rules were written for. The meter's other registers take the multiplier, those in the
   * same unit digits and decimals as well; a replacement leaves them unresolved.
   */
  readonly registerPoint: string;
  /** What people decided of its readings, in the order in which they did: where two touch the same, the later counts. */
  readonly decisions?: readonly Decision[];
}
