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
interface Asked {
  readonly meal?: Meal | undefined;
  readonly stream?: Stream | undefined;
}

const minuteMs = 60_000;
const nobody: WireBoard['city'] = {
  ...{ now: null, norm: null, grams: 0, personMeals: 0, counted: 0, of: 0 },
  ...{ targetG: null, lastEventAt: null },
};

/**
 * Boards as they were last made. All who look at the same meal are answered from one, until an event, a person's word,
 * the register or the minute changes it.
 */
export class KnownBoards {
  readonly #parts: Board;
  readonly #kept = new Map<string, { readonly stamp: string; readonly board: Promise<WireBoard> }>();

  constructor(parts: Board) {
    this.#parts = parts;
  }

  /**
   * Every canteen that the viewer may see at one meal, beside the whole city: the running meal, or the one that was
   * served last. Who sees a part of the city sees its mean, and none of the others.
   */
  async of(viewer: Viewer, asked: Asked): Promise<WireBoard> {
    const [whole, visible] = await Promise.all([this.#whole(asked), this.#parts.canteens.visible(viewer)]);
    const mine = new Set(visible.map(({ id }) => id));
    const rows = whole.rows.filter(({ id }) => mine.has(id));
    // Who has no canteen here is told nothing of the others.
    return { ...whole, city: mine.size === 0 ? nobody : whole.city, rows };
  }

  #whole(asked: Asked): Promise<WireBoard> {
    const { canteens, now } = this.#parts;
    const key = `${asked.meal ?? ''} ${asked.stream ?? ''}`;
    const stamp = `${canteens.version} ${Math.floor(now() / minuteMs)}`;
    const known = this.#kept.get(key);
    if (known?.stamp === stamp) return known.board;
    const made = { stamp, board: wholeBoard(this.#parts, asked) };
    this.#kept.set(key, made);
    made.board.catch(() => this.#kept.get(key) === made && this.#kept.delete(key));
    return made.board;
  }
}

async function wholeBoard(house: Board, asked: Asked): Promise<WireBoard> {
  const { canteens, calendar } = house;
  const now = house.now();
  const all = await canteens.all();
  const stream = asked.stream ?? 'PLATE_WASTE';
  const of = { ...(await mealNow(canteens, all, now, asked.meal)), stream };
  const found = await Promise.all(all.map((entry) => atMeal(canteens, entry, of)));
  const newest = await Promise.all(all.map(({ id }) => canteens.lastEventAt(id)));
  const iso = (ts: number | null) => (ts === null ? null : calendar.iso(ts));
  const rows = await Promise.all(found.map((one, i) => rowOf(house, one, of, now, iso(newest[i]!))));
  const { from, to } = servingHours(of, canteens);
  const last = Math.max(...newest.map((ts) => ts ?? -Infinity));
  return {
    ...of,
    serving: { from: calendar.iso(from), to: calendar.iso(to), running: isRunning(of, now, canteens) },
    city: { ...cityAt(found, of, canteens.rules), lastEventAt: iso(last === -Infinity ? null : last) },
    rows,
  };
}

/** Grams of a figure that counts in a mean of several canteens. */
function countedIn(today: MealFigures | null, stream: Stream): { grams: number; personMeals: number } | null {
  const figure = today?.state === 'ok' ? today.streams[stream] : undefined;
  return figure === undefined ? null : { grams: figure.grams, personMeals: today!.personMeals };
}

function cityAt(
  found: readonly CanteenAtMeal[],
  { stream }: AtMeal,
  rules: House['canteens']['rules'],
): Omit<WireBoard['city'], 'lastEventAt'> {
  const counted = found.map(({ today }) => countedIn(today, stream)).filter((one) => one !== null);
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
