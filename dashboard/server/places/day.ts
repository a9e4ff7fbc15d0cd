import { dayKind, likeDays } from '../../../domain/places/day-kind.ts';
import {
  bandOf,
  expectedOf,
  sumOfMeters,
  sumOver,
  sumsWhereBoth,
  type Band,
  type MeterDay,
  type SummedDay,
} from '../../../domain/places/place-day.ts';
import type { UseCarrier, WireAmount, WirePlaceDay, WireRates } from '../../../domain/wire-places.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import { breath, metersAtOnce, portions } from './breath.ts';
import { mainMetersOf, type Place } from './place-index.ts';
import { columnOf, dayTypesOf, localDate, orNull, readDay, type Reading } from './read.ts';
import { tariffOf } from './tariff.ts';
import { units } from './unit.ts';

const quartersAnHour = 4;
const weekMs = 7 * 86_400_000;

/** One day of several meters with what it is compared to: enough for any place that these meters lie in. */
export interface ComparedDays {
  readonly dayStart: number;
  readonly ts: Float64Array;
  readonly likeDayStarts: readonly number[];
  readonly offDay: boolean;
  of(meters: readonly MeterWithPlace[]): PlaceDays;
}
export interface PlaceDays {
  readonly today: SummedDay;
  readonly yesterday: SummedDay;
  readonly lastWeek: SummedDay;
  readonly band: Band;
  /** Quarter hours of today that are known, counted from its beginning to the last one. */
  readonly until: number;
}

/** Reads today, yesterday, the day a week before and the like days of these meters at once. */
export async function readComparedDays(
  house: Reading,
  meters: readonly MeterWithPlace[],
  dayStart: number,
): Promise<ComparedDays> {
  const { calendar } = house;
  const dayTypes = dayTypesOf(house.timezone);
  const { day } = localDate(calendar, dayStart);
  const noon = dayStart + 43_200_000;
  const startOf = (back: number) => calendar.startOfDay(noon - back * 86_400_000);
  const like = likeDays(day, dayTypes).map((other) => startOf(day - other));
  const starts = [dayStart, startOf(1), calendar.startOfDay(noon - weekMs), ...like];
  const kind = dayKind(day, dayTypes);
  const edges = calendar.quarterEdges(dayStart);
  const length = edges.length - 1;
  const read = new Map<string, MeterDays>();
  for (const few of portions(meters, metersAtOnce)) {
    const days = await Promise.all(starts.map((start) => readDay(house, few, start)));
    few.forEach(({ id }, i) =>
      read.set(
        id,
        meterDays(
          days.map((own) => own[i]!),
          length,
        ),
      ),
    );
    await breath();
  }
  const summed = new WeakMap<readonly MeterWithPlace[], PlaceDays>();
  return {
    dayStart,
    ts: edges.slice(0, -1),
    likeDayStarts: like,
    offDay: kind === 'weekend' || kind === 'holiday',
    of: (chosen) => {
      let days = summed.get(chosen);
      if (days === undefined) {
        days = placeDays(
          chosen.map(({ id }) => read.get(id)!),
          length,
        );
        summed.set(chosen, days);
      }
      return days;
    },
  };
}

/** One meter's days with what is usual for it. */
interface MeterDays {
  /** Today, yesterday, a week before, then the like days. */
  readonly days: readonly MeterDay[];
  readonly expected: Float64Array;
}

function meterDays(days: readonly MeterDay[], length: number): MeterDays {
  return { days, expected: expectedOf(days.slice(comparedBeside).map(known), length) };
}

/** Today, yesterday and the day a week before stand before the like days. */
const comparedBeside = 3;

function placeDays(meters: readonly MeterDays[], length: number): PlaceDays {
  const expected = meters.map((meter) => meter.expected);
  const sum = (day: number) =>
    sumOfMeters(
      meters.map(({ days }) => days[day]!),
      expected,
      length,
    );
  const today = sum(0);
  const count = meters[0]?.days.length ?? comparedBeside;
  const like = Array.from({ length: count - comparedBeside }, (_, i) => sum(comparedBeside + i).value);
  // Most who ask what stands out want neither of these two.
  let [yesterday, lastWeek]: (SummedDay | undefined)[] = [];
  return {
    today,
    get yesterday() {
      return (yesterday ??= sum(1));
    },
    get lastWeek() {
      return (lastWeek ??= sum(2));
    },
    band: bandOf(like, length),
    until: lastKnown(today.quality),
  };
}

/** A day's values without what was missing: its known part would pass for the whole. */
function known({ value, quality }: MeterDay): Float64Array {
  if (!quality.includes('x') && !quality.includes('-')) return value;
  const told = Float64Array.from(value);
  for (let i = 0; i < told.length; i++) if (quality[i] === 'x' || quality[i] === '-') told[i] = NaN;
  return told;
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
  const days = compared.of(mains);
  const { today, band, until } = days;
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
    yesterday: rates(days.yesterday),
    lastWeek: rates(days.lastWeek),
    band: { low: hourly(band.low), high: hourly(band.high), expected: hourly(band.expected) },
    likeDays: compared.likeDayStarts.map((start) => localDate(calendar, start).date),
    pv: pvMeters.length === 0 ? null : rates(compared.of(pvMeters).today),
    knownUntil: until === 0 ? null : calendar.iso(compared.ts[until] ?? calendar.nextDay(dayStart)),
    totals: {
      today: amount(today, 0, until),
      yesterdayUntilSameTime: amount(days.yesterday, 0, until),
      lastWeekUntilSameTime: amount(days.lastWeek, 0, until),
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
