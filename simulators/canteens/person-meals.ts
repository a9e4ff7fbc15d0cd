import type { CityDay } from '../city/day.ts';
import { chance } from '../city/noise.ts';
import type { DemoCanteen, Meal } from './canteens.ts';

/** Friday afternoons are for the way home; Mondays for meetings. By weekday, Sunday first. */
const weekdays = [0.9, 1.03, 1.02, 1.02, 1, 0.93, 0.92];

/** How full a canteen is that day, 0 = closed. */
export function attendance({ opening }: DemoCanteen, day: CityDay): number {
  if (opening === 'daily') return { work: 1, rest: 0.55, holiday: 0.4 }[day.kind];
  if (opening === 'term') return day.kind === 'work' && !day.schoolBreak ? 1 : 0;
  return day.kind === 'work' ? 1 : 0;
}

/** People who ate, the same whenever it is asked. */
export function personMeals(seed: number, canteen: DemoCanteen, day: CityDay, meal: Meal): number {
  const usual = canteen.usual[meal] ?? 0;
  const weekday = weekdays[new Date(day.index * 86_400_000).getUTCDay()]!;
  const stream = 400_000 + canteen.number * 10 + order[meal];
  const scatter = 0.88 + 0.24 * chance(seed, stream, day.index);
  return Math.round(usual * attendance(canteen, day) * weekday * scatter);
}

const order: Readonly<Record<Meal, number>> = { BREAKFAST: 0, LUNCH: 1, DINNER: 2 };
