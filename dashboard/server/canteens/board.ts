import { meanOf, pooled, type Mean } from '../../../domain/canteen/mean.ts';
import type { Meal, MealFigures, Stream } from '../../../domain/canteen/types.ts';
import type { WireBoard, WireBoardRow } from '../../../domain/wire-canteens.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { atMeal, signalsAt, type CanteenAtMeal } from './at-meal.ts';
import { mealNow } from './meal-now.ts';
import type { AtMeal } from './past.ts';
import { isRunning, servingHours } from './serving.ts';
import { wireMean } from './wire.ts';

type Board = Pick<House, 'canteens' | 'calendar' | 'now'>;

/**
 * Every canteen that the viewer may see at one meal, beside the whole city: the running meal, or the one that was served
 * last. Who sees a part of the city sees its mean, and none of the others.
 */
export async function boardOf(
  house: Board,
  viewer: Viewer,
  asked: { readonly meal?: Meal | undefined; readonly stream?: Stream | undefined },
): Promise<WireBoard> {
  const { canteens, calendar } = house;
  const now = house.now();
  const [all, visible] = await Promise.all([canteens.all(), canteens.visible(viewer)]);
  const stream = asked.stream ?? 'PLATE_WASTE';
  const meal = await mealNow(canteens, all, now, asked.meal);
  const of = { ...meal, stream };
  // Who has no canteen here is told nothing of the others.
  const counted = visible.length === 0 ? [] : all;
  const found = await Promise.all(counted.map((entry) => atMeal(canteens, entry, of)));
  const newest = new Map(
    await Promise.all(counted.map(async ({ id }) => [id, await canteens.lastEventAt(id)] as const)),
  );
  const mine = new Set(visible.map(({ id }) => id));
  const iso = (ts: number | null | undefined) => (ts === null || ts === undefined ? null : calendar.iso(ts));
  const rows = await Promise.all(
    found
      .filter(({ entry }) => mine.has(entry.id))
      .map((one) => rowOf(house, one, of, now, iso(newest.get(one.entry.id)))),
  );
  const { from, to } = servingHours(of, canteens);
  const last = Math.max(...[...newest.values()].map((ts) => ts ?? -Infinity));
  return {
    ...of,
    serving: { from: calendar.iso(from), to: calendar.iso(to), running: isRunning(of, now, canteens) },
    city: { ...cityAt(found, of, canteens.rules), lastEventAt: iso(last === -Infinity ? null : last) },
    rows,
  };
}

/** Grams of a figure that counts in a mean of several canteens. */
function known(today: MealFigures | null, stream: Stream): { grams: number; personMeals: number } | null {
  const figure = today?.state === 'ok' ? today.streams[stream] : undefined;
  return figure === undefined ? null : { grams: figure.grams, personMeals: today!.personMeals };
}

function cityAt(
  found: readonly CanteenAtMeal[],
  { stream }: AtMeal,
  rules: House['canteens']['rules'],
): Omit<WireBoard['city'], 'lastEventAt'> {
  const counted = found.map(({ today }) => known(today, stream)).filter((one) => one !== null);
  const norms = found.map(({ norm }) => norm).filter((norm): norm is NonNullable<typeof norm> => norm !== null);
  // Canteens differ more than days do: of one alone nothing can be said of the city.
  const now: Mean | null = meanOf(counted, rules.confidence);
  return {
    now: now === null ? null : { ...wireMean(now)!, days: 1 },
    norm: wireMean(pooled(norms, rules.confidence)),
    grams: counted.reduce((sum, { grams }) => sum + grams, 0),
    personMeals: counted.reduce((sum, { personMeals }) => sum + personMeals, 0),
    counted: counted.length,
    of: found.length,
    targetG: rules.targetG,
  };
}

async function rowOf(
  { canteens }: Board,
  at: CanteenAtMeal,
  of: AtMeal,
  now: number,
  lastEventAt: string | null,
): Promise<WireBoardRow> {
  const { entry, today, norm } = at;
  const { id, name, region, regionName, operatingMode, supplyMode, demo } = entry;
  const figure = today?.streams[of.stream];
  const signals = await signalsAt(canteens, at, of, now);
  return {
    ...{ id, name, region, regionName, operatingMode, supplyMode },
    personMeals: today?.personMeals ?? 0,
    grams: figure?.grams ?? null,
    gramsPerMeal: figure?.gramsPerMeal ?? null,
    state: today?.state ?? 'insufficient-data',
    reasons: today?.reasons ?? ['no-counts', 'not-weighed'],
    signals,
    norm: wireMean(norm),
    lastEventAt,
    manual: today?.manual ?? false,
    demo,
  };
}
