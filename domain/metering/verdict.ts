/**
 * What the platform makes of a step between two readings of a register: typed, with the rule and the numbers it rests
 * on, so that a person can follow it. All register values are as read; `used` and `limit` are as well.
 */

/** What a plausible limit was taken from. */
export type LimitFrom = 'max-per-hour' | 'neighbouring-rates' | 'half-range' | 'standing-still' | 'no-evidence';

interface Step {
  /** ms UTC of the two readings. */
  readonly from: number;
  readonly to: number;
  /** The two readings. */
  readonly before: number;
  readonly after: number;
}

export type StepVerdict =
  | (Step & { readonly rule: 'normal' })
  /** Longer than 1.5 of the meter's intervals: the energy is kept, its shape is an estimate. */
  | (Step & { readonly rule: 'gap'; readonly elapsedMs: number })
  | (Step & {
      readonly rule: 'rollover';
      readonly digits: number;
      readonly used: number;
      readonly limit: number;
      readonly limitFrom: LimitFrom;
    })
  /** Swapped without a closing and an opening reading. */
  | (Step & { readonly rule: 'unread-replacement'; readonly at: number })
  /** Fell back; what was used in between is not known. `rollover`: why it was not taken for one. */
  | (Step & {
      readonly rule: 'reset';
      readonly rollover?: { readonly used: number; readonly limit: number; readonly limitFrom: LimitFrom };
    })
  /** Rose by more than the meter can measure. */
  | (Step & { readonly rule: 'impossible'; readonly used: number; readonly limit: number })
  /** Climbs back after a fall, or up before one, faster than anything around it: a false level, not consumption. */
  | (Step & {
      readonly rule: 'false-level';
      readonly used: number;
      readonly limit: number;
      readonly evidence: 'climbs-back' | 'falls-back' | 'leaves-zero';
    });

/** One odd reading between two that fit; it is left out. */
export interface GlitchVerdict {
  readonly rule: 'glitch';
  readonly ts: number;
  /** The odd one, and those around it. */
  readonly value: number;
  readonly before: number;
  readonly after: number;
}

/** The energy of the step is known. */
export function isResolved(verdict: StepVerdict): boolean {
  return verdict.rule === 'normal' || verdict.rule === 'gap' || verdict.rule === 'rollover';
}
