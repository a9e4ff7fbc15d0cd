/**
 * What was found wrong and must be put right (问题整改): one engine for canteens, contracts and whatever comes. Notice,
 * deadline, remedy, re-check, closed or overdue; every step with actor, time and attachments.
 */
export const subjectKinds = ['canteen', 'contract', 'institution', 'building'] as const;
export interface MatterSubject {
  readonly kind: (typeof subjectKinds)[number];
  readonly id: string;
}

export const matterSteps = ['opened', 'answered', 'refused', 'closed', 'extended', 'note', 'referred'] as const;
/**
 * `answered`: whoever it is about says that it is remedied; `refused`: the re-check found that it is not, with a new
 * deadline; `closed`: the re-check found that it is; `referred`: handed to another authority (still failing after the
 * re-check); `extended`: a new deadline.
 */
export type MatterStepKind = (typeof matterSteps)[number];

export interface MatterStep {
  readonly what: MatterStepKind;
  readonly at: number;
  readonly by: string;
  readonly text: string;
  /** Local date; of `opened`, `refused` and `extended`. */
  readonly deadline: string | null;
  readonly attachments: readonly number[];
}

export interface Matter {
  readonly id: number;
  readonly subject: MatterSubject;
  readonly title: string;
  /** What found it: `evaluation:12`, `finding:…`; null = a person. */
  readonly source: string | null;
  readonly steps: readonly MatterStep[];
}

/** `open`: waits for a remedy; `answered`: waits for the re-check. */
export type MatterState = 'open' | 'answered' | 'closed' | 'referred';
export interface MatterStanding {
  readonly state: MatterState;
  readonly deadline: string | null;
  /** The deadline has passed and nobody has answered. */
  readonly overdue: boolean;
  /** How often the re-check found that it was not remedied. */
  readonly refusals: number;
}
