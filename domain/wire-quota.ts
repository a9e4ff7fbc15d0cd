import type { Quota, QuotaIndicator, QuotaKind } from './quota/quota.ts';

/** Quotas and ranking as they travel; null = unknown, never 0. */

/** Where a figure lies: `above-constraint` (not met), `constraint-reference`, `reference-guide`, `below-guide`; Zhejiang: `above-quota`, `quota-advanced`, `below-advanced`. */
export type QuotaPosition =
  | 'above-constraint'
  | 'constraint-reference'
  | 'reference-guide'
  | 'below-guide'
  | 'above-quota'
  | 'quota-advanced'
  | 'below-advanced';

export interface WireQuotaLevel {
  readonly kind: QuotaKind;
  readonly value: number;
  readonly standard: string;
  readonly clause: string | null;
  readonly confidence: Quota['confidence'];
}

/** One institution held against its quota: `GET /api/v1/carbon/ranking?indicator=&year=&kind=&region=` → `{items}`. */
export interface WireRanked {
  readonly institution: string;
  readonly name: string;
  readonly kind: string | null;
  readonly region: string | null;
  /** 1 = the highest share of its limit, among those that can be told; null: cannot. */
  readonly rank: number | null;
  /** Over the last twelve months that are over, or the year asked for. */
  readonly value: number | null;
  readonly coverage: number;
  readonly floorAreaM2: number | null;
  readonly people: number | null;
  readonly tco2e: number | null;
  readonly levels: readonly WireQuotaLevel[];
  /** Of its constraint or quota, 1 = at it; null: no quota or no figure. */
  readonly share: number | null;
  readonly position: QuotaPosition | null;
  readonly verdict: 'met' | 'not-met' | 'cannot-tell';
  /** `no-area`, `no-people`, `incomplete-data`, `no-quota`. */
  readonly reasons: readonly string[];
  /** Next year's index by the central rule: at most this change, %; null: cannot be told. */
  readonly nextChangePct: number | null;
  /** And the value that it comes to. */
  readonly nextValue: number | null;
  /** Ids of the institutions that are most like it (kind, size, people a m²), the nearest first; it is compared with their mean. */
  readonly neighbours: readonly {
    readonly institution: string;
    readonly name: string;
    readonly value: number | null;
  }[];
  readonly neighbourMean: number | null;
  readonly neighbourPct: number | null;
}
export interface WireRanking {
  readonly indicator: QuotaIndicator;
  readonly unit: string;
  readonly from: string;
  readonly to: string;
  readonly withVehicles: boolean;
  readonly items: readonly WireRanked[];
}

/** `GET /api/v1/institutions/{id}/budget?year=`: the year's quota day by day. */
export interface WireBudget {
  readonly institution: string;
  readonly year: number;
  readonly indicator: QuotaIndicator;
  readonly unit: string;
  /** The level that is budgeted, as an absolute amount of the year (value × area or people). */
  readonly level: WireQuotaLevel | null;
  readonly yearAmount: number | null;
  readonly days: readonly {
    readonly date: string;
    /** Shaped by the same days of last year where known, else evenly. */
    readonly budget: number;
    readonly actual: number | null;
    readonly cumulativeBudget: number;
    readonly cumulativeActual: number | null;
  }[];
  readonly toDate: { readonly budget: number; readonly actual: number | null; readonly sharePct: number | null } | null;
  /** The day on which the year's amount will be used up at the pace of the last 28 days; null: not this year. */
  readonly usedUpOn: string | null;
  /** `on-budget`, `ahead` (within 5 % over), `warning` (will not last), `used-up`, `cannot-tell`. */
  readonly state: 'on-budget' | 'ahead' | 'warning' | 'used-up' | 'cannot-tell';
  readonly reasons: readonly string[];
}

export interface WireQuota extends Quota {
  readonly row: number;
  readonly recordedBy: string;
  readonly recordedAt: string;
  readonly mayUndo: boolean;
}
