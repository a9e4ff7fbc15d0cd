import type { CanteenMode } from './canteen/types.ts';
import type { Grade, Item, ItemScore, MetricId, Template, Words } from './evaluation/template.ts';
import type { WireComparison } from './wire-canteens.ts';
import type { WireAttachment } from './wire-matters.ts';

/** What travels between server and pages about evaluations. Instants are ISO 8601 with offset, dates local. */

/** `self`: the quarter's own evaluation; `spot`: an inspection by the level above. */
export type WireEvaluationKind = 'self' | 'spot';
/** Unit of a metric's value; `1` is a number of things. */
export type WireMetricUnit = 'g' | '%' | '1';

/** No total, but between which two it lies, of 100. */
export interface WireBetween {
  readonly atLeast: number;
  readonly atMost: number;
}

/** A score sheet, `GET /api/v1/evaluation-templates`: every version, the newest of each first. */
export interface WireTemplate extends Template {
  /** The newest version of its id; new evaluations are made with what was put last unless another is named. */
  readonly newest: boolean;
}

/** A canteen as evaluations name it. */
export interface WireEvaluatedCanteen extends CanteenMode {
  readonly canteen: string;
  readonly canteenName: string;
  readonly institutionName: string | null;
  readonly regionName: string | null;
}

/** One evaluation in a list. */
export interface WireEvaluationSummary extends WireEvaluatedCanteen {
  readonly id: number;
  readonly kind: WireEvaluationKind;
  /** `2026Q4` */
  readonly quarter: string;
  readonly template: string;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
  /** Items that people score: how many have an answer, of how many that apply. */
  readonly answered: { readonly done: number; readonly of: number };
  /** null: still open. */
  readonly submitted: { readonly at: string; readonly by: string } | null;
  /** Of 100; null: still open, or submitted while something could not be told. */
  readonly total: number | null;
  /** Submitted without a total. */
  readonly between: WireBetween | null;
  /** Of what was submitted; also without a total where all that is possible is of one grade. */
  readonly grade: Grade | null;
  readonly demo: boolean;
}
export interface WireEvaluationPage {
  readonly items: readonly WireEvaluationSummary[];
  readonly next: string | null;
}

/** What an evaluator gave; of several evaluators the mean counts. */
export interface WireAnswer {
  readonly evaluator: string;
  readonly score: number;
  readonly note: string;
  /** Photos and papers. */
  readonly attachments: readonly WireAttachment[];
}
export interface WireEvaluationItem {
  readonly id: string;
  readonly section: string;
  readonly title: Words;
  readonly criterion: Words;
  readonly max: number;
  readonly how: Item['how'];
  /** By people. An automatic item rests on figures alone. */
  readonly takesAnswers: boolean;
  readonly metric: MetricId | null;
  readonly bands: Item['bands'] | null;
  /** The figure of an automatic item, and its unit; null = cannot be told, or not automatic. */
  readonly value: number | null;
  readonly unit: WireMetricUnit | null;
  /** null: `missing`, `cannot-tell` or `not-applicable`. */
  readonly score: number | null;
  readonly state: ItemScore['state'];
  readonly answers: readonly WireAnswer[];
}

/** One evaluation, item by item, `GET /api/v1/evaluations/{id}`. */
export interface WireEvaluation extends WireEvaluationSummary {
  readonly templateTitle: Words;
  readonly source: Words;
  readonly cutoffs: Template['cutoffs'];
  /** First local day of the quarter, and the first after it. */
  readonly from: string;
  readonly to: string;
  /** Figures of a quarter that is not over are of what there is so far. */
  readonly quarterOver: boolean;
  /** Local dates that its figures are of, `to` exclusive: the quarter; of an inspection in a young one 13 weeks back. */
  readonly figures: { readonly from: string; readonly to: string };
  readonly sections: readonly { readonly id: string; readonly title: Words }[];
  /** In the order of the sheet. */
  readonly items: readonly WireEvaluationItem[];
  /** Scored of 100 with what is missing as 0 and as full. */
  readonly atLeast: number;
  readonly atMost: number;
  /** Whoever asks may write answers and submit. */
  readonly mayAnswer: boolean;
  /** Matters that it opened: `/api/v1/matters/{id}`. */
  readonly matters: readonly number[];
}

