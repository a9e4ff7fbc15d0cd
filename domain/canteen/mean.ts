import { twoSidedQuantile } from '../mandv/statistics/student.ts';
import type { WireComparison } from '../wire-canteens.ts';

/** A mean of grams a person-meal, with how far chance may have moved it. */
export interface Mean {
  readonly gramsPerMeal: number;
  /** Half width of the interval at the confidence that was asked for. */
  readonly plusMinus: number;
  readonly personMeals: number;
  readonly days: number;
  /** Of `gramsPerMeal`, (g/meal)². */
  readonly variance: number;
  /** Degrees of freedom of the variance. */
  readonly freedom: number;
}

/**
 * All grams over all person-meals: big days count more. Its variance is that between days: days differ by menu and
 * guests, weighing errors are part of it. Ratio estimator with linearised variance, Cochran, Sampling Techniques (1977),
 * §6.4: v(R) = n/(n − 1) · Σ(gᵢ − R·mᵢ)² / (Σmᵢ)²; interval by Student's t with n − 1 degrees of freedom.
 * @returns null of fewer than two days with people: one day says nothing of chance
 */
export function meanOf(
  days: readonly { readonly grams: number; readonly personMeals: number }[],
  confidence: number,
): Mean | null {
  const known = days.filter(({ personMeals }) => personMeals > 0);
  const n = known.length;
  if (n < 2) return null;
  const grams = known.reduce((sum, day) => sum + day.grams, 0);
  const personMeals = known.reduce((sum, day) => sum + day.personMeals, 0);
  const ratio = grams / personMeals;
  const squares = known.reduce((sum, day) => sum + (day.grams - ratio * day.personMeals) ** 2, 0);
  return withInterval(ratio, ((n / (n - 1)) * squares) / personMeals ** 2, n - 1, personMeals, n, confidence);
}

/**
 * The mean of several canteens together, each with its own variance (separate ratio estimate, Cochran §6.11): strata
 * weighted with their person-meals, which are counted, not drawn; degrees of freedom by Welch and Satterthwaite.
 */
export function pooled(means: readonly Mean[], confidence: number): Mean | null {
  const personMeals = means.reduce((sum, mean) => sum + mean.personMeals, 0);
  if (!(personMeals > 0)) return null;
  const parts = means.map((mean) => ({ ...mean, variance: mean.variance * (mean.personMeals / personMeals) ** 2 }));
  return withInterval(
    means.reduce((sum, mean) => sum + mean.gramsPerMeal * mean.personMeals, 0) / personMeals,
    parts.reduce((sum, { variance }) => sum + variance, 0),
    welch(parts),
    personMeals,
    means.reduce((sum, { days }) => sum + days, 0),
    confidence,
  );
}

/**
 * Whether `a` is less or more than `b` beyond chance (Welch's test, two-sided). The two must not rest on the same days.
 * `cannot-tell`: one of them is not known.
 */
export function compare(a: Mean | null, b: Mean | null, confidence: number): WireComparison {
  if (a === null || b === null) return 'cannot-tell';
  const difference = a.gramsPerMeal - b.gramsPerMeal;
  const error = Math.sqrt(a.variance + b.variance);
  if (Math.abs(difference) <= rounding + twoSidedQuantile(confidence, welch([a, b])) * error) {
    return 'no-difference';
  }
  return difference < 0 ? 'less' : 'more';
}

/** Grams; of means that are equal but for the order in which they were added up. */
const rounding = 1e-9;

/** Degrees of freedom of a sum of variances; of nothing that varies, those of all. */
export function welch(parts: readonly { readonly variance: number; readonly freedom: number }[]): number {
  const whole = parts.reduce((sum, { variance }) => sum + variance, 0);
  const fourth = parts.reduce((sum, { variance, freedom }) => sum + variance ** 2 / freedom, 0);
  return fourth > 0 ? whole ** 2 / fourth : parts.reduce((sum, { freedom }) => sum + freedom, 0);
}

/** A mean whose variance is known. */
export function withInterval(
  gramsPerMeal: number,
  variance: number,
  freedom: number,
  personMeals: number,
  days: number,
  confidence: number,
): Mean {
  const plusMinus = twoSidedQuantile(confidence, freedom) * Math.sqrt(variance);
  return { gramsPerMeal, plusMinus, personMeals, days, variance, freedom };
}
