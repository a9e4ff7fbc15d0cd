import { dayKind, likeDays } from '../../../domain/places/day-kind.ts';
import {
  sumOfMeters,
  sumOver,
  sumsWhereBoth,
  type Band,
  type MeterDay,
  type SummedDay,
} from '../../../domain/places/place-day.ts';
import type { UseCarrier, WireAmount, WirePlaceDay, WireRates } from '../../../domain/wire-places.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import { mapBreathing } from './breath.ts';
import { mainMetersOf, type Place } from './place-index.ts';
import { columnOf, dayTypesOf, localDate, orNull, meterDay, readDay, type Reading } from './read.ts';
import { tariffOf } from './tariff.ts';
import { units } from './unit.ts';

const quartersAnHour = 4;

/** One day of several meters with what is usual on it: enough for any place that these meters lie in. */
export interface ComparedDays {
  readonly ts: Float64Array;
  readonly likeDayStarts: readonly number[];
  readonly offDay: boolean;
  of(mains: readonly MeterWithPlace[]): ComparedDay;
  /** Another day of a place, added up with the same usual amounts. */
  beside(mains: readonly MeterWithPlace[], dayStart: number): Promise<SummedDay>;
}
export interface ComparedDay {
  readonly today: SummedDay;
  readonly band: Band;
  /** Quarter hours of today that are known, counted from its beginning to the last one. */
  readonly until: number;
}

/**
 * Reads a day of these meters with its like days. Of the running day it reads what changed since it was last asked: the
 * rest is known (`known-today.ts`, `known-usual.ts`).
 */
export async function readComparedDays(
  house: Reading,
  meters: readonly MeterWithPlace[],
  dayStart: number,
): Promise<ComparedDays> {
  const { calendar } = house;
  const dayTypes = dayTypesOf(house.timezone);
  const { day } = localDate(calendar, dayStart);
  const like = likeDays(day, dayTypes).map((other) => daysBefore(calendar, dayStart, day - other));
  const kind = dayKind(day, dayTypes);
  const edges = calendar.quarterEdges(dayStart);
  const length = edges.length - 1;
  const usualDay = { dayStart, like, length };
  const [days, usual] = await Promise.all([
    dayStart === calendar.startOfDay(house.now()) ? todayOf(house, meters, dayStart) : readDay(house, meters, dayStart),
    house.usual.of(meters, usualDay),
  ]);
  const places = new Map(meters.map(({ id }, i) => [id, i]));
  const pick = <T>(mains: readonly MeterWithPlace[], from: readonly T[]) =>
    mains.map(({ id }) => from[places.get(id)!]!);
  const sum = (mains: readonly MeterWithPlace[], own: readonly MeterDay[]) =>
    sumOfMeters(
      own,
      pick(mains, usual).map(({ expected }) => expected),
      length,
      pick(mains, usual).map(({ expected }, i) => isNew(house, mains[i]!.id, expected, dayStart)),
    );
  const compared = new WeakMap<readonly MeterWithPlace[], ComparedDay>();
  return {
    ts: edges.slice(0, -1),
    likeDayStarts: like,
    offDay: kind === 'weekend' || kind === 'holiday',
    of: (mains) => {
      let found = compared.get(mains);
      if (found === undefined) {
        const today = sum(mains, pick(mains, days));
        const band = house.usual.bandOf(mains, pick(mains, usual), usualDay);
        found = { today, band, until: lastKnown(today.quality) };
        compared.set(mains, found);
      }
      return found;
    },
    beside: async (mains, other) => sum(mains, await readDay(house, mains, other)),
  };
}

/** Nothing is usual of it, and it spoke since that day or never: one that has been silent for weeks is missed. */
function isNew({ store }: Reading, meter: string, expected: Float64Array, dayStart: number): boolean {
  const lastReadingAt = store.latest().get(meter)?.lastReadingAt;
  return (lastReadingAt === undefined || lastReadingAt >= dayStart) && expected.every(Number.isNaN);
}

async function todayOf(house: Reading, meters: readonly MeterWithPlace[], dayStart: number) {
  const columns = await house.today.of(meters, dayStart);
  let at = 0;
  return mapBreathing(meters, (meter) => meterDay(house, meter, columns[at++]!));
}

