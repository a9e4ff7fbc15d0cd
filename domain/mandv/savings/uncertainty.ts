import type { Band } from '../types.ts';

/** What of the reporting period a band is asked for. */
export interface ReportedExtent {
  /** Points of the model: days, or bills. */
  readonly points: number;
  /** Days that these points stand for. */
  readonly days: number;
  /** Distinct local months among them. */
  readonly months: number;
  /** Counterfactual over them. */
  readonly counterfactual: number;
}

/**
 * Half-width of the saving of a part of the reporting period, in the meter's unit; null = undefined (n′ tends to 0).
 * The engine's bands have this form whatever variant they are of (V1, V2, V3).
 */
export type HalfWidth = (extent: ReportedExtent, confidence: number) => number | null;

export function bandsOf(halfWidth: HalfWidth, extent: ReportedExtent, levels: readonly number[]): readonly Band[] {
  return levels.map((confidence) => ({ confidence, halfWidth: finite(halfWidth(extent, confidence)) }));
}

/** Never Infinity or NaN in an answer (spec §15 case 28). */
function finite(halfWidth: number | null): number | null {
  return halfWidth !== null && Number.isFinite(halfWidth) ? halfWidth : null;
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
