/**
 * An energy-performance contract (合同能源管理) as it was signed: plain data. Dates are local days `2026-03-31`, both ends
 * of a period count. Money and energy that a contract names are decimal texts, exact as written.
 */
export const contractTypes = ['shared', 'guaranteed', 'custody', 'water'] as const;
/** 节能效益分享, 节能量保证, 能源费用托管, 合同节水 (settled as shared saving, in m³). */
export type ContractType = (typeof contractTypes)[number];

export interface LocalPeriod {
  readonly from: string;
  readonly to: string;
}

export interface Contract {
  readonly id: string;
  readonly name: string | null;
  readonly type: ContractType;
  /** Who uses the energy; who serves. */
  readonly institution: string | null;
  readonly contractor: string | null;
  readonly term: LocalPeriod;
  /** The boundary: what these meters measure, and nothing twice. */
  readonly meters: readonly string[];
  readonly base: LocalPeriod | null;
  readonly method: 'daily' | 'hourly' | 'monthly';
  /** Promised a calendar year, in the meters' unit; a year of which the term covers a part counts by days. */
  readonly guarantee: readonly { readonly year: number; readonly amount: string }[];
  /** The contractor's part, %; the rest is the institution's. */
  readonly share: readonly { readonly year: number; readonly contractorPct: string }[];
  /** Sum of the contractor's fees at which they end; null = none. */
  readonly shareCap: string | null;
  readonly custody: Custody | null;
  readonly price: PriceBasis | null;
  readonly negativeMonths: 'carry' | 'net' | 'floor';
  /** What a saving counts as: its estimate, or the lower end of its 90 % band. */
  readonly confidenceRule: 'point' | 'lower90';
  /** %; below it nothing is settled and no saving is judged. */
  readonly minCompletenessPct: number;
  readonly investment: readonly Milestone[];
  readonly comfort: ComfortDuty | null;
  readonly data: DataDuty | null;
  /** Of the contract's text; those that were entered in the system come beside them (`agreed`). */
  readonly adjustments: readonly ContractAdjustment[];
}

/** Money a unit: one for all time, or what a tariff says at each quarter hour, no less than the floor. */
export type PriceBasis =
  | { readonly kind: 'fixed'; readonly price: string }
  | { readonly kind: 'tariff'; readonly tariff: string; readonly floor: string | null };

export interface Custody {
  /** F0. */
  readonly monthlyFee: string;
  /** Q0 of a month, and p0. */
  readonly baseAmount: string | null;
  readonly basePrice: string | null;
  /** A change within them (%, in either direction) changes nothing. */
  readonly thresholds: { readonly pricePct: number; readonly areaPct: number; readonly peoplePct: number };
  /** Which part of the fee follows people; 1 − it does not. */
  readonly peopleFactor: string;
  /** Area and people from that day on; the first are S0 and N0. */
  readonly drivers: readonly {
    readonly from: string;
    readonly areaM2: number | null;
    readonly people: number | null;
  }[];
}

export interface Milestone {
  readonly due: string;
  /** What is to be invested between the milestone before and this one. */
  readonly amount: string;
  /** % of a month's fee that is held back for each month at whose end it is late. */
  readonly latePct: string;
  readonly verified: readonly {
    readonly date: string;
    readonly amount: string;
    readonly evidence: readonly string[];
  }[];
}

export interface ComfortDuty {
  readonly minC: number | null;
  readonly maxC: number | null;
  /** Occupied time, minutes of the local day; empty = always. */
  readonly hours: readonly { readonly fromMinute: number; readonly toMinute: number }[];
  readonly days: 'all' | 'workdays';
  /** Zones: indoor meters; empty = all of the boundary's buildings. */
  readonly meters: readonly string[];
  /** % of a day's known occupied quarter hours that may lie outside. */
  readonly tolerancePct: number;
  /** Money for each zone and day that was not kept. */
  readonly perZoneDay: string;
  /** Zone-days a year that are let pass before the duty is not met. */
  readonly allowedZoneDays: number;
}

export interface DataDuty {
  /** % of the quarter hours of every meter that must be there, measured. */
  readonly completenessPct: number;
  /** Held back for a month in which it was not; null = nothing. */
  readonly perMonth: string | null;
}

export interface ContractAdjustment {
  /** `adjustments[0]` of the contract's text, or the id of an entry. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Added to what would have been used; negative takes away. */
  readonly amountPerDay: string;
  readonly reason: string;
  /** Nothing changes before both sides agree. */
  readonly agreed: boolean;
}
