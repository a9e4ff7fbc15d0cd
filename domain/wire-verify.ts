/** `POST /api/v1/verify`: what is kept, held against its hashes, its frozen inputs and its counts. */
export const verifiedParts = [
  'files',
  'audit',
  'attachments',
  'settlements',
  'baselines',
  'contracts',
  'ledger',
] as const;
export type VerifiedPart = (typeof verifiedParts)[number];

export interface WireDamage {
  readonly part: VerifiedPart;
  /** Stable: `changed`, `missing`, `malformed`, … */
  readonly code: string;
  /** What is damaged, so that somebody finds it: `audit entry 17`, `series/raw.sqlite`, `settlement C1 2026-09`. */
  readonly where: string;
  readonly detail: string;
}

export interface WireVerification {
  readonly sound: boolean;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** The audit's newest entry as it was followed: to be noted, and asked for next time (`head`). */
  readonly head: { readonly id: number; readonly hash: string };
  /** How many of each were looked at: databases, entries, files, settlements, baselines, rows, sources. */
  readonly checked: Readonly<Record<VerifiedPart, number>>;
  readonly damage: readonly WireDamage[];
}

/** `GET /api/v1/verify`: how far it has come. */
export interface WireVerificationProgress {
  readonly running: boolean;
  readonly part: VerifiedPart | null;
  readonly done: number;
  /** null: nobody knows how many there are. */
  readonly of: number | null;
}
