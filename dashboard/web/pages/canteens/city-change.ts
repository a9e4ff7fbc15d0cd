import type { WireMean } from '../../../../domain/wire-canteens.ts';

export interface Change {
  /** Of the norm: −0.064. */
  readonly share: number;
  /** More than both uncertainties together (their half widths, as independent ones). */
  readonly credible: boolean;
}

/**
 * A mean against what was usual; null while either is unknown. While it is served plates are on their way still: only
 * more is told then.
 */
export function changeOf(now: WireMean | null, norm: WireMean | null, running = false): Change | null {
  if (now === null || norm === null || norm.gramsPerMeal <= 0) return null;
  const difference = now.gramsPerMeal - norm.gramsPerMeal;
  if (running && difference < 0) return null;
  return {
    share: difference / norm.gramsPerMeal,
    credible: Math.abs(difference) > Math.hypot(now.plusMinus, norm.plusMinus),
  };
}
