import { median } from '../alarms/usual.ts';
import { meanOf, pooled, withInterval, type Mean } from './mean.ts';
import type { KnownDay, Norm } from './norm.ts';

/** A mean with the days that it is of. */
export interface MeanOfDays extends Mean {
  readonly known: readonly KnownDay[];
}

export interface MeanOfSeveral extends Mean {
  /** How much more its days move than if each canteen went its own way, as a factor of the variance; 1 at least. */
  readonly together: number;
}

/**
 * Several canteens as one: all grams over all people. All of them are counted, so that they differ is no error; what
 * chance moves are their days. Canteens share weather, weekdays and what the market has, so a date counts once: the
 * deviations of all canteens from their own ratios are added up by date, v = n/(n − 1) · Σ_d(Σᵢ gᵢ_d − Rᵢ·mᵢ_d)² / (Σm)²
 * over n dates (Cochran §6.4 with the date as the unit, ratios by canteen as in §6.11).
 */
export function meanOfSeveral(means: readonly MeanOfDays[], confidence: number): MeanOfSeveral | null {
  const own = pooled(means, confidence);
  if (own === null) return null;
  const beyond = new Map<string, number>();
  for (const { gramsPerMeal, known } of means) {
    for (const { date, grams, personMeals } of known) {
      beyond.set(date, (beyond.get(date) ?? 0) + grams - gramsPerMeal * personMeals);
    }
  }
  const n = beyond.size;
  if (n < 2) return { ...own, together: 1 };
  const squares = [...beyond.values()].reduce((sum, grams) => sum + grams * grams, 0);
  const variance = ((n / (n - 1)) * squares) / own.personMeals ** 2;
  const { gramsPerMeal, personMeals, days } = own;
  return {
    ...withInterval(gramsPerMeal, variance, n - 1, personMeals, days, confidence),
    together: own.variance > 0 ? Math.max(1, variance / own.variance) : 1,
  };
}

/** A canteen with a figure of the day, and what is usual for it. */
export interface CountedCanteen {
  readonly grams: number;
  readonly personMeals: number;
  readonly norm: Norm | null;
}

/**
 * A single day of several canteens. They are all counted; another such day would move each by its own deviation from day
 * to day, v = Σmᵢ²·sᵢ² / (Σm)², and all of them together as far as their norm's days did. A canteen without a norm moves
 * as the middle one of the others; where none has one, nothing is known of days, and the canteens' differences stand in.
 * @returns null of fewer than two: one canteen is no city
 */
export function dayOfSeveral(
  canteens: readonly CountedCanteen[],
  norm: MeanOfSeveral | null,
  confidence: number,
): Mean | null {
  const counted = canteens.filter(({ personMeals }) => personMeals > 0);
  if (counted.length < 2) return null;
  const deviations = counted.flatMap((one) => (one.norm === null ? [] : [one.norm.deviation]));
  if (norm === null || deviations.length === 0) {
    const between = meanOf(counted, confidence);
    return between === null ? null : { ...between, days: 1 };
  }
  const usual = median(deviations);
  const grams = counted.reduce((sum, one) => sum + one.grams, 0);
  const people = counted.reduce((sum, one) => sum + one.personMeals, 0);
  const squares = counted.reduce((sum, one) => sum + (one.personMeals * (one.norm?.deviation ?? usual)) ** 2, 0);
  const variance = (norm.together * squares) / people ** 2;
  return withInterval(grams / people, variance, norm.freedom, people, 1, confidence);
}
