import type { Adjustment } from '../../../domain/mandv/savings/adjustments.ts';
import type { HourlyObservations, MandvCarrier, MandvMethod } from '../../../domain/mandv/types.ts';
import type { WireMandvAnalysis } from '../../../domain/wire-mandv.ts';

/** What a computing thread is given. Instants in ms UTC, `to` exclusive. */
export interface ComputeJob {
  readonly timeZone: string;
  readonly carrier: MandvCarrier;
  readonly method: MandvMethod;
  readonly confidence: number;
  readonly guarantee: number | null;
  readonly baseline: { readonly from: number; readonly to: number; readonly hours: HourlyObservations };
  /** Whole days: today is told apart. */
  readonly reporting: { readonly from: number; readonly to: number; readonly hours: HourlyObservations };
  readonly adjustments: readonly Adjustment[];
  /** The frozen model, as it was kept; null: fit one. */
  readonly kept: string | null;
  /** The baseline's readings are no longer those that the frozen model was made from. */
  readonly baselineChanged: boolean;
}

/** What of an analysis a thread computes, ready to travel. */
export interface ComputeResult extends Pick<
  WireMandvAnalysis,
  | 'sufficiency'
  | 'model'
  | 'acceptance'
  | 'scatter'
  | 'residuals'
  | 'total'
  | 'months'
  | 'cumulative'
  | 'spread'
  | 'waterfall'
  | 'forecast'
> {
  /** JSON of a `KeptModel`; null: no model. */
  readonly kept: string | null;
  /** By id: what each adjustment moves the saving by. */
  readonly effects: Readonly<Record<string, number>>;
  readonly days: Readonly<Record<'baseline' | 'reporting', { readonly days: number; readonly used: number }>>;
  /** With a model of what is known now; null unless the frozen one has been left behind. */
  readonly savingIfFittedNow: number | null;
}
