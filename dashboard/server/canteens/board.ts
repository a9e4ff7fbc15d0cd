import { dayOfSeveral, meanOfSeveral, type CountedCanteen } from '../../../domain/canteen/several.ts';
import type { Meal, Stream } from '../../../domain/canteen/types.ts';
import type { WireBoard, WireBoardRow } from '../../../domain/wire-canteens.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { atMeal, signalsAt, type CanteenAtMeal } from './at-meal.ts';
import { mealNow } from './meal-now.ts';
import { tellsNoneOfThem } from './peers.ts';
import type { AtMeal } from './past.ts';
import { isRunning, servingHours } from './serving.ts';
import { wireMean } from './wire.ts';

type Board = Pick<House, 'canteens' | 'calendar' | 'now'>;
interface Asked {
  readonly meal?: Meal | undefined;
  readonly stream?: Stream | undefined;
}

const minuteMs = 60_000;
const untold = { now: null, grams: 0, personMeals: 0, counted: 0 } as const;
const nobody: WireBoard['city'] = { ...untold, norm: null, of: 0, targetG: null, lastEventAt: null };

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
   * served last. Who sees a part of the city sees its mean, as long as it tells of none of the others.
   */
  async of(viewer: Viewer, asked: Asked): Promise<WireBoard> {
    const [whole, visible] = await Promise.all([this.#whole(asked), this.#parts.canteens.visible(viewer)]);
    const mine = new Set(visible.map(({ id }) => id));
    const rows = whole.rows.filter(({ id }) => mine.has(id));
    // Who has no canteen here is told nothing of the others.
    return { ...whole, city: mine.size === 0 ? nobody : cityFor(mine, whole), rows };
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

/** The city without what would tell the figures of single canteens that are not theirs. */
function cityFor(mine: ReadonlySet<string>, { city, rows }: WireBoard): WireBoard['city'] {
  const others = rows.filter(({ id }) => !mine.has(id));
  const served = others.filter(({ personMeals, grams }) => personMeals > 0 || grams !== null);
  return {
    ...city,
    ...(tellsNoneOfThem(served.length) ? {} : untold),
    norm: tellsNoneOfThem(others.filter(({ norm }) => norm !== null).length) ? city.norm : null,
  };
}

/**
 * What is counted so far, and of the canteens whose figures count the mean beside the norm of the same ones: at the
 * beginning of a meal they are not yet the whole city.
 */
function cityAt(
  found: readonly CanteenAtMeal[],
  { stream }: AtMeal,
  { confidence, targetG }: House['canteens']['rules'],
): Omit<WireBoard['city'], 'lastEventAt'> {
  const figures = found.map(({ today, norm }) => ({ today, norm, figure: today?.streams[stream] }));
  const counted = figures.flatMap(({ today, norm, figure }): CountedCanteen[] =>
    today?.state === 'ok' && figure ? [{ grams: figure.grams, personMeals: today.personMeals, norm }] : [],
  );
  const normsOf = (canteens: readonly Pick<CanteenAtMeal, 'norm'>[]) =>
    meanOfSeveral(
      canteens.map(({ norm }) => norm).filter((norm) => norm !== null),
      confidence,
    );
  const norm = normsOf(counted);
  return {
    now: wireMean(dayOfSeveral(counted, norm, confidence)),
    norm: wireMean(norm ?? normsOf(found)),
    grams: figures.reduce((sum, { figure }) => sum + (figure?.grams ?? 0), 0),
    personMeals: figures.reduce((sum, { today }) => sum + (today?.personMeals ?? 0), 0),
    counted: counted.length,
    of: found.length,
    targetG,
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
