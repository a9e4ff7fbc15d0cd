import { addDays, dayOf } from '../../../domain/canteen/clock.ts';
import type { Meal, MealFigures } from '../../../domain/canteen/types.ts';
import type { DayTypes } from '../../../domain/time/day-types.ts';

/** Of one weekday at least so many, else all days of work, or all of rest. */
const leastOfWeekday = 2;

/**
 * Whether a canteen serves that meal on days like this one: on most of those of the same weekday and kind in the weeks
 * before. true where nothing is known of such days: then what is lacking is told.
 * @param meals its figures of the `days` days before `date`
 */
export function servedOnLikeDays(
  meals: readonly MealFigures[],
  { date, meal }: { readonly date: string; readonly meal: Meal },
  days: number,
  dayTypes: DayTypes,
): boolean {
  const first = meals[0]?.date;
  if (first === undefined) return true;
  const kind = isRestDay(date, dayTypes);
  const sameKind: string[] = [];
  for (let back = 1; back <= days; back++) {
    const day = addDays(date, -back);
    if (day >= first && isRestDay(day, dayTypes) === kind) sameKind.push(day);
  }
  const sameWeekday = sameKind.filter((day) => (dayOf(date) - dayOf(day)) % 7 === 0);
  const like = sameWeekday.length >= leastOfWeekday ? sameWeekday : sameKind;
  if (like.length === 0) return true;
  const served = new Set(meals.filter((one) => one.meal === meal && one.personMeals > 0).map((one) => one.date));
  return like.filter((day) => served.has(day)).length * 2 > like.length;
}

function isRestDay(date: string, dayTypes: DayTypes): boolean {
  const day = dayOf(date);
  const type = dayTypes.typeOf(day);
  if (type === 'holiday') return true;
  if (type === 'make-up-workday') return false;
  // 1970-01-01 was a Thursday.
  const weekday = (((day + 3) % 7) + 7) % 7;
  return weekday >= 5;
}
