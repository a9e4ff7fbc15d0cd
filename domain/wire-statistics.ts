import type { EnergyItem } from './energy-items.ts';
import type { PlaceKind } from './wire-places.ts';

/** Statistics of energy and resources as they travel; null = unknown, never 0. */

export const statisticsForms = ['basic', 'consumption', 'data-centre', 'heating', 'yearly'] as const;
export type StatisticsForm = (typeof statisticsForms)[number];

/** A cell of a form. */
export interface WireStatisticsCell {
  /** `consumption.electricity`, `basic.floor-area`… */
  readonly field: string;
  readonly form: StatisticsForm;
  readonly item: EnergyItem | null;
  readonly unit: string;
  /** Text of fields that are no numbers (name, credit code). */
  readonly text: string | null;
  readonly value: number | null;
  /** Where it comes from: meters, entries that nobody measures, both, the register, or a rule (a sum of others). */
  readonly from: 'meters' | 'entries' | 'both' | 'register' | 'computed' | 'nothing';
  readonly coverage: number;
  readonly estimated: number;
  /** As it was handed in by hand; null: it was not. */
  readonly filed: number | null;
  readonly difference: number | null;
  readonly differencePct: number | null;
  /** The same period of the year before, and the change. */
  readonly lastYear: number | null;
  readonly yearOnYearPct: number | null;
  /** `unit-factor` (filed is 10ⁿ or 3.6 or 10,000 times the meters': probably another unit), `incomplete`, `cost-implausible`, `it-over-total`, `more-new-energy-than-all`, `not-filed`, `differs`. */
  readonly checks: readonly { readonly code: string; readonly values?: Readonly<Record<string, string | number>> }[];
}

/** `GET /api/v1/statistics/{kind}/{id}?period=2026|2026-Q3|2026-07` */
export interface WireStatistics {
  readonly place: { readonly kind: PlaceKind; readonly id: string; readonly name: string };
  readonly period: string;
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  readonly over: boolean;
  readonly institutions: number;
  readonly cells: readonly WireStatisticsCell[];
  readonly standardCoal: { readonly calorific: number | null; readonly withoutVehicles: number | null };
  readonly indicators: readonly {
    readonly id: string;
    readonly value: number | null;
    readonly unit: string;
    readonly lastYear: number | null;
    readonly yearOnYearPct: number | null;
  }[];
  /** Of the last periods of the same length, the newest last, for a small chart: item → values. */
  readonly mayEnter: boolean;
}

/** `GET /api/v1/statistics?period=` → `{items}`: how far each institution is. */
export interface WireStatisticsItem {
  readonly institution: string;
  readonly name: string;
  readonly kind: string | null;
  readonly region: string | null;
  /** Cells that are asked for, that have a value, that were filed, that differ, that carry a warning. */
  readonly cells: number;
  readonly known: number;
  readonly filed: number;
  readonly differ: number;
  readonly warnings: number;
  readonly tce: number | null;
  readonly yearOnYearPct: number | null;
}

/** `GET /api/v1/institutions/{id}/entries` → `{items, next}`; `POST` the same without id. */
export interface WireEntry {
  readonly id: number;
  readonly institution: string;
  readonly building: string | null;
  readonly item: EnergyItem;
  readonly unit: string;
  readonly period: string;
  readonly value: string;
  readonly origin: 'unmetered' | 'filed';
  readonly note: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly undoneAt: string | null;
  readonly undoneBy: string | null;
  readonly mayUndo: boolean;
}
