/**
 * What the rules make of a step between two readings of a register, with the numbers they rest on, so that a person can
 * follow it. All register values are as read; `used` and `limit` are as well.
 */

/** What a plausible limit was taken from. */
export type LimitFrom = 'max-per-hour' | 'neighbouring-rates' | 'half-range' | 'standing-still' | 'no-evidence';

/** From one reading to the next, or one side of a replacement in between. */
export interface Stretch {
  /** ms UTC of the two readings. */
  readonly from: number;
  readonly to: number;
  /** The two readings. */
  readonly before: number;
  readonly after: number;
}

export type StepVerdict =
  | { readonly rule: 'normal' }
  /** Longer than 1.5 of the meter's intervals: the energy is kept, its shape is an estimate. */
  | { readonly rule: 'gap'; readonly elapsedMs: number }
  | {
      readonly rule: 'rollover';
      readonly digits: number;
      readonly used: number;
      readonly limit: number;
      readonly limitFrom: LimitFrom;
    }
  /** Fell back; what was used in between is not known. `rollover`: why it was not taken for one. */
  | {
      readonly rule: 'reset';
      readonly rollover?: { readonly used: number; readonly limit: number; readonly limitFrom: LimitFrom };
    }
  /**
   * Went to another level, up or down, and counts on from there as before: another meter, as it seems. `limit`: the most
   * that can be a restart at 0, or that the register can have risen; `silentMs`: it was off the line meanwhile.
   */
  | { readonly rule: 'swap'; readonly limit: number; readonly silentMs?: number }
  /** Rose by more than the meter can measure. */
  | { readonly rule: 'impossible'; readonly used: number; readonly limit: number }
  /** Climbs back after a fall, or up before one, faster than anything around it: a false level, not consumption. */
  | {
      readonly rule: 'false-level';
      readonly used: number;
      readonly limit: number;
      readonly because: 'climbs-back' | 'falls-back' | 'leaves-zero';
    };

/** The energy of the step is known. */
export function isResolved({ rule }: StepVerdict): boolean {
  return rule === 'normal' || rule === 'gap' || rule === 'rollover';
}
