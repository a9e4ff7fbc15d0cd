import type { ComfortDuty, Contract, PriceBasis } from '../../../domain/contract/contract.ts';
import type { PricedDays } from '../../../domain/contract/priced-days.ts';
import type { ZoneDay } from '../../../domain/contract/settlement.ts';
import type { Statistics } from '../../../domain/mandv/analysis/types.ts';
import type { MandvCarrier, MandvProblem } from '../../../domain/mandv/types.ts';
import type { Tariff } from '../../../domain/tariff/tariff.ts';

/** What a computing thread is given: one meter of a contract, or its zones. Instants in ms UTC, `to` exclusive. */
export type ContractJob = MeterJob | ZonesJob;
export type ContractResult<Job extends ContractJob = ContractJob> = Job extends MeterJob ? MeterResult : ZoneDay[];

/** Columns of the store, as they came: NaN and quality of each interval that starts in [from, to). */
export interface JobColumns {
  readonly value: Float64Array;
  readonly quality: Uint8Array;
}

/** How finely a meter can be known: an hourly meter has no measured quarter hours. */
export type OwnResolution = '15m' | '1h' | '1d' | '1mo';

export interface MeterJob {
  readonly kind: 'meter';
  readonly meter: string;
  readonly timeZone: string;
  readonly carrier: MandvCarrier;
  readonly method: Contract['method'];
  /** The model as it was frozen; null: one is fitted. */
  readonly kept: string | null;
  readonly frozenInputsSha256: string | null;
  /** null: the contract has no base period. Hours of use and air; `air` null: the building has no weather. */
  readonly base: {
    readonly from: number;
    readonly to: number;
    readonly use: JobColumns;
    readonly air: JobColumns | null;
  } | null;
  /** Local midnights; quarter hours of use, hours of air, and use at the meter's own resolution where that is coarser. */
  readonly term: {
    readonly from: number;
    readonly to: number;
    readonly use: JobColumns;
    readonly air: JobColumns | null;
    readonly own: { readonly startsAt: Float64Array; readonly quality: Uint8Array } | null;
  };
  /** Agreed ones, days of the term [from, to). */
  readonly adjustments: readonly { readonly from: number; readonly to: number; readonly amountPerDay: number }[];
  readonly price: PriceBasis | null;
  /** The price is weighed by all use (custody), that of days without an expectation too: they saved 0 there. */
  readonly pricesUse: boolean;
  /** Versions of the tariff that the price names. */
  readonly tariffs: readonly Tariff[];
}

/** Columns by local day of the term; NaN = unknown. */
export interface MeterResult {
  readonly edges: Float64Array;
  readonly expected: Float64Array;
  readonly actual: Float64Array;
  readonly known: Float64Array;
  readonly measured: Float64Array;
  /** Points of the model in each day: 1, or the valid hours ÷ 24 of an hourly one. */
  readonly points: Float64Array;
  readonly model: ModelResult | null;
  /** What the data rules say of the baseline. */
  readonly problems: readonly MandvProblem[];
  readonly baseInputsSha256: string;
  /** By month `2026-01`: hash of its hours with their weather. */
  readonly hoursSha256: ReadonlyMap<string, string>;
  readonly priced: PricedDays;
}

export interface ModelResult {
  /** JSON of a `KeptModel`, and its hash. */
  readonly kept: string;
  readonly sha256: string;
  readonly statistics: Statistics;
  readonly qualified: boolean;
  readonly perDayOfMonth: readonly number[];
}

/** Zones of a contract over local days of the term. */
export interface ZonesJob {
  readonly kind: 'zones';
  readonly timeZone: string;
  readonly comfort: ComfortDuty;
  readonly minCompletenessPct: number;
  readonly from: number;
  readonly to: number;
  /** Quarter hours of each. */
  readonly zones: readonly ({ readonly meter: string } & JobColumns)[];
}
