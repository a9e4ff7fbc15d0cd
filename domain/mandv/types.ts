/**
 * Measurement and verification: plain values that the parts of the engine pass to each other. Sign everywhere:
 * saving = counterfactual − observed, positive = saved; residual = predicted − observed. Energy in the meter's unit
 * (kWh by name), temperatures in °C. NaN in a column, null in a result: unknown, never 0.
 */

/** Hours of one meter with the temperature of the same hour; `startsAt` in ms UTC, ascending, gaps allowed. */
export interface HourlyObservations {
  readonly startsAt: Float64Array;
  /** Used in the hour; NaN = missing. */
  readonly energy: Float64Array;
  /** °C; NaN = missing. */
  readonly temperature: Float64Array;
}

/** Local days, without holes: day i is [edges[i], edges[i + 1]). */
export interface DailyObservations {
  readonly edges: Float64Array;
  /** Used in the day (sum of valid hours ÷ coverage when over half of the hours are there); NaN = missing. */
  readonly energy: Float64Array;
  /** Mean of the day's hours, °C; NaN = missing. */
  readonly temperature: Float64Array;
  /** Share of the day's hours with energy, and with temperature. */
  readonly energyCoverage: Float64Array;
  readonly temperatureCoverage: Float64Array;
}

/** Consecutive bills: period i is [edges[i], edges[i + 1]). */
export interface BilledObservations {
  readonly edges: Float64Array;
  /** Used in the period; NaN = missing or left out by the data rules. */
  readonly energy: Float64Array;
  /** Estimated reads: merged with the next one, and counted as missing. */
  readonly estimated?: Uint8Array;
}

/** What a carrier means for the data rules and the candidates (spec §3, §4, §15 case 14). */
export type MandvCarrier = 'electricity' | 'gas' | 'other';
export type MandvMethod = 'daily' | 'monthly' | 'hourly' | 'hourly-day-types';

/** The period from which a model is made, or the one that it is applied to: two types, so that they can't be mixed up. */
export interface BaselineData<T> {
  readonly purpose: 'baseline';
  readonly carrier: MandvCarrier;
  readonly timeZone: string;
  readonly observations: T;
}
export interface ReportingData<T> {
  readonly purpose: 'reporting';
  readonly carrier: MandvCarrier;
  readonly timeZone: string;
  readonly observations: T;
}

/** A finding of the data rules, as a value: code, words in both languages, and the numbers behind it. */
export interface MandvProblem {
  /** `caltrack.too-many-missing-days`, … */
  readonly code: string;
  readonly message: { readonly zh: string; readonly en: string };
  readonly numbers: Readonly<Record<string, number | string>>;
}
export interface Sufficiency {
  readonly qualified: boolean;
  readonly warnings: readonly MandvProblem[];
  readonly disqualifications: readonly MandvProblem[];
}

export type DegreeDayModelName = 'intercept_only' | 'hdd_only' | 'cdd_only' | 'cdd_hdd';

/** U per day = intercept + heatingSlope·max(heatingBalanceC − T, 0) + coolingSlope·max(T − coolingBalanceC, 0). */
export interface DegreeDayParameters {
  readonly interceptPerDay: number;
  /** Per °C and day; null: not in the model. */
  readonly heatingSlope: number | null;
  readonly coolingSlope: number | null;
  readonly heatingBalanceC: number | null;
  readonly coolingBalanceC: number | null;
}

/** Statistics of a fit in one of the two families of spec §9.1; which one is always said. */
export interface FitStatistics {
  readonly family: 'caltrack' | 'guideline14';
  readonly n: number;
  /** Explanatory variables without intercept (caltrack) or coefficients with intercept (guideline14). */
  readonly parameters: number;
  readonly observedTotal: number;
  readonly observedMean: number;
  readonly rSquared: number;
  readonly adjustedRSquared: number;
  readonly rmse: number;
  readonly cvrmse: number | null;
  readonly nmbe: number | null;
  /** Lag-1 Pearson correlation of residuals; null when undefined (constant meter). */
  readonly autocorrelation: number | null;
  /** n(1 − ρ)/(1 + ρ); n when ρ is undefined; null when it tends to 0. */
  readonly nPrime: number | null;
}

export interface DegreeDayModel {
  readonly kind: 'degree-day';
  readonly method: 'daily' | 'monthly';
  readonly name: DegreeDayModelName;
  readonly parameters: DegreeDayParameters;
  /** Adjusted R² of the model choice (per-day averages). */
  readonly adjustedRSquared: number;
  /** Balance points of candidates that fit nearly as well (ΔR²adj < 0.001), °C: what can honestly be said of them. */
  readonly balanceRangesC: {
    readonly heating: readonly [number, number] | null;
    readonly cooling: readonly [number, number] | null;
  };
  readonly candidates: { readonly qualified: number; readonly disqualified: number; readonly notAttempted: number };
  readonly statistics: { readonly caltrack: FitStatistics; readonly guideline14: FitStatistics };
  readonly baseline: {
    readonly from: number;
    readonly to: number;
    readonly temperatureRangeC: readonly [number, number];
  };
}

/** Energy with a symmetrical band; null band: undefined (n′ tends to 0), and why is in `undefinedBecause`. */
export interface Band {
  readonly confidence: number;
  readonly halfWidth: number | null;
  /** Only when halfWidth is null. */
  readonly undefinedBecause?: 'autocorrelation' | 'too-few-baseline-points' | 'no-reporting-points' | 'mean-near-zero';
}
export const confidenceLevels = [0.68, 0.8, 0.9, 0.95] as const;
/** V1 Guideline 14, V2 eemeter (comparison with the reference only), V3 the product's default: spec §9.3. */
export type BandVariant = 'V1' | 'V2' | 'V3';
