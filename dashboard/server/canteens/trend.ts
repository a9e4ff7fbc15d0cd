import { addDays } from '../../../domain/canteen/clock.ts';
import { grouped } from '../../../domain/canteen/grouped.ts';
import type { CanteenRules, Meal, MealFigures, MealState, Stream } from '../../../domain/canteen/types.ts';
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

/**
 * Meals as one. The figure a meal rests on the days that can be compared, with the doubtful ones when those alone are too
 * few; it is none when fewer than `leastDaysShare` of the days on which people ate are known. What was weighed and who
 * came is told of all.
 */
export function together(
  meals: readonly MealFigures[],
  stream: Stream,
  { leastDaysShare }: Pick<CanteenRules, 'leastDaysShare'>,
): Omit<Point, 'date' | 'note'> {
  const served = [...grouped(meals, ({ date }) => date).values()].filter((day) => peopleOf(day) > 0);
  const knownIn = (...states: MealState[]) =>
    served
      .map((day) => {
        const known = day.filter((one) => states.includes(one.state) && one.streams[stream] !== undefined);
        // Where most people ate at meals of which nothing is known, the day is not known.
        return peopleOf(known) > 0 && peopleOf(known) >= leastDaysShare * peopleOf(day) ? known : [];
      })
      .filter((day) => day.length > 0);
  const enough = (known: readonly unknown[]) => known.length > 0 && known.length >= leastDaysShare * served.length;
  const ok = knownIn('ok');
  const known = enough(ok) ? ok : knownIn('ok', 'doubtful');
  const counted = known.flat();
  return {
    gramsPerMeal: enough(known) ? (gramsOf(counted, stream) ?? 0) / peopleOf(counted) : null,
    grams: gramsOf(meals, stream),
    personMeals: peopleOf(meals),
    days: served.length,
    knownDays: known.length,
    state: !enough(known) ? 'insufficient-data' : known === ok ? 'ok' : 'doubtful',
  };
}

const peopleOf = (meals: readonly MealFigures[]) => meals.reduce((sum, { personMeals }) => sum + personMeals, 0);

/** Exact to the milligram; null: nothing was weighed. */
function gramsOf(meals: readonly MealFigures[], stream: Stream): number | null {
  const weighed = meals.flatMap(({ streams }) => streams[stream]?.grams ?? []);
  return weighed.length === 0 ? null : weighed.reduce((sum, grams) => sum + Math.round(grams * 1000), 0) / 1000;
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