/** By noon, because days around a clock change are shorter and longer. */
function daysBefore(calendar: Reading['calendar'], dayStart: number, days: number): number {
  return calendar.startOfDay(dayStart + 43_200_000 - days * 86_400_000);
}

function lastKnown(quality: string): number {
  let until = quality.length;
  while (until > 0 && (quality[until - 1] === '-' || quality[until - 1] === 'x')) until--;
  return until;
}

export async function placeDay(
  house: Reading,
  place: Place,
  carrier: UseCarrier,
  dayStart: number,
): Promise<WirePlaceDay> {
  const { calendar } = house;
  const mains = mainMetersOf(place, carrier);
  const pvMeters = carrier === 'electricity' ? mainMetersOf(place, 'pv') : [];
  const compared = await readComparedDays(house, [...mains, ...pvMeters], dayStart);
  const { today, band, until } = compared.of(mains);
  const [yesterday, lastWeek] = await Promise.all(
    [1, 7].map((days) => compared.beside(mains, daysBefore(calendar, dayStart, days))) as [
      Promise<SummedDay>,
      Promise<SummedDay>,
    ],
  );
  const { date, day } = localDate(calendar, dayStart);
  const [used, expected] = sumsWhereBoth(today.value, band.expected, 0, until);
  return {
    date,
    carrier,
    unit: units[carrier].amount,
    rateUnit: units[carrier].rate,
    timezone: house.timezone,
    dayType: dayKind(day, dayTypesOf(house.timezone)),
    ts: Array.from(compared.ts, (at) => calendar.iso(at)),
    today: rates(today),
    yesterday: rates(yesterday),
    lastWeek: rates(lastWeek),
    band: { low: hourly(band.low), high: hourly(band.high), expected: hourly(band.expected) },
    likeDays: compared.likeDayStarts.map((start) => localDate(calendar, start).date),
    pv: pvMeters.length === 0 ? null : rates(compared.of(pvMeters).today),
    knownUntil: until === 0 ? null : calendar.iso(compared.ts[until] ?? calendar.nextDay(dayStart)),
    totals: {
      today: amount(today, 0, until),
      yesterdayUntilSameTime: amount(yesterday, 0, until),
      lastWeekUntilSameTime: amount(lastWeek, 0, until),
      expectedUntilSameTime: Number.isNaN(used) ? null : orNull(expected),
      peak: peakOf(today.value, compared.ts, (at) => calendar.iso(at)),
      nightRate: nightRate(today.value, carrier, until),
      nightExpected: nightRate(band.expected, carrier, until),
    },
    tariff: tariffOf(house, carrier, dayStart),
  };
}

const hourly = (values: Float64Array) => columnOf(values, quartersAnHour);
const rates = ({ value, quality }: SummedDay): WireRates => ({ rate: hourly(value), quality });

/** What a day used in quarter hours [from, to). */
export function amount({ value, quality }: SummedDay, from: number, to: number): WireAmount {
  let [guessed, covered] = [0, 0];
  for (let i = from; i < to; i++) {
    if (Number.isNaN(value[i]!)) continue;
    covered++;
    if (quality[i] === 'e') guessed += value[i]!;
  }
  return {
    value: orNull(sumOver(value, from, to)),
    estimated: guessed,
    coverage: to > from ? covered / (to - from) : 0,
  };
}

function peakOf(value: Float64Array, ts: Float64Array, iso: (at: number) => string) {
  let best = -1;
  for (let i = 0; i < value.length; i++) if (value[i]! > (best < 0 ? -Infinity : value[best]!)) best = i;
  return best < 0 ? null : { rate: value[best]! * quartersAnHour, ts: iso(ts[best]!) };
}

/** Electricity and heat: mean rate of 0:00–5:00. Water: the smallest hour of 1:00–5:00, where a leak shows. */
export function nightRate(value: Float64Array, carrier: UseCarrier, until: number): number | null {
  const hourAt = (hour: number) => sumOver(value, hour * quartersAnHour, (hour + 1) * quartersAnHour);
  if (carrier === 'water') {
    if (until < 5 * quartersAnHour) return null;
    const hours = [1, 2, 3, 4].map(hourAt).filter((rate) => !Number.isNaN(rate));
    return hours.length === 0 ? null : Math.min(...hours);
  }
  const end = Math.min(until, 5 * quartersAnHour);
  return end === 0 ? null : orNull((sumOver(value, 0, end) / end) * quartersAnHour);
}
