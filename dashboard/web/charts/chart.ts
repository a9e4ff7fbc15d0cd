import type { Mark } from './mark.ts';
import type { CarrierColour } from '../theme/carrier.ts';

/** All that a chart of one point over time needs to draw itself, say itself and export itself. */
export interface SeriesChartModel {
  /** The question it answers. */
  readonly title: string;
  /** The period in words. */
  readonly period: string;
  readonly from: number;
  readonly to: number;
  /** Now, or the end of the period when it is over: nothing is missing after it. */
  readonly until: number;
  readonly kind: 'line' | 'bars';
  readonly marks: readonly Mark[];
  /** Intervals that say how far samples can be trusted; absent: the marks themselves. */
  readonly judged?: readonly Mark[];
  /** The period before, shifted under this one. */
  readonly previous: readonly Mark[];
  readonly previousName: string;
  /** Samples further apart than this are not joined; 0 for intervals. */
  readonly maxGapMs: number;
  readonly unit: string | null;
  readonly fromZero: boolean;
  readonly colour: CarrierColour;
  /** `15 min`: what one mark stands for. */
  readonly interval: string;
  readonly source: string;
  /** File name of exports, without its end. */
  readonly fileName: string;
}
