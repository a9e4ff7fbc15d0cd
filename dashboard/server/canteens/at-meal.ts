import { addDays } from '../../../domain/canteen/clock.ts';
import type { Norm } from '../../../domain/canteen/norm.ts';
import { signalsOf } from '../../../domain/canteen/signals.ts';
import type { MealFigures } from '../../../domain/canteen/types.ts';
import type { CanteenSignal } from '../../../domain/wire-canteens.ts';
import type { CanteenEntry } from '../../../storage/registry/canteen-port.ts';
import type { AtMeal } from './past.ts';
import { minutesInto } from './serving.ts';
import type { CanteenService } from './service.ts';

/** A canteen at a meal of a day beside what is usual for it. */
export interface CanteenAtMeal {
  readonly entry: CanteenEntry;
  /** null: nothing came of that meal. */
  readonly today: MealFigures | null;
  readonly norm: Norm | null;
}

export async function atMeal(service: CanteenService, entry: CanteenEntry, of: AtMeal): Promise<CanteenAtMeal> {
  const [meals, norm] = await Promise.all([
    service.meals(entry.id, of.date, addDays(of.date, 1)),
    service.past.norm(entry.id, of),
  ]);
  return { entry, today: meals.find(({ meal }) => meal === of.meal) ?? null, norm };
}

/** What is to be marked about it now. */
export async function signalsAt(
  service: CanteenService,
  { entry, today, norm }: CanteenAtMeal,
  of: AtMeal,
  now: number,
): Promise<readonly CanteenSignal[]> {
  const { rules, clock, past } = service;
  const { date, meal, stream } = of;
  const dayEnd = clock.startOf(addDays(date, 1));
  const minuteOfDay = minutesInto(date, now, service);
  const lacking = today === null || today.state === 'insufficient-data';
  const due = minuteOfDay >= rules.hours[meal].from + rules.silentMinutes;
  const [findings, weighedOn, servedOnLikeDays, usual] = await Promise.all([
    service.findings(entry.id, date),
    lastWeighedBefore(service, entry.id, date),
    past.served(entry.id, of),
    // Only whoever lacks a figure is asked when it usually has one.
    lacking && due ? past.usual(entry.id, { date, meal, stream: 'PLATE_WASTE' }) : null,
  ]);
  return signalsOf({
    ...{ today, norm, servedOnLikeDays, minuteOfDay, meal, rules, stream },
    findings: findings.filter(({ first }) => first.ts < dayEnd),
    findingsSince: weighedOn === null ? -Infinity : clock.startOf(weighedOn),
    usuallyWeighedBy: usual?.weighedBy ?? null,
    hasScale: entry.scales.length > 0,
  });
}

/**
 * The last date before this one on which something was weighed: what was odd before that is over. Not this date itself:
 * peelings of the morning do not say that the scale of the plates is well again.
 */
async function lastWeighedBefore(service: CanteenService, canteen: string, date: string): Promise<string | null> {
  const meals = await service.meals(canteen, addDays(date, -service.rules.driftDays), date);
  const weighed = meals.findLast(({ streams }) => Object.values(streams).some(({ weighings }) => weighings > 0));
  return weighed?.date ?? null;
}
