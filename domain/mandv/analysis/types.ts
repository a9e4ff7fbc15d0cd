import type { LocalCalendar } from '../../time/calendar.ts';
import type { DayTypes } from '../../time/day-types.ts';
import type { HourlyModel } from '../hourly/model.ts';
import type { Adjustment, WaterfallBar } from '../savings/adjustments.ts';
import type { AvoidedEnergy } from '../savings/avoided.ts';
import type { ComparedIntervals } from '../savings/compared.ts';
import type {
  BandVariant,
  DailyObservations,
  DegreeDayModel,
  FitStatistics,
  HourlyObservations,
  MandvCarrier,
  MandvMethod,
  Sufficiency,
} from '../types.ts';

/** A meter's readings of one period with their temperature, as hours or, where nothing finer exists, as days. */
export type MeterRecord =
  | { readonly kind: 'hours'; readonly hours: HourlyObservations }
  | { readonly kind: 'days'; readonly days: DailyObservations };

export interface AnalysisInput {
  readonly method: MandvMethod;
  readonly carrier: MandvCarrier;
  /** IANA name: days, months and hours of the week are those of the site. */
  readonly timeZone: string;
  /** As measured: zeros of an electricity meter become missing here, nowhere before. */
  readonly baseline: MeterRecord;
  readonly reporting: MeterRecord;
  /** Of the band that is told first; 0.9. */
  readonly confidence?: number;
  /** V3 unless the reference is to be matched. */
  readonly variant?: BandVariant;
  readonly adjustments?: readonly Adjustment[];
  /** Days that end after it are missing: today is not published as if it were whole. */
  readonly completeUntil?: number;
  /** For `hourly-day-types`. */
  readonly dayTypes?: DayTypes;
  /** Hourly methods bridge temperature gaps of up to six hours (spec §3); false: none, as the reference was run. */
  readonly bridgeTemperature?: boolean;
  /** A baseline model that was kept (frozen), of this method: it is applied as it is, nothing is fitted. */
  readonly kept?: DegreeDayModel | HourlyModel;
}

export interface Statistics {
  readonly caltrack: FitStatistics;
  readonly guideline14: FitStatistics;
}

export interface Analysis {
  readonly method: MandvMethod;
  readonly carrier: MandvCarrier;
  readonly timeZone: string;
  readonly confidence: number;
  readonly variant: BandVariant;
  /** null: no candidate qualifies, or the data don't suit the method; `sufficiency` says which. */
  readonly model: DegreeDayModel | HourlyModel | null;
  /** Of the baseline, on day totals (monthly: on bills). */
  readonly statistics: Statistics | null;
  readonly sufficiency: Sufficiency;
  /** `fit`: the baseline's own intervals against its model; residuals are counterfactual − observed. */
  readonly baseline: { readonly days: DailyObservations; readonly fit: ComparedIntervals };
  /** `compared` has the adjustments in it; `n`: hours, days or bills with both sides, before adjustments. */
  readonly reporting: {
    readonly days: DailyObservations;
    readonly compared: ComparedIntervals;
    readonly n: number;
  };
  readonly adjustments: {
    readonly effects: ReadonlyMap<string, number>;
    readonly waterfall: readonly WaterfallBar[];
  };
  readonly savings: AvoidedEnergy | null;
}

/** What each method is given, and what it gives back. */
export interface MethodTask {
  readonly input: AnalysisInput;
  readonly calendar: LocalCalendar;
  /** Cleaned by the carrier's rules. */
  readonly records: { readonly baseline: MeterRecord; readonly reporting: MeterRecord };
  readonly days: { readonly baseline: DailyObservations; readonly reporting: DailyObservations };
}
export interface MethodResult {
  readonly model: DegreeDayModel | HourlyModel | null;
  readonly statistics: Statistics | null;
  readonly sufficiency: Sufficiency;
  readonly fit: ComparedIntervals;
  readonly compared: ComparedIntervals;
}
