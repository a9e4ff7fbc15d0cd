import type { Words } from '../evaluation/template.ts';

/**
 * A scheme that institutions apply under (零碳公共机构, 节约型公共机构示范单位, 绿色食堂): sections of pass-or-fail
 * items and of scored ones, grades by thresholds. All of it is data, versioned, with source and confidence.
 */
export interface SchemeItem {
  readonly id: string;
  readonly title: Words;
  readonly criterion: Words;
  /** Points; 1 in a section that is passed or failed. */
  readonly max: number;
  readonly mandatory: boolean;
  readonly evidenceRequired: boolean;
  /** Figures answer it: id of a metric of `metrics.ts` with bands; absent: somebody does, with evidence. */
  readonly auto?: {
    readonly metric: string;
    /** The first band whose bound holds gives the score; bounds are inclusive. */
    readonly bands: readonly (
      | { readonly upTo: number; readonly score: number }
      | { readonly from: number; readonly score: number }
      | { readonly else: true; readonly score: number }
    )[];
  };
}
export interface SchemeSection {
  readonly id: string;
  readonly title: Words;
  /** `pass-fail`: every item is needed. `score`: points count. `bonus`: points beyond the whole. */
  readonly kind: 'pass-fail' | 'score' | 'bonus';
  readonly items: readonly SchemeItem[];
}
export interface Scheme {
  readonly id: string;
  readonly version: number;
  readonly title: Words;
  readonly source: Words;
  readonly confidence: 'official' | 'high' | 'medium' | 'low' | 'example';
  /** `institution` or `canteen`: who applies. */
  readonly applicant: 'institution' | 'canteen';
  readonly sections: readonly SchemeSection[];
  /** Ascending; each needs that many points and every pass-or-fail item. */
  readonly grades: readonly { readonly id: string; readonly title: Words; readonly from: number }[];
}
