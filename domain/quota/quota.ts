import type { Confidence } from '../carbon/factor.ts';

/** `constraint` 约束值 ≥ `reference` 基准值 ≥ `guide` 引导值: the national idiom. `quota` 定额 and `advanced` 先进值: Zhejiang's. */
export const quotaKinds = ['constraint', 'reference', 'guide', 'quota', 'advanced'] as const;
export type QuotaKind = (typeof quotaKinds)[number];

/** What is held against a quota, a year. */
export const quotaIndicators = [
  'kgce-per-m2',
  'kgce-per-person',
  'kwh-per-m2',
  'kwh-per-person',
  'm3-per-person',
  'kgco2-per-m2',
] as const;
export type QuotaIndicator = (typeof quotaIndicators)[number];

/** One value of a quota table: data, with its standard and clause. */
export interface Quota {
  /** `DB33/T 736-2015` */
  readonly standard: string;
  readonly clause: string | null;
  readonly institutionKind: 'office' | 'education' | 'health' | 'culture' | 'sports' | 'other' | null;
  /** Level or group within a kind (`county`, `tertiary`), as the standard names it; null: all. */
  readonly level: string | null;
  readonly indicator: QuotaIndicator;
  /** Whether oil of vehicles counts in it. */
  readonly withVehicles: boolean;
  readonly kind: QuotaKind;
  /** Decimal text, in the indicator's unit and year. */
  readonly value: string;
  /** Local days, `validTo` exclusive; null: open. */
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly source: string;
  readonly confidence: Confidence;
}
