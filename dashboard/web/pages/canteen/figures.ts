import type { Stream } from '../../../../domain/canteen/types.ts';
import type { WireCanteenDay, WireComparison, WireMeal, WireMean } from '../../../../domain/wire-canteens.ts';
import type { SignName } from '../../components/Sign.svelte';
import { fixed, missing } from '../../format/index.ts';
import type { CanteenMessages } from '../../messages/canteen/type.ts';

/** What may be said of a canteen's figures. Grams a person-meal have one decimal: more would claim what no scale knows. */

export const perMeal = (grams: number | null | undefined): string => fixed(grams, 1);
export const kilograms = (grams: number | null | undefined): string =>
  grams === null || grams === undefined ? missing : fixed(grams / 1000, grams < 100_000 ? 2 : 1);
export const withInterval = ({ gramsPerMeal, plusMinus }: WireMean): string =>
  `${fixed(gramsPerMeal, 1)} ± ${fixed(plusMinus, 1)}`;

/** The meal that the day is about; null when nothing is known of it. */
export const mealOf = (day: Pick<WireCanteenDay, 'meals' | 'meal'>): WireMeal | null =>
  day.meals.find(({ meal }) => meal === day.meal) ?? null;

/** Less is better, but of trimmings that are used again: those words carry no judgement. */
export function signOf(comparison: WireComparison, stream: Stream): SignName {
  if (comparison === 'cannot-tell') return 'cannot-tell';
  if (comparison === 'no-difference' || stream === 'TRIM_USED') return 'due';
  return comparison === 'less' ? 'met' : 'not-met';
}

/** Why a figure is not there, or is not compared, in words; '' when it is good. */
export function stateWords(meal: WireMeal | null, m: CanteenMessages, join: string): string {
  if (meal === null) return m.lead.nothing;
  if (meal.state === 'ok') return '';
  // Plates come back at the end: that is no fault of a meal that runs. When it is late, the signal `silent` says so.
  if (meal.running && meal.reasons.length === 1 && meal.reasons[0] === 'not-weighed') return m.lead.notYet;
  const words = meal.reasons.map((reason) => m.terms.reasons[reason]);
  const state = meal.state === 'doubtful' ? m.lead.doubtful : m.lead.insufficient;
  return words.length === 0 ? state : `${state}${m.lead.because(words.join(join))}`;
}
