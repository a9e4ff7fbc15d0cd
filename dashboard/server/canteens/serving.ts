import { meals, type CanteenRules, type Meal } from '../../../domain/canteen/types.ts';
import { addDays } from '../../../domain/canteen/clock.ts';
import type { CanteenService } from './service.ts';

const dayMinutes = 1_440;
const minuteMs = 60_000;

/** A meal of a local day. */
export interface MealOfDay {
  readonly date: string;
  readonly meal: Meal;
}

/** Minutes of that local day until `ts`, beyond 1,440 when it is a day that is over; negative: it has not begun. */
export function minutesInto(date: string, ts: number, { clock }: Pick<CanteenService, 'clock'>): number {
  const today = clock.dateOf(ts);
  if (today === date) return clock.minuteOf(ts);
  const days = Math.round((clock.startOf(today) - clock.startOf(date)) / (dayMinutes * minuteMs));
  return days * dayMinutes + clock.minuteOf(ts);
}

export function isRunning({ date, meal }: MealOfDay, ts: number, service: Pick<CanteenService, 'clock' | 'rules'>) {
  const minute = minutesInto(date, ts, service);
  const { from, to } = service.rules.hours[meal];
  return minute >= from && minute < to;
}

/** From when to when it is served, as instants. */
export function servingHours(
  { date, meal }: MealOfDay,
  { clock, rules }: Pick<CanteenService, 'clock' | 'rules'>,
): { readonly from: number; readonly to: number } {
  const { from, to } = rules.hours[meal];
  return { from: instantOf(date, from, clock), to: instantOf(date, to, clock) };
}

/** The instant of a minute of the clock on a local day. */
export function instantOf(date: string, minute: number, clock: CanteenService['clock']): number {
  const day = addDays(date, Math.floor(minute / dayMinutes));
  const wanted = minute % dayMinutes;
  const guess = clock.startOf(day) + wanted * minuteMs;
  // On a day on which clocks are changed the hours before that differ from elapsed ones.
  return guess + (wanted - clock.minuteOf(guess)) * minuteMs;
}

/**
 * Meals that have begun, the newest first, of today and the days before.
 * @param days how many days to go back
 */
export function* begunMeals(now: number, days: number, rules: CanteenRules, clock: CanteenService['clock']) {
  const today = clock.dateOf(now);
  const minute = clock.minuteOf(now);
  const latestFirst = [...meals].sort((a, b) => rules.hours[b].from - rules.hours[a].from);
  for (let back = 0; back <= days; back++) {
    const date = addDays(today, -back);
    for (const meal of latestFirst) {
      if (back > 0 || rules.hours[meal].from <= minute) yield { date, meal } satisfies MealOfDay;
    }
  }
}
