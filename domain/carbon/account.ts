import type { EnergyKind } from './factor.ts';

/**
 * An emission account: energy by month, institution, building and source, each line times one factor. Every line is a
 * whole number of grams, so whatever way lines are cut, parts sum to the whole exactly.
 */

export const scopes = [1, 2, 3] as const;
export type Scope = (typeof scopes)[number];

/** `location`: average of the province. `national`: average of the country. `market`: certified green at 0, the rest at the average without market-traded non-fossil power. */
export const carbonMethods = ['location', 'national', 'market'] as const;
export type CarbonMethod = (typeof carbonMethods)[number];

/** What a line of energy is, finer than the kind: what forms and pages tell apart. */
export const uses = ['site', 'vehicle'] as const;
export type Use = (typeof uses)[number];

/** Water is told with energy, and never counts in carbon or standard coal. */
export type ActivityKind = EnergyKind | 'water';

/** Energy or water of one source in one local month. */
export interface ActivityLine {
  readonly institution: string;
  /** null: of the institution, of no building. */
  readonly building: string | null;
  /** `2026-07` */
  readonly month: string;
  readonly energy: ActivityKind;
  readonly use: Use;
  /** In `unit`; what is known of it. NaN: nothing is. */
  readonly quantity: number;
  /** `kWh`, `m3`, `GJ`, `L`, `kg`, `tce`. */
  readonly unit: string;
  /** Of `quantity`, what is an estimate. */
  readonly estimated: number;
  /** Share of the time that it should be known for, 0…1; of an entry 1. */
  readonly coverage: number;
  readonly source: { readonly meter: string } | { readonly entry: number };
}

/** Power made on the roof: at 0, shown beside. kWh in one local month. */
export interface PvLine {
  readonly institution: string;
  readonly building: string | null;
  readonly month: string;
  readonly meter: string;
  readonly generated: number;
  /** What the main meter gave back to the grid in the same time; part of it may be others'. */
  readonly exported: number;
  readonly selfUsed: number;
  readonly coverage: number;
}

export interface EmissionLine extends ActivityLine {
  readonly energy: EnergyKind;
  readonly scope: Scope;
  /** Whole grams of CO₂e; null: no factor. */
  readonly grams: number | null;
  /** Id of the factor; null: none is known, or (method market) the line is wholly certified. */
  readonly factor: string | null;
  /** kWh of it that certificates cover; 0 but in method market. */
  readonly certified: number;
}

/** A certificate of green power that was retired for a year of an institution: 1 MWh each, used once. */
export interface AppliedCertificate {
  readonly certificateNo: string;
  readonly mwh: number;
}
