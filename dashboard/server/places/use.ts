import { dayKind } from '../../../domain/places/day-kind.ts';
import type { UseCarrier, WirePlaceUse } from '../../../domain/wire-places.ts';
import type { Resolution } from '../../../domain/metering/interval.ts';
import { mainMetersOf, type Place } from './place-index.ts';
import { columnOf, dayTypesOf, localDate, orNull, readIntervals, sumIntervals, type Reading } from './read.ts';
import { units } from './unit.ts';

const kindLetters = { workday: 'w', weekend: 'e', holiday: 'h', 'make-up-workday': 'm' } as const;

export interface UseSpan {
  readonly every: Resolution;
  readonly from: number;
  readonly to: number;
  /** The same intervals a year before, when asked for. */
  readonly before: { readonly from: number; readonly to: number } | null;
}

/** A place's use of a carrier by interval, with the weather and the kinds of days. */
export async function placeUse(
  house: Reading,
  place: Place,
  carrier: UseCarrier,
  { every, from, to, before }: UseSpan,
): Promise<WirePlaceUse> {
  const { calendar, store } = house;
  const mains = mainMetersOf(place, carrier);
  const { weatherMeter } = place;
  const [columns, earlier, weather] = await Promise.all([
    readIntervals(house, mains, every, from, to),
    before === null ? null : readIntervals(house, mains, every, before.from, before.to),
    weatherMeter === null ? null : store.intervals(weatherMeter, 'temperature_c', every, from, to),
  ]);
  const sum = sumIntervals(columns);
  const now = house.now();
  const starts = Array.from(sum.startsAt);
  const sumBefore = earlier === null ? null : sumIntervals(earlier);
  return {
    carrier,
    unit: units[carrier].amount,
    every,
    timezone: house.timezone,
    ts: starts.map((at) => calendar.iso(at)),
    value: columnOf(sum.value),
    quality: notYet(sum.quality, starts, now),
    coverage: Array.from(sum.coverage, (part) => Math.min(1, part)),
    ...(every === '1mo' ? {} : { dayTypes: dayLetters(house, starts) }),
    ...(sumBefore === null ? {} : { before: { value: columnOf(sumBefore.value), quality: sumBefore.quality } }),
    ...(weather === null ? {} : { temperature: starts.map((at, i) => (at > now ? null : orNull(weather.value[i]!))) }),
  };
}

function notYet(quality: string, starts: readonly number[], now: number): string {
  return Array.from(quality, (letter, i) => (starts[i]! >= now ? '-' : letter)).join('');
}

function dayLetters({ calendar, timezone }: Reading, starts: readonly number[]): string {
  const dayTypes = dayTypesOf(timezone);
  let last = NaN;
  let letter = '';
  return starts
    .map((at) => {
      const { day } = localDate(calendar, at);
      if (day !== last) letter = kindLetters[dayKind(day, dayTypes)];
      last = day;
      return letter;
    })
    .join('');
}