/** `GET /api/v1/spot-check-plans/{year}`: drawn by a seed that can be shown. */
export interface WirePlan {
  readonly year: number;
  readonly seed: string;
  /** 0…1: at least so many of all. */
  readonly share: number;
  readonly drawnAt: string;
  readonly drawnBy: string;
  readonly demo: boolean;
  /** How anybody draws again: the words of the rule. */
  readonly rule: Words;
  /** Of the drawn ones. */
  readonly progress: { readonly inspected: number; readonly of: number };
  /** All that it was drawn from, in the order of the draw: the first `progress.of` are drawn. */
  readonly canteens: readonly WirePlanCanteen[];
}
export interface WirePlanCanteen extends WireEvaluatedCanteen {
  /** Place in the draw, from 1 on. */
  readonly place: number;
  readonly drawn: boolean;
  /** Not inspected in the two years before: comes before all others. */
  readonly due: boolean;
  /** Known for two years and inspected in neither: drawn whatever the share. */
  readonly must: boolean;
  /** First 12 digits of SHA-256 of `seed:year:canteen`, in hexadecimal. */
  readonly key: string;
  /** Years before in which it was inspected, or is drawn in a plan that is not over; ascending. */
  readonly before: readonly number[];
  /** Its inspection of the year, for whoever sees the canteen; `at` null = begun, not submitted. */
  readonly inspection: {
    readonly evaluation: number;
    readonly at: string | null;
    readonly total: number | null;
    readonly between: WireBetween | null;
    readonly grade: Grade | null;
  } | null;
}

/** `GET /api/v1/bulletins` lists them without their content. */
export interface WireBulletinListItem {
  readonly id: number;
  readonly quarter: string;
  readonly title: Words;
  readonly issuedAt: string;
  readonly issuedBy: string;
  readonly demo: boolean;
}
/** `GET /api/v1/bulletins/{id}`: what it says stays as it was issued. */
export interface WireBulletin extends WireBulletinListItem {
  readonly content: WireBulletinContent;
}
export interface WireBulletinContent {
  readonly quarter: string;
  readonly from: string;
  readonly to: string;
  readonly title: Words;
  /** Whose name it carries; null = to be filled in by hand. */
  readonly issuer: string | null;
  /** To whom, above the text. */
  readonly addressee: Words;
  readonly opening: Words;
  /** Numbered paragraphs with their headings (一、二、三…), without the lists. */
  readonly sections: readonly { readonly heading: Words; readonly paragraphs: readonly Words[] }[];
  readonly closing: Words;
  readonly counts: {
    readonly canteens: number;
    readonly selfEvaluated: number;
    readonly inspected: number;
    /** Submitted although what could not be told leaves the grade open. */
    readonly withoutTotal: number;
  };
  /** Of those that have one: of a canteen with both the inspection counts. */
  readonly grades: Readonly<Record<Grade, number>>;
  /** Plate waste at lunch of the canteens that count, against the quarter before. */
  readonly waste: {
    readonly gramsPerMeal: number | null;
    readonly before: number | null;
    readonly changePct: number | null;
    readonly comparison: WireComparison;
    readonly personMeals: number;
  };
  readonly matters: { readonly opened: number; readonly closed: number; readonly overdue: number };
  /** Of the year's plan by the end of the quarter; null = none was drawn. */
  readonly plan: { readonly inspected: number; readonly drawn: number; readonly canteens: number } | null;
  readonly lists: {
    /** 表扬名单 */
    readonly praised: readonly WireBulletinRow[];
    /** 不合格名单 */
    readonly failed: readonly WireBulletinRow[];
    /** 复查仍不合格移交名单 */
    readonly referred: readonly WireBulletinRow[];
  };
}
export interface WireBulletinRow {
  readonly canteen: string;
  readonly name: string;
  readonly institutionName: string | null;
  readonly regionName: string | null;
  /** What it rests on; null = a matter of an earlier quarter. */
  readonly kind: WireEvaluationKind | null;
  readonly evaluation: number | null;
  readonly total: number | null;
  /** Without a total; absent in bulletins that were issued before there was this. */
  readonly between?: WireBetween | null;
  readonly grade: Grade | null;
  /** Why it is on the list, in a sentence. */
  readonly why: Words;
  /** What must be put right, and until when. */
  readonly matter: number | null;
  readonly deadline: string | null;
}
