import type { CityDay } from '../city/day.ts';
import { chance } from '../city/noise.ts';
import type { DemoCanteen, Meal } from './canteens.ts';
import type { Character } from './characters.ts';
import { instantAt, mealTimes } from './meal-times.ts';

export interface MealCount {
  readonly at: number;
  readonly sentAt: number;
  readonly meal: Meal;
  readonly personMeals: number;
  /** Sent a second time. */
  readonly again: boolean;
}

const every = 0.25;

/** The counter at the door tells every quarter of an hour who came in it; together they are all who ate. */
export function countsOf(
  seed: number,
  canteen: DemoCanteen,
  day: CityDay,
  meal: Meal,
  people: number,
  { sentTwice = 0, countsLateBy = 0 }: Character,
): MealCount[] {
  const { from, to } = mealTimes.get(meal)!;
  const batches = Math.round((to - from) / every);
  const stream = 440_000 + canteen.number * 10 + Math.round(from);
  const again = chance(seed, stream, day.index) < sentTwice;
  // Most come soon after the doors open.
  const rush = Array.from({ length: batches }, (_, i) => {
    const middle = (i + 0.5) / batches;
    return Math.exp(-(((middle - 0.36) / 0.27) ** 2)) * (0.8 + 0.4 * chance(seed, stream + 5_000, day.index * 8 + i));
  });
  const whole = rush.reduce((sum, share) => sum + share, 0);
  const counts: MealCount[] = [];
  let passed = 0;
  let told = 0;
  for (const [i, share] of rush.entries()) {
    passed += share;
    const until = i === batches - 1 ? people : Math.round((people * passed) / whole);
    if (until === told) continue;
    const at = instantAt(day.startsAt, from + (i + 1) * every);
    const sentAt = at + Math.round(countsLateBy * 3_600_000);
    counts.push({ at, sentAt, meal, personMeals: until - told, again });
    told = until;
  }
  return counts;
}
