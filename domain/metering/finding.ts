/**
 * What a rule made of a step, a run of readings or a stretch of time: one shape for all rules, as it is stored, listed
 * and decided. Registers: `gap` … `flat-line`; `swap` is announced, or detected and proposed (`evidence.proposed`).
 * Instantaneous points: `out-of-range`, `frozen`, `spike`.
 */
export const verdictRules = [
  'gap',
  'rollover',
  'reset',
  'glitch',
  'swap',
  'unread-replacement',
  'clock-jump',
  'impossible',
  'false-level',
  'catch-up',
  'flat-line',
  'out-of-range',
  'frozen',
  'spike',
] as const;
export type VerdictRule = (typeof verdictRules)[number];

/**
 * What it does to the energy: `unknown` = a part is missing until somebody decides; `judged` = the rule decided and the
 * energy is known; `flagged` = value and quality are as ever, somebody should look.
 */
export type VerdictEffect = 'unknown' | 'judged' | 'flagged';

/** Numbers and words that the rule rests on, e.g. `{ used, limit, limitFrom }`; instants (ms UTC) have names that end in `At`. */
export type Evidence = Readonly<Record<string, number | string | boolean>>;

/** Instants are ms UTC; readings as read, before the multiplier. */
export interface Finding {
  readonly rule: VerdictRule;
  readonly effect: VerdictEffect;
  /** The readings that the step lies between; of ignored readings the first and the last of them. */
  readonly from: number;
  readonly to: number;
  readonly before: number | null;
  readonly after: number | null;
  readonly evidence: Evidence;
}
