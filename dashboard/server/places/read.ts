import { freshness } from '../../../domain/metering/freshness.ts';
import type { MeterDay } from '../../../domain/places/place-day.ts';
import { chinaDayTypes, noDayTypes, type DayTypes } from '../../../domain/time/day-types.ts';
import { daysFromCivil } from '../../../domain/time/civil.ts';
import type { WireAmount } from '../../../domain/wire-places.ts';
import type { Resolution } from '../../../domain/metering/interval.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import { qualities, type IntervalColumns } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';
import { metersAtOnce, portions } from './breath.ts';
import type { PlaceMeter } from './place-index.ts';
import { readUse } from './read-use.ts';

/** What reading places needs of the house. */
export type Reading = Pick<
  House,
  'store' | 'registry' | 'calendar' | 'now' | 'timezone' | 'quality' | 'today' | 'usual'
>;
/** What reading days needs of it. */
export type ReadingDays = Pick<House, 'store' | 'registry' | 'calendar' | 'now'>;

const missing = qualities.indexOf('missing');
const estimated = qualities.indexOf('estimated');
const letters = qualities.map((quality) => ({ missing: 'x', measured: 'm', estimated: 'e', manual: 'h' })[quality]);
const letterCodes = letters.map((letter) => letter.charCodeAt(0));
const notYetCode = '-'.charCodeAt(0);
/** From the best to the worst that a sum of meters can be. */
const order = 'mhex';
/** Place in that order of each quality, by its index. */
const ranks = Uint8Array.from(letters, (letter) => order.indexOf(letter));

const chineseZones: ReadonlySet<string> = new Set([
  'Asia/Shanghai',
  'Asia/Chongqing',
  'Asia/Harbin',
  'Asia/Urumqi',
  'PRC',
]);

/** Holidays and make-up workdays of the country that the installation's zone lies in, where we know them. */
export function dayTypesOf(timezone: string): DayTypes {
  return chineseZones.has(timezone) ? chinaDayTypes : noDayTypes;
}

/** `2026-11-23` of an instant, and its count of days from 1970. */
export function localDate(calendar: House['calendar'], ts: number): { readonly date: string; readonly day: number } {
  const date = calendar.iso(ts).slice(0, 10);
  return { date, day: dayNumber(date) };
}

export function dayNumber(date: string): number {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return daysFromCivil(year, month, day);
}

export async function readIntervals(
  house: Pick<House, 'store' | 'calendar' | 'now'>,
  meters: readonly PlaceMeter[],
  every: Resolution,
  from: number,
  to: number,
): Promise<readonly IntervalColumns[]> {
  const found: IntervalColumns[] = [];
  for (const few of portions(meters, metersAtOnce)) {
    for (const columns of await readUse(house, few, every, from, to)) found.push(columns);
  }
  return found;
}

/** State of a meter now. */
export function stateNow({ store, registry, now }: ReadingDays, meter: string) {
  const latest = store.latest().get(meter);
  const intervalMs = registry.directory.meter(meter)?.rules.intervalMs ?? 900_000;
  return freshness(latest?.lastReadingAt ?? null, latest?.lastReceivedAt ?? null, intervalMs, now());
}

/** How many of these meters speak now. */
export function stateCounts(house: Reading, meters: readonly MeterWithPlace[]) {
  const own = meters.map(({ id }) => stateNow(house, id));
  const count = (state: string) => own.filter((found) => found === state).length;
  return { total: own.length, live: count('live'), silent: count('silent') };
}

/** Quarter hours of one local day of each meter. */
export async function readDay(
  house: ReadingDays,
  meters: readonly PlaceMeter[],
  dayStart: number,
): Promise<readonly MeterDay[]> {
  const columns = await readIntervals(house, meters, '15m', dayStart, house.calendar.nextDay(dayStart));
  return columns.map((own, i) => meterDay(house, meters[i]!, own));
}

/** A day's column with its letters as of now. A quarter that a meter which still speaks has not reached is `-`. */
export function meterDay(house: ReadingDays, { id, register }: MeterWithPlace, own: IntervalColumns): MeterDay {
  const now = house.now();
  const spokenUntil = house.store.latest().get(id)?.points[register.point]?.ts ?? -Infinity;
  const silent = stateNow(house, id) === 'silent';
  const isOver = own.endsAt <= now && (silent || own.endsAt <= spokenUntil);
  const n = own.value.length;
  const codes = Buffer.allocUnsafe(n);
  for (let q = 0; q < n; q++) {
    const notYet =
      !isOver && (own.startsAt[q]! >= now || ((own.startsAt[q + 1] ?? own.endsAt) > spokenUntil && !silent));
    codes[q] = notYet ? notYetCode : letterCodes[own.quality[q]!]!;
  }
  // Not letter by letter: thousands of meters' days would leave millions of pieces of text to be collected.
  return { value: own.value, quality: codes.toString('latin1') };
}

/** Intervals of several meters added up: the known part, the worst quality, the mean of their coverages. */
export interface SummedIntervals {
  readonly startsAt: Float64Array;
  readonly value: Float64Array;
  readonly estimated: Float64Array;
  readonly coverage: Float64Array;
  readonly quality: string;
}

export function sumIntervals(columns: readonly IntervalColumns[]): SummedIntervals {
  const startsAt = columns[0]?.startsAt ?? new Float64Array(0);
  const n = startsAt.length;
  const value = new Float64Array(n).fill(NaN);
  const guessed = new Float64Array(n);
  const coverage = new Float64Array(n);
  const worst = new Uint8Array(n);
  // Meter by meter: each column is walked once from its beginning to its end.
  for (const own of columns) {
    for (let i = 0; i < n; i++) {
      const rank = ranks[own.quality[i]!]!;
      if (rank > worst[i]!) worst[i] = rank;
      coverage[i]! += own.coverage[i]! / columns.length;
      const amount = own.value[i]!;
      if (Number.isNaN(amount)) continue;
      value[i] = Number.isNaN(value[i]!) ? amount : value[i]! + amount;
      if (own.quality[i] === estimated) guessed[i]! += amount;
    }
  }
  let quality = '';
  for (const rank of worst) quality += order[rank]!;
  return { startsAt, value, estimated: guessed, coverage, quality };
}

/** A total over columns of days or months; intervals that have not begun are not part of it. */
export function amountOf(columns: readonly IntervalColumns[], until: number): WireAmount {
  let [value, guessed, covered, duration, known] = [0, 0, 0, 0, false];
  for (const own of columns) {
    for (let i = 0; i < own.value.length && own.startsAt[i]! < until; i++) {
      const length = (own.startsAt[i + 1] ?? own.endsAt) - own.startsAt[i]!;
      duration += Math.min(length, until - own.startsAt[i]!);
      covered += length * own.coverage[i]!;
      if (Number.isNaN(own.value[i]!)) continue;
      known = true;
      value += own.value[i]!;
      if (own.quality[i] === estimated) guessed += own.value[i]!;
    }
  }
  return {
    value: known ? value : null,
    estimated: guessed,
    coverage: duration === 0 ? 0 : Math.min(1, covered / duration),
  };
}

export const isMissing = (quality: number): boolean => quality === missing;
/** NaN travels as null. */
export const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
export const columnOf = (values: Float64Array, factor = 1): (number | null)[] =>
  Array.from(values, (value) => orNull(value * factor));
