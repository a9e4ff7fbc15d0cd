import type { WireMean } from '../../../../domain/wire-canteens.ts';

export interface Change {
  /** Of the norm: −0.064. */
  readonly share: number;
  /** More than both uncertainties together (their half widths, as independent ones). */
  readonly credible: boolean;
}

/** A mean against what was usual; null while either is unknown. */
export function changeOf(now: WireMean | null, norm: WireMean | null): Change | null {
  if (now === null || norm === null || norm.gramsPerMeal <= 0) return null;
  const difference = now.gramsPerMeal - norm.gramsPerMeal;
  return {
    share: difference / norm.gramsPerMeal,
    credible: Math.abs(difference) > Math.hypot(now.plusMinus, norm.plusMinus),
  };
}
