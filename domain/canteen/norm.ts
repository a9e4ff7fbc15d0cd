import { addDays } from './clock.ts';
import { meanOf, type Mean } from './mean.ts';
import type { CanteenRules, Meal, MealFigures, Stream } from './types.ts';

/** What is usual at a meal, and how far its days lie from it. */
export interface Norm extends Mean {
  /** Standard deviation of single days' grams a meal around the mean. */
  readonly deviation: number;
  /** The days that it is of. */
  readonly known: readonly KnownDay[];
}

/** A day that is known: plain sums. */
export interface KnownDay {
  readonly date: string;
  readonly grams: number;
  readonly personMeals: number;
}

export interface Span {
  /** Local dates; `to` exclusive. */
  readonly from: string;
  readonly to: string;
  readonly meal: Meal;
  readonly stream: Stream;
}

/** The days of a span that may be compared: state `ok`, and that stream was weighed. Not weighed is not 0. */
export function knownDays(meals: readonly MealFigures[], { from, to, meal, stream }: Span): readonly KnownDay[] {
  const days: KnownDay[] = [];
  for (const figures of meals) {
    if (figures.meal !== meal || figures.state !== 'ok' || figures.date < from || figures.date >= to) continue;
    const figure = figures.streams[stream];
    if (figure) days.push({ date: figures.date, grams: figure.grams, personMeals: figures.personMeals });
  }
  return days;
}

/**
 * What was usual at that meal over the `normDays` days before a date, that date left out. All days on which the meal was
 * served are alike: an office canteen that closes on rest days is compared with working days only, and a hospital's
 * Sunday is told by its people, not by its date. Fridays and Mondays are in it as they come, four in four weeks, so they
 * widen the deviation instead of having a norm of four days each.
 * @returns null with fewer than `leastNormDays` known days
 */
export function normOf(
  meals: readonly MealFigures[],
  { date, meal, stream }: { readonly date: string; readonly meal: Meal; readonly stream: Stream },
  rules: CanteenRules,
): Norm | null {
  const days = knownDays(meals, { from: addDays(date, -rules.normDays), to: date, meal, stream });
  if (days.length < rules.leastNormDays) return null;
  const mean = meanOf(days, rules.confidence);
  if (mean === null) return null;
  const squares = days.reduce((sum, day) => sum + (day.grams / day.personMeals - mean.gramsPerMeal) ** 2, 0);
  return { ...mean, deviation: Math.sqrt(squares / (days.length - 1)), known: days };
}

/** Above its own norm by share and by day-to-day deviations: a menu that nobody liked is both, a restless canteen isn't. */
export function isFarAbove(gramsPerMeal: number, norm: Norm, rules: CanteenRules): boolean {
  const above = gramsPerMeal - norm.gramsPerMeal;
  return above > rules.farAboveShare * norm.gramsPerMeal && above > rules.farAboveDeviations * norm.deviation;
}
