import type { Meal } from './canteens.ts';

export interface MealTime {
  /** Hours of the day: the kitchen begins, doors open, doors close. */
  readonly cookingFrom: number;
  readonly from: number;
  readonly to: number;
}

/** In the order of the day. */
export const mealTimes: ReadonlyMap<Meal, MealTime> = new Map<Meal, MealTime>([
  ['BREAKFAST', { cookingFrom: 5.6, from: 7, to: 8.5 }],
  ['LUNCH', { cookingFrom: 8.9, from: 11.25, to: 12.75 }],
  ['DINNER', { cookingFrom: 15.4, from: 17, to: 18.5 }],
]);

const hourMs = 3_600_000;

/** An instant of a day, on a whole second. */
export const instantAt = (startsAt: number, hour: number): number =>
  startsAt + Math.round((hour * hourMs) / 1000) * 1000;
