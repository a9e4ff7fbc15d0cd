import type { CanteenMode } from '../canteen/types.ts';

/**
 * A score sheet is data: sections of items, each scored by figures, by an inspection or by what is uploaded. Versioned;
 * an evaluation keeps the version that it was made with.
 */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** What figures can say of a canteen over a quarter; `metrics.ts` says how each is computed. */
export const metricIds = [
  'plate-grams-per-meal',
  'unsold-grams-per-meal',
  'prep-grams-per-meal',
  'trimmings-used-pct',
  'plate-change-pct',
  'days-weighed-pct',
  'days-counted-pct',
  'matters-overdue',
] as const;
export type MetricId = (typeof metricIds)[number];

/** The first band whose bound holds gives the score; `upTo` and `from` are inclusive. */
export type Band =
  | { readonly upTo: number; readonly score: number }
  | { readonly from: number; readonly score: number }
  | { readonly else: true; readonly score: number };

export interface Item {
  readonly id: string;
  readonly title: Words;
  readonly criterion: Words;
  readonly max: number;
  readonly how: 'automatic' | 'inspection' | 'upload';
  /** Of `automatic` only. */
  readonly metric?: MetricId;
  readonly bands?: readonly Band[];
  /** Absent: to every canteen. What does not apply is left out and the total rescaled to 100. */
  readonly appliesTo?: {
    readonly operatingMode?: readonly NonNullable<CanteenMode['operatingMode']>[];
    readonly supplyMode?: readonly NonNullable<CanteenMode['supplyMode']>[];
  };
}
export interface Section {
  readonly id: string;
  readonly title: Words;
  readonly items: readonly Item[];
}
export const grades = ['excellent', 'good', 'pass', 'fail'] as const;
export type Grade = (typeof grades)[number];

export interface Template {
  readonly id: string;
  readonly version: number;
  readonly title: Words;
  /** Where it comes from, in words; and how sure that is. */
  readonly source: Words;
  readonly sections: readonly Section[];
  /** Ascending thresholds of the total, inclusive; below the lowest is `fail`. */
  readonly cutoffs: Readonly<Record<Exclude<Grade, 'fail'>, number>>;
}

/** What an evaluator gave an item; two evaluators are averaged. */
export interface Answer {
  readonly item: string;
  readonly evaluator: string;
  readonly score: number;
  readonly note: string;
  readonly attachments: readonly number[];
}
/** null: the figures cannot tell. */
export type MetricValues = Readonly<Partial<Record<MetricId, number | null>>>;

export interface ItemScore {
  readonly item: string;
  /** null: not scored yet, or the figures cannot tell. */
  readonly score: number | null;
  readonly max: number;
  readonly state: 'scored' | 'missing' | 'cannot-tell' | 'not-applicable';
  /** The figure that an automatic item rests on. */
  readonly value: number | null;
}
export interface Score {
  readonly items: readonly ItemScore[];
  /** Of 100, what does not apply left out; null while an item that applies is missing or cannot be told. */
  readonly total: number | null;
  /** What is sure by now: scored points of 100, with the missing as 0 and as full. */
  readonly atLeast: number;
  readonly atMost: number;
  /** Also without a total, where all that is still possible is of one grade; null: of several. */
  readonly grade: Grade | null;
}
