import { band } from '../statistics/bands.ts';
import type { Band, BandVariant, FitStatistics } from '../types.ts';

/** What of the reporting period a band is asked for. */
export interface ReportedExtent {
  /** Points of the model: days, or bills. */
  readonly points: number;
  /** Elapsed from the first to the end of the last of them, those between that lack a side included. */
  readonly days: number;
  /** Distinct local months among them. */
  readonly months: number;
  /** Counterfactual over them. */
  readonly counterfactual: number;
}

/** Band of the saving of a part of the reporting period, in the meter's unit, whatever variant it is of. */
export type BandOf = (extent: ReportedExtent, confidence: number) => Band;

/**
 * Bands from the residuals of a baseline fit (spec §9.3). V1 and V3 go with counterfactual ÷ √points, so a curve of a
 * year's days asks for Student's quantile once a month and level and not 1,460 times.
 */
export function bandsFrom(
  statistics: { readonly caltrack: FitStatistics; readonly guideline14: FitStatistics },
  points: 'days' | 'bills',
  variant: BandVariant = 'V3',
): BandOf {
  const whole: BandOf = (extent, confidence) =>
    band(variant, { statistics, points, reporting: { ...extent, count: extent.points } }, confidence);
  if (variant === 'V2') return whole;
  const units = new Map<string, Band>();
  return (extent, confidence) => {
    const key = `${extent.months} ${confidence}`;
    let unit = units.get(key);
    if (unit === undefined) {
      unit = whole({ points: 1, days: 1, months: extent.months, counterfactual: 1 }, confidence);
      units.set(key, unit);
    }
    if (unit.halfWidth === null || !(extent.points > 0)) return whole(extent, confidence);
    return { confidence, halfWidth: (unit.halfWidth * Math.abs(extent.counterfactual)) / Math.sqrt(extent.points) };
  };
}

/** Bands of independent sources add in quadrature; one that is undefined makes the sum undefined. */
export function quadrature(halfWidths: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const halfWidth of halfWidths) {
    if (halfWidth === null) return null;
    sum += halfWidth * halfWidth;
  }
  return Math.sqrt(sum);
}
