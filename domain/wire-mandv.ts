import type {
  Band,
  BandVariant,
  DegreeDayModelName,
  DegreeDayParameters,
  FitStatistics,
  MandvCarrier,
  MandvMethod,
  Sufficiency,
} from './mandv/types.ts';
import type { WireSuperseded } from './wire-quality.ts';

/**
 * Measurement and verification between server and pages, as types only. Signs as everywhere: saving = counterfactual −
 * actual, positive = saved; residual = predicted − observed. Energy in the meter's own unit (`unit`), temperatures in
 * °C. `null` = unknown, never 0. Instants are ISO 8601 with the installation's offset; `date` is a local day
 * (`2026-03-01`), `month` a local month (`2026-03`). `to` is exclusive everywhere.
 */

/** Words for people, in both languages of the product. */
export interface WireWords {
  readonly zh: string;
  readonly en: string;
}

/** `draft`: fitted anew each time it is looked at. `frozen`: the baseline model and what it rests on are kept. */
export type WireMandvState = 'draft' | 'frozen';

/** What was chosen by whoever made the analysis. */
export interface WireMandvDefinition {
  readonly id: string;
  readonly meter: string;
  readonly building: string;
  readonly buildingName: string;
  readonly institution: string;
  readonly institutionName: string;
  readonly weatherMeter: string;
  /** The meter's carrier as registered, and what it means for the engine's rules. */
  readonly carrier: string;
  readonly carrierRules: MandvCarrier;
  readonly unit: string;
  /** Part of the demo installation: every figure carries a mark. */
  readonly demo: boolean;
  readonly method: MandvMethod;
  readonly baseline: { readonly from: string; readonly to: string };
  readonly reporting: { readonly from: string };
  /** 0.68, 0.8, 0.9 or 0.95. */
  readonly confidence: number;
  /** Saving that is promised a year, in `unit`; null: none is. */
  readonly guarantee: number | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly state: WireMandvState;
}

/** `GET /api/v1/mandv/analyses`: figures are those of the last computation, null before the first. */
export interface WireMandvListItem extends WireMandvDefinition {
  readonly frozenAt: string | null;
  readonly overridden: boolean;
  readonly computedAt: string | null;
  readonly qualified: boolean | null;
  readonly saving: WireMandvSaving | null;
}

/** Energy with its band at the confidence of the analysis. */
export interface WireMandvSaving {
  readonly actual: number;
  readonly counterfactual: number;
  readonly saving: number;
  /** Share of the counterfactual; null when that is 0. */
  readonly fraction: number | null;
  readonly band: Band;
  /** The same band at every level, ascending. */
  readonly bands: readonly Band[];
  /** False: the band holds 0 or is undefined; nothing may be claimed, and no percentage of uncertainty is shown. */
  readonly distinguishable: boolean;
  /** Band ÷ |saving|; null where it may not be shown: |fraction| ≤ 1 %, or the band holds 0. */
  readonly fractionalUncertainty: number | null;
  /** What may be said of it. */
  readonly words: WireWords;
}

