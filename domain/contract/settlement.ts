import type { Contract } from './contract.ts';

/** `2026-10` or `2026`. */
export type SettlementPeriod = string;

/**
 * Everything that a settlement is computed of, and nothing else: frozen as JSON with its hash when the settlement is
 * proposed, so that anybody can compute it again. Amounts are decimal texts: energy with at most 6 decimals, money exact.
 */
export interface SettlementInputs {
  readonly format: 'wattsteward-settlement-1';
  readonly contract: Contract;
  readonly period: SettlementPeriod;
  /** Local days of the period, and those of them that lie in the term. */
  readonly days: { readonly inPeriod: number; readonly inTerm: number };
  /** `kWh`, `m³`. */
  readonly unit: string;
  readonly completenessPct: number;
  readonly meters: readonly MeterInputs[];
  /** Of the term up to the end of the period, by meter, month and kind of tariff: ascending. */
  readonly lots: readonly SavingLot[];
  /** Half of the 90 % band of the period's saving; null = undefined. */
  readonly halfWidth: string | null;
  /** null: the contract has no such duty. */
  readonly zoneDays: readonly ZoneDay[] | null;
  readonly investment: readonly MilestoneState[];
  /** Share of the period's quarter hours that every meter has measured, %; the worst meter's. null: no such duty. */
  readonly dataPct: number | null;
  /** Agreed ones that touch the period, with the days of it that they touch. */
  readonly adjustments: readonly {
    readonly id: string;
    readonly days: number;
    readonly amountPerDay: string;
    readonly reason: string;
  }[];
  /** Driver of the period's last day. */
  readonly drivers: { readonly areaM2: number | null; readonly people: number | null };
  /** What was issued before: what it came to, what it would come to now, and what difference lines have settled since. */
  readonly earlier: readonly EarlierSettlement[];
}

export interface MeterInputs {
  readonly meter: string;
  readonly completenessPct: number;
  /** Of the period's hours, with their weather. */
  readonly hoursSha256: string;
  /** Of the baseline's hours, and of the model. */
  readonly baselineSha256: string;
  readonly modelSha256: string;
  readonly frozen: boolean;
}

/** What a meter's model expected and what it measured in one month's hours of one kind of tariff. */
export interface SavingLot {
  readonly meter: string;
  readonly month: string;
  /** `peak`, `flat`, …; '' with a fixed price. */
  readonly kind: string;
  /** Version of the tariff: `id@validFrom`; null with a fixed price. */
  readonly tariff: string | null;
  readonly price: string;
  readonly expected: string;
  readonly actual: string;
  /** expected − actual, over what both know. */
  readonly saving: string;
}

export interface ZoneDay {
  readonly meter: string;
  readonly date: string;
  readonly state: 'kept' | 'not-kept' | 'unknown';
  /** % of the known occupied quarter hours that lay outside; null: nothing is known. */
  readonly outsidePct: number | null;
}

/** A milestone at the end of the period: promised and verified sums up to it. */
export interface MilestoneState {
  readonly due: string;
  readonly promised: string;
  readonly verified: string;
  readonly latePct: string;
  /** After its day and short. */
  readonly late: boolean;
}

export interface EarlierSettlement {
  readonly period: SettlementPeriod;
  readonly inputsSha256: string;
  readonly payable: string;
  readonly now: string;
  readonly settledSince: string;
}

export type TraceSource =
  /** Local days, both count; `tariffKind`: only the hours of that kind of tariff (what a `WireLotTrace` shows). */
  | {
      readonly kind: 'readings';
      readonly meter: string;
      readonly from: string;
      readonly to: string;
      readonly tariffKind?: string;
    }
  | { readonly kind: 'model'; readonly meter: string; readonly sha256: string }
  | { readonly kind: 'tariff'; readonly id: string; readonly validFrom: string }
  /** A field of the contract: `custody.monthlyFee`. */
  | { readonly kind: 'contract'; readonly path: string }
  | { readonly kind: 'zone-day'; readonly meter: string; readonly date: string }
  /** From 1, as in the duty `investment-1`. */
  | { readonly kind: 'milestone'; readonly index: number }
  | { readonly kind: 'adjustment'; readonly id: string }
  | { readonly kind: 'settlement'; readonly period: SettlementPeriod };

export interface TraceInput {
  /** One of `traceNames` (settlement/trace.ts): `saving`, `price`, `F0`, `Q0`, …; in words on the page. */
  readonly name: string;
  readonly value: string;
  readonly unit: string | null;
  readonly sources: readonly TraceSource[];
}

export interface SettlementLine {
  readonly code:
    | 'base-fee'
    | 'price-adjustment'
    | 'area-adjustment'
    | 'people-adjustment'
    | 'agreed-adjustment'
    | 'comfort-deduction'
    | 'investment-deduction'
    | 'data-deduction'
    | 'shared-saving'
    /** A loss that goes on (`carry`) or counts within its year (`net`), and what it takes from later months. */
    | 'carried'
    /** A loss that counts as nothing (`floor`). */
    | 'floor'
    /** What the contractor's fees would be beyond their cap: taken away. */
    | 'share-cap'
    | 'annual-difference'
    | 'shortfall'
    | 'difference';
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly price: string | null;
  /** Yuan, exact to 6 decimals, at least 2 written; signed. */
  readonly amount: string;
  /** The formula in symbols: `Q0 × (p − p0)`. */
  readonly formula: string;
  readonly trace: readonly TraceInput[];
}

export interface Settlement {
  readonly period: SettlementPeriod;
  /** Who pays whom: a compensation is the contractor's to pay. */
  readonly payer: 'institution' | 'contractor';
  readonly lines: readonly SettlementLine[];
  /** Sum of the lines, rounded once, half up (away from 0), to fen. */
  readonly payable: string;
  /** What goes on to the next month under `carry`: 0 or negative, exact. */
  readonly carried: string;
}

/** Why there is no settlement of a period. */
export interface NotSettled {
  readonly code:
    | 'incomplete-data'
    | 'outside-term'
    | 'period-open'
    | 'not-of-this-type'
    | 'no-model'
    | 'mixed-units'
    | 'no-band'
    | 'no-price'
    | 'no-share'
    | 'no-guarantee'
    | 'no-custody';
  readonly message: { readonly zh: string; readonly en: string };
  readonly completenessPct?: number;
  readonly requiredPct?: number;
}
