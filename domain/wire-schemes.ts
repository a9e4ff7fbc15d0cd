import type { Scheme } from './scheme/scheme.ts';
import type { WireAttachment } from './wire-matters.ts';

/** Score sheets of institutions as they travel; null = unknown, never 0. */

/** `GET /api/v1/schemes` → `{items}`: the newest version of each. */
export type WireScheme = Scheme;

export interface WireSchemeItem {
  readonly item: string;
  readonly max: number;
  readonly score: number | null;
  /** `proven` (figures, or confirmed), `claimed` (to be confirmed), `missing`, `cannot-tell` (figures lack). */
  readonly state: 'proven' | 'claimed' | 'missing' | 'cannot-tell';
  /** What the figures say, in the metric's unit. */
  readonly value: number | null;
  readonly note: string;
  readonly attachments: readonly WireAttachment[];
  readonly recordedAt: string | null;
  readonly recordedBy: string | null;
}

/** One applicant under one scheme and year: `GET /api/v1/schemes/{id}/applicants?year=` → `{items}`; one: `…/applicants/{institution}?year=`. */
export interface WireApplicant {
  readonly scheme: string;
  readonly version: number;
  readonly year: number;
  readonly institution: string;
  readonly name: string;
  /** Of the pass-or-fail items. */
  readonly required: { readonly passed: number; readonly of: number; readonly failed: readonly string[] };
  readonly proven: number;
  readonly claimed: number;
  /** Of what is still possible. */
  readonly atMost: number;
  readonly max: number;
  /** By what is proven; null: none. */
  readonly grade: string | null;
  /** The next one, the points that it lacks, and the items that would bring them, the most points first; null: it has the highest. */
  readonly next: {
    readonly grade: string;
    readonly from: number;
    readonly lacks: number;
    readonly items: readonly {
      readonly item: string;
      readonly points: number;
      readonly why: 'confirm' | 'upload' | 'figures' | 'required';
    }[];
  } | null;
  readonly verdict: 'met' | 'not-met' | 'cannot-tell';
  readonly items: readonly WireSchemeItem[];
  readonly mayAnswer: boolean;
  readonly mayConfirm: boolean;
}