export interface WireMandvOverride {
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

/** The frozen baseline, and whether the readings that it was made from still stand as they did. */
export interface WireMandvFrozen {
  readonly at: string;
  readonly by: string;
  readonly sha256: { readonly inputs: string; readonly model: string };
  /** Readings of the baseline changed since: the frozen model stays; what a new one would say is told beside it. */
  readonly baselineChanged: boolean;
  /** Saving with a model fitted to what is known now; null while nothing changed. */
  readonly savingIfFittedNow: number | null;
  readonly words: WireWords | null;
}

export interface WireMandvModel {
  readonly kind: 'degree-day' | 'hourly';
  readonly method: MandvMethod;
  readonly name: DegreeDayModelName | 'towt';
  /** null for the hourly models: they have some two thousand of them. */
  readonly parameters: DegreeDayParameters | null;
  /** Balance points that fit nearly as well, °C: what can honestly be said of them. */
  readonly balanceRangesC: {
    readonly heating: readonly [number, number] | null;
    readonly cooling: readonly [number, number] | null;
  };
  /** Of the model choice; null where there is no choice (hourly). */
  readonly adjustedRSquared: number | null;
  readonly candidates: {
    readonly qualified: number;
    readonly disqualified: number;
    readonly notAttempted: number;
  } | null;
  readonly statistics: { readonly caltrack: FitStatistics; readonly guideline14: FitStatistics };
  readonly temperatureRangeC: readonly [number, number] | null;
}

export type WireVerdict = 'met' | 'not-met' | 'cannot-tell';

/** One limit, what was found, and the verdict. */
export interface WireAcceptance {
  /** `g14.cvrmse`, `g14.bias`, `g14.baseline-length`, `g14.uncertainty-68`… */
  readonly id: string;
  readonly label: WireWords;
  readonly limit: number;
  /** How value and limit are compared. */
  readonly comparison: 'at-most' | 'at-least';
  /** Shares are 0…1; null: not known. */
  readonly value: number | null;
  readonly unit: 'share' | 'days' | 'months' | 'number';
  readonly verdict: WireVerdict;
  /** Why it can't be told, or what the verdict rests on. */
  readonly because: WireWords | null;
}

export type WireMandvPeriod = 'baseline' | 'reporting';

export interface WireScatterPoint {
  readonly date: string;
  /** Mean of the local day. */
  readonly temperatureC: number;
  readonly energy: number;
  /** Weekend or public holiday (make-up workdays are not closed). */
  readonly closed: boolean;
  readonly period: WireMandvPeriod;
}
export interface WireResidual {
  readonly date: string;
  /** Predicted − observed of the day. */
  readonly residual: number;
  readonly period: WireMandvPeriod;
}

/** `partial`: the month lacks days on either side, or is not over; both sums are over the days that have both sides. */
export interface WireMandvMonth {
  readonly month: string;
  /** Days with both sides, and days of the month that lie in the reporting period. */
  readonly days: number;
  readonly daysInPeriod: number;
  readonly actual: number | null;
  readonly counterfactual: number | null;
  readonly saving: number | null;
  readonly band: Band;
  readonly partial: boolean;
}

/** Sum from the start of the reporting period up to and with this day; a masked day repeats the day before. */
export interface WireCumulativeDay {
  readonly date: string;
  readonly saving: number;
  readonly halfWidth: number | null;
  /** The day lacks usage or temperature: it counts on neither side. */
  readonly masked: boolean;
}

/** The same saving by other methods: more than 2 percentage points apart is amber. */
export interface WireMethodSpread {
  readonly methods: readonly {
    readonly method: MandvMethod;
    readonly saving: number | null;
    readonly fraction: number | null;
    readonly cvrmse: number | null;
    /** Why this method gives nothing here. */
    readonly because: WireWords | null;
  }[];
  /** Greatest minus smallest, in percentage points of the counterfactual; null with fewer than two. */
  readonly percentagePoints: number | null;
  readonly light: 'green' | 'amber' | 'none';
}

/** A change that the model does not know of, dated and with evidence; never inside the model. */
export interface WireAdjustment {
  readonly id: string;
  /** `step`: `perDay` from `from` on (until `to` when given). `closure`: days that count on neither side. */
  readonly kind: 'step' | 'closure';
  readonly from: string;
  /** Exclusive; null: to the end. */
  readonly to: string | null;
  /** Added to the counterfactual each day, in `unit`; 0 for a closure. */
  readonly perDay: number;
  readonly reason: string;
  /** Where it can be looked up: a document number, a file name, a meter. */
  readonly evidence: string;
  readonly by: string;
  readonly at: string;
  /** What it moves the saving by so far; null when not computed. */
  readonly effect: number | null;
}
/** From the saving of the model to the adjusted one: each bar adds to what stands before it. */
export interface WireWaterfallBar {
  readonly kind: 'counterfactual' | 'adjustment' | 'actual' | 'saving';
  readonly label: WireWords;
  readonly adjustment: string | null;
  readonly value: number;
}

/** Today's hours against the band; hours without temperature have no counterfactual, those to come no actual. */
export interface WireMandvToday {
  readonly date: string;
  readonly confidence: number;
  readonly hours: readonly {
    readonly ts: string;
    readonly actual: number | null;
    readonly counterfactual: number | null;
    readonly halfWidth: number | null;
    readonly temperatureC: number | null;
    /** The hour has begun and not ended. */
    readonly partial?: true;
  }[];
  /** Sums over the whole hours that have both sides. */
  readonly actual: number | null;
  readonly counterfactual: number | null;
  readonly halfWidth: number | null;
  /** `provisional` until the day's data are complete and three days old. */
  readonly dataState: WireDataState;
  /** A daily model knows no hours: its day is spread over them in the shape of the baseline. */
  readonly spread: boolean;
}
/**
 * Delta of the live topic `mandv:ID` (its snapshot is a `WireMandvToday`): hours to replace, by `ts`. After midnight
 * `date` is another one, and the hours are all of the new day.
 */
export interface LiveMandvDelta {
  readonly date: string;
  readonly hours: WireMandvToday['hours'];
  readonly actual: number | null;
  readonly counterfactual: number | null;
  readonly halfWidth: number | null;
}

/** Saving at the end of the reporting year. */
export interface WireMandvForecast {
  readonly until: string;
  readonly expected: number;
  readonly band: Band;
  /** That the guarantee is met; null without a guarantee. */
  readonly probability: number | null;
  readonly guarantee: number | null;
  /** Days of the year that are known. */
  readonly daysKnown: number;
  readonly daysTotal: number;
}

/** `provisional`: fewer than 90 % of the hours are there or the newest is younger than 3 days. */
export type WireDataState = 'provisional' | 'final';

/** Of one period: how complete, and how much of it was not measured. */
export interface WireMandvInputs {
  readonly from: string;
  readonly to: string;
  readonly hours: number;
  readonly hoursWithEnergy: number;
  /** Of `hoursWithEnergy`: put in by interpolation or by hand. */
  readonly hoursEstimated: number;
  readonly hoursManual: number;
  readonly hoursWithTemperature: number;
  readonly days: number;
  readonly daysUsed: number;
  /** Over the hours as the engine got them. */
  readonly sha256: string;
}

/** What plan and report carry on paper. */
export interface WireMandvPapers {
  /** `MV-0007-P` and `MV-0007-R`. */
  readonly planNumber: string;
  readonly reportNumber: string;
  readonly engine: { readonly name: string; readonly version: string; readonly bandVariant: BandVariant };
  readonly sha256: {
    readonly baselineInputs: string;
    readonly reportingInputs: string;
    readonly model: string | null;
    /** Over the definition, both inputs, the model and the adjustments: names this very result. */
    readonly result: string;
  };
  readonly dataState: WireDataState;
  /** Everything that was received up to here is in it. */
  readonly dataAsOf: string;
}

/** `GET /api/v1/mandv/analyses/{id}` */
export interface WireMandvAnalysis extends WireMandvDefinition {
  readonly timezone: string;
  readonly computedAt: string;
  readonly frozen: WireMandvFrozen | null;
  /** What the frozen baseline rests on changed since; null = it did not, or nothing is frozen. */
  readonly superseded: WireSuperseded | null;
  readonly inputs: { readonly baseline: WireMandvInputs; readonly reporting: WireMandvInputs };
  readonly sufficiency: Sufficiency;
  readonly override: WireMandvOverride | null;
  /** null: no candidate qualified, or there are no data; then everything that rests on it is null or empty. */
  readonly model: WireMandvModel | null;
  readonly acceptance: readonly WireAcceptance[];
  readonly scatter: {
    readonly points: readonly WireScatterPoint[];
    /** Energy of a day by its mean temperature; hourly: the mean of the predicted days by whole degree. */
    readonly line: readonly { readonly temperatureC: number; readonly energy: number }[];
  };
  readonly residuals: readonly WireResidual[];
  /** null before the reporting period has a day with both sides. */
  readonly total: WireMandvSaving | null;
  readonly months: readonly WireMandvMonth[];
  readonly cumulative: readonly WireCumulativeDay[];
  readonly spread: WireMethodSpread;
  readonly adjustments: readonly WireAdjustment[];
  readonly waterfall: readonly WireWaterfallBar[];
  readonly today: WireMandvToday | null;
  readonly forecast: WireMandvForecast | null;
  readonly papers: WireMandvPapers;
}

/** Body of `POST /api/v1/mandv/analyses`. Dates are local days (`2026-03-01`); answered with a `WireMandvListItem`. */
export interface WireMandvCreate {
  readonly meter: string;
  /** Absent: the building's, else the first weather meter that is visible in the same region. */
  readonly weatherMeter?: string;
  /** Absent: `hourly-day-types` for electricity, `daily` for the rest. */
  readonly method?: MandvMethod;
  readonly baselineFrom: string;
  readonly baselineTo: string;
  readonly reportingFrom: string;
  readonly confidence?: number;
  readonly guarantee?: number;
}
/** Body of `POST …/{id}/adjustments`; `DELETE …/{id}/adjustments/{adjustment}` takes one back. */
export interface WireAdjustmentBody {
  readonly kind: 'step' | 'closure';
  readonly from: string;
  readonly to?: string;
  readonly perDay?: number;
  readonly reason: string;
  readonly evidence: string;
}
