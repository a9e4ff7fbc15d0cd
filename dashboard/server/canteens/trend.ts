import { addDays } from '../../../domain/canteen/clock.ts';
import { grouped } from '../../../domain/canteen/grouped.ts';
import type { CanteenRules, Meal, MealFigures, Stream } from '../../../domain/canteen/types.ts';
import type { WireTrend } from '../../../domain/wire-canteens.ts';
import type { House } from '../house.ts';
import { monthOf, weekOf } from './dates.ts';
import type { DateSpan } from './span.ts';

export interface TrendAsked extends DateSpan {
  readonly every: WireTrend['every'];
  /** null: all meals of a day together. */
  readonly meal: Meal | null;
  readonly stream: Stream;
}

type Point = WireTrend['points'][number];

const firstOf: Readonly<Record<WireTrend['every'], (date: string) => string>> = {
  day: (date) => date,
  week: weekOf,
  month: (date) => `${monthOf(date)}-01`,
};

/** Grams a person-meal over days, weeks or months; whole weeks and months, whatever day was asked for. */
export async function trendOf(
  { canteens, registry }: Pick<House, 'canteens' | 'registry'>,
  canteen: string,
  { from, to, every, meal, stream }: TrendAsked,
): Promise<WireTrend> {
  if (from >= to) return { meal, stream, every, points: [] };
  const span = { from: firstOf[every](from), to: endOf(every, to) };
  const [meals, notes] = await Promise.all([
    canteens.meals(canteen, span.from, span.to),
    every === 'day' ? registry.canteenBook.notes(canteen, span.from, span.to) : [],
  ]);
  const own = meals.filter((one) => meal === null || one.meal === meal);
  const points = [...grouped(own, ({ date }) => firstOf[every](date))].map(([date, days]): Point => {
    const said = notes.filter((note) => note.date === date && (meal === null || note.meal === meal));
    const note = said.map(({ text }) => text).join(' · ');
    return { date, ...together(days, stream, canteens.rules), note: note === '' ? null : note };
  });
  return { meal, stream, every, points };
}

/** Meals as one: those that can be compared, else the doubtful ones, else what there is, without a figure a meal. */
export function together(
  meals: readonly MealFigures[],
  stream: Stream,
  rules: CanteenRules,
): Pick<Point, 'gramsPerMeal' | 'grams' | 'personMeals' | 'state'> {
  const of = (state: MealFigures['state']) =>
    meals.filter((one) => one.state === state && one.streams[stream] !== undefined);
  const ok = of('ok');
  const doubtful = ok.length > 0 ? [] : of('doubtful');
  const counted = ok.length > 0 ? ok : doubtful.length > 0 ? doubtful : meals;
  const grams = counted.reduce((sum, one) => sum + (one.streams[stream]?.grams ?? 0), 0);
  const personMeals = counted.reduce((sum, one) => sum + one.personMeals, 0);
  const state = ok.length > 0 ? 'ok' : doubtful.length > 0 ? 'doubtful' : 'insufficient-data';
  const enough = state !== 'insufficient-data' && personMeals >= rules.leastPersonMeals && personMeals > 0;
  return { gramsPerMeal: enough ? grams / personMeals : null, grams, personMeals, state };
}

/** The end of the week or month that holds the last day before `to`. */
function endOf(every: WireTrend['every'], to: string): string {
  const last = addDays(to, -1);
  if (every === 'day') return to;
  if (every === 'week') return addDays(weekOf(last), 7);
  const start = firstOf.month(last);
  // Any day of the next month, back to its first.
  return firstOf.month(addDays(start, 31));
}
