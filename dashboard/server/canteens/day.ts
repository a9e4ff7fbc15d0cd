import { addDays } from '../../../domain/canteen/clock.ts';
import { changeDays, changesOf } from '../../../domain/canteen/change.ts';
import { compare, type Mean } from '../../../domain/canteen/mean.ts';
import { rhythms } from '../../../domain/canteen/rhythm.ts';
import type { WireCanteenDay, WireDisplay } from '../../../domain/wire-canteens.ts';
import type { CanteenEntry } from '../../../storage/registry/canteen-port.ts';
import type { House } from '../house.ts';
import { atMeal, signalsAt, type CanteenAtMeal } from './at-meal.ts';
import type { AtMeal } from './past.ts';
import { cityOf, peersOf, type KnownNorm } from './peers.ts';
import { resourcesOf } from './resources.ts';
import { instantOf, isRunning, servingHours } from './serving.ts';
import type { CanteenService } from './service.ts';
import { wireCanteen, wireMeal, wireMean } from './wire.ts';

type Day = Pick<House, 'canteens' | 'calendar' | 'now' | 'registry' | 'intervals' | 'meters'>;

/** While it is served, a meal with less than this part of its usual people is not compared. */
const leastOfUsualPeople = 0.5;

/** One canteen at a meal of a day beside its own past, its peers and the city. */
export async function canteenDay(house: Day, entry: CanteenEntry, of: AtMeal): Promise<WireCanteenDay> {
  const { canteens, calendar } = house;
  const { rules, clock } = canteens;
  const { id } = entry;
  const { date, meal } = of;
  const next = addDays(date, 1);
  const now = house.now();
  const [all, at, past, inputs, note, resources, usual] = await Promise.all([
    canteens.all(),
    atMeal(canteens, entry, of),
    canteens.meals(id, addDays(date, -changeDays), next),
    canteens.inputs(id, date, next),
    canteens.note(id, date, meal),
    resourcesOf(house, entry, date),
    canteens.past.usual(id, of),
  ]);
  const norms = await Promise.all(all.map(async (one) => ({ entry: one, norm: await canteens.past.norm(one.id, of) })));
  const known = norms.filter((one): one is KnownNorm => one.norm !== null);
  const city = cityOf(entry, known, rules.confidence);
  const peers = peersOf(entry, known, rules.confidence);
  const rhythm = rhythms({ ...inputs, rules, clock }, of).get(date) ?? [];
  const { from, to } = servingHours(of, canteens);
  return {
    canteen: wireCanteen(entry),
    ...of,
    meals: past.filter((one) => one.date === date).map((one) => wireMeal(one, house)),
    signals: await signalsAt(canteens, at, of, now),
    norm: wireMean(at.norm),
    peers: peers === null ? null : { ...wireMean(peers.mean)!, canteens: peers.canteens },
    city: wireMean(city),
    comparison: {
      withNorm: compareWithNorm(canteens, at, of, now),
      withPeers: compare(at.norm, peers?.mean ?? null, rules.confidence),
      withCity: compare(at.norm, city, rules.confidence),
    },
    rhythm: rhythm.map(({ at: ts, grams, personMeals, gramsPerMeal }) => ({
      at: calendar.iso(ts),
      ...{ grams, personMeals, gramsPerMeal },
    })),
    usual: usual.usual.map(({ minute, low, mid, high }) => ({
      at: calendar.iso(instantOf(date, minute, clock)),
      ...{ low, mid, high },
    })),
    serving: { from: calendar.iso(from), to: calendar.iso(to), running: isRunning(of, now, canteens) },
    note,
    resources,
    changes: changesOf(past, date, rules).map(({ before, after, ...change }) => ({
      ...change,
      before: wireMean(before)!,
      after: wireMean(after)!,
    })),
  };
}

/** The dining hall: one number, one comparison. */
export async function displayOf(
  { canteens, now }: Pick<House, 'canteens' | 'now'>,
  entry: CanteenEntry,
  of: AtMeal,
): Promise<WireDisplay> {
  const at = await atMeal(canteens, entry, of);
  const { date, meal, stream } = of;
  return {
    name: entry.name,
    ...{ date, meal },
    gramsPerMeal: at.today?.streams[stream]?.gramsPerMeal ?? null,
    norm: at.norm?.gramsPerMeal ?? null,
    comparison: compareWithNorm(canteens, at, of, now()),
    state: at.today?.state ?? 'insufficient-data',
    running: isRunning(of, now(), canteens),
  };
}

/** One day against its own past: a single day varies as its days do. */
function compareWithNorm(
  service: CanteenService,
  { today, norm }: CanteenAtMeal,
  of: AtMeal,
  now: number,
): WireCanteenDay['comparison']['withNorm'] {
  const gramsPerMeal = today?.streams[of.stream]?.gramsPerMeal ?? null;
  if (norm === null || today === null || today.state !== 'ok' || gramsPerMeal === null) return 'cannot-tell';
  const single: Mean = { ...norm, gramsPerMeal, variance: norm.deviation ** 2 };
  const word = compare(single, norm, service.rules.confidence);
  if (!isRunning(of, now, service)) return word;
  // Plates are still on their way: what is too much already stays so once enough people have come.
  const enough = today.personMeals >= (leastOfUsualPeople * norm.personMeals) / norm.days;
  return word === 'more' && enough ? word : 'cannot-tell';
}
