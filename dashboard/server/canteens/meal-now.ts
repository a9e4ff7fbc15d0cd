import type { CanteenEntry } from '../../../storage/registry/canteen-port.ts';
import { addDays } from '../../../domain/canteen/clock.ts';
import type { Meal } from '../../../domain/canteen/types.ts';
import { begunMeals, isRunning, type MealOfDay } from './serving.ts';
import type { CanteenService } from './service.ts';

/** So many days ago somebody has served something; else nobody does. */
const daysBack = 10;

/**
 * The meal that these canteens serve now, or served last. One that runs by the clock and that nobody serves on such a
 * day is passed over: no office eats at midnight.
 */
export async function mealNow(
  service: CanteenService,
  canteens: readonly Pick<CanteenEntry, 'id'>[],
  now: number,
  only?: Meal,
): Promise<MealOfDay> {
  const { clock, rules, past } = service;
  const today = clock.dateOf(now);
  const figures = await Promise.all(
    canteens.map(({ id }) => service.meals(id, addDays(today, -daysBack), addDays(today, 1))),
  );
  const served = new Set<string>();
  for (const meals of figures) {
    for (const { date, meal, personMeals, streams } of meals) {
      if (personMeals > 0 || Object.keys(streams).length > 0) served.add(`${date} ${meal}`);
    }
  }
  // Somebody has eaten before its hour.
  if (only !== undefined && served.has(`${today} ${only}`)) return { date: today, meal: only };
  let begun: MealOfDay | undefined;
  for (const of of begunMeals(now, daysBack, rules, clock)) {
    if (only !== undefined && of.meal !== only) continue;
    begun ??= of;
    if (served.has(`${of.date} ${of.meal}`)) return of;
    if (!isRunning(of, now, service)) continue;
    // Nobody has come yet: whether anybody does is known from days like this one.
    const before = [...served].some((one) => one.endsWith(` ${of.meal}`));
    const usual = before ? await Promise.all(canteens.map(({ id }) => past.served(id, of))) : [];
    if (usual.includes(true)) return of;
  }
  return begun ?? { date: today, meal: only ?? 'LUNCH' };
}
