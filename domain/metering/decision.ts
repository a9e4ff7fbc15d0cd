/**
 * What people decided of a register's readings and steps, or entered themselves: plain data that the calculation rests
 * on beside the readings. Decisions are never changed; one that is undone is no longer handed to the calculation.
 * Register values are as the meter shows them, before the multiplier; amounts are energy, after it. Instants are ms UTC.
 */
export type Decision =
  /** Readings in [from, to] (both inclusive): `ignored` as a glitch is, or `kept` though a rule left them out. */
  | {
      readonly kind: 'readings';
      readonly point: string;
      readonly from: number;
      readonly to: number;
      readonly as: 'ignored' | 'kept';
    }
  /**
   * The step between the two readings at `from` and `to`: `used` = their difference is consumption, whatever a rule
   * says; `rollover` = it went over 10^digits; `unknown` = what was used is not known.
   */
  | {
      readonly kind: 'step';
      readonly point: string;
      readonly from: number;
      readonly to: number;
      readonly as: 'used' | 'rollover' | 'unknown';
    }
  /** The meter was replaced at `at`, as an announced replacement in the portfolio. */
  | {
      readonly kind: 'swap';
      readonly point: string;
      readonly at: number;
      readonly closing: number;
      readonly opening: number;
    }
  /**
   * The energy between the readings at `from` and `to` is laid out by the meter's own profile: weight k is for the k-th
   * quarter hour from `from` (rounded down to a quarter) on. Weights are not negative; all 0 = evenly. The sum stays the register's.
   */
  | {
      readonly kind: 'shape';
      readonly point: string;
      readonly from: number;
      readonly to: number;
      readonly weights: readonly number[];
    }
  /** A person read the register. */
  | { readonly kind: 'reading'; readonly point: string; readonly at: number; readonly value: number }
  /** A person's figure of what was used in [from, to), in place of what readings say: a corrected month. */
  | {
      readonly kind: 'amount';
      readonly point: string;
      readonly from: number;
      readonly to: number;
      readonly used: number;
    };

/** The readings' time that a decision touches, ends included. */
export function spanOfDecision(decision: Decision): { readonly from: number; readonly to: number } {
  return 'at' in decision ? { from: decision.at, to: decision.at } : { from: decision.from, to: decision.to };
}
