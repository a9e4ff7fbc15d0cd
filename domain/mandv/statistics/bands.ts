import type { Band, BandVariant, FitStatistics } from '../types.ts';
import { twoSidedQuantile } from './student.ts';

/** What a band is made from; the reporting side counts intervals where both sides exist. */
export interface BandInputs {
  readonly statistics: { readonly caltrack: FitStatistics; readonly guideline14: FitStatistics };
  /** Points of the model: days (hourly models: their residuals added up to days) or bills. */
  readonly points: 'days' | 'bills';
  readonly reporting: {
    /** m: days or bills. */
    readonly count: number;
    /** Distinct calendar months. */
    readonly months: number;
    /** Elapsed days, for V2 on bills only. */
    readonly days: number;
    /** Counterfactual energy of those intervals. */
    readonly counterfactual: number;
  };
}

/** Sun & Baltazar's polynomial in months of reporting, in place of Guideline 14's 1.26. */
const polynomials = { days: [-0.00024, 0.03535, 1.00286], bills: [-0.00022, 0.03306, 0.94054] } as const;

/**
 * Half width of the band around a saving at a confidence, by spec §9.3: V1 Guideline 14 (Reddy & Claridge), V2 eemeter
 * 3.2 (scaled with the baseline year's energy: comparison only), V3 the product's default.
 */
export function band(variant: BandVariant, inputs: BandInputs, confidence: number): Band {
  const { reporting, points } = inputs;
  const s = variant === 'V2' ? inputs.statistics.caltrack : inputs.statistics.guideline14;
  const undefinedBand = (undefinedBecause: NonNullable<Band['undefinedBecause']>): Band => ({
    confidence,
    halfWidth: null,
    undefinedBecause,
  });
  if (!(reporting.count > 0)) return undefinedBand('no-reporting-points');
  if (s.n - s.parameters <= 0 || s.n < 3) return undefinedBand('too-few-baseline-points');
  // Under one independent point nothing is known; eemeter's number is given as it is.
  if (s.nPrime === null || (variant !== 'V2' && s.nPrime < 1)) return undefinedBand('autocorrelation');
  if (s.cvrmse === null) return undefinedBand('mean-near-zero');

  // eemeter counts the bills of a reporting period in months of 30 days.
  const m = variant === 'V2' && points === 'bills' ? Math.max(1, Math.round(reporting.days / 30)) : reporting.count;
  const t = twoSidedQuantile(confidence, s.n - s.parameters);
  const noise = Math.sqrt(((s.n / s.nPrime) * (1 + 2 / s.nPrime)) / m);
  const [a, b, c] = polynomials[points];
  const polynomial = (months: number): number => (a * months + b) * months + c;
  const relative = t * Math.abs(s.cvrmse) * noise;
  const halfWidth = {
    V1: () => Math.abs(reporting.counterfactual) * 1.26 * relative,
    V2: () => Math.abs(s.observedTotal) * polynomial(points === 'days' ? m / 30 : m) * relative,
    V3: () => Math.abs(reporting.counterfactual) * polynomial(reporting.months) * relative,
  }[variant]();
  return Number.isFinite(halfWidth) ? { confidence, halfWidth } : undefinedBand('autocorrelation');
}
