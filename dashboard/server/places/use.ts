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
  const starts = sum.startsAt;
  const sumBefore = earlier === null ? null : sumIntervals(earlier);
  return {
    carrier,
    unit: units[carrier].amount,
    every,
    timezone: house.timezone,
    ts: Array.from(starts, (at) => calendar.iso(at)),
    value: columnOf(sum.value),
    quality: notYet(sum.quality, starts, now),
    coverage: Array.from(sum.coverage, (part) => Math.min(1, part)),
    ...(every === '1mo' ? {} : { dayTypes: dayLetters(house, starts) }),
    ...(sumBefore === null ? {} : { before: { value: columnOf(sumBefore.value), quality: sumBefore.quality } }),
    ...(weather === null
      ? {}
      : { temperature: Array.from(starts, (at, i) => (at > now ? null : orNull(weather.value[i]!))) }),
  };
}

/** Intervals ascend: those that have not begun stand at the end. */
function notYet(quality: string, starts: Float64Array, now: number): string {
  let begun = starts.length;
  while (begun > 0 && starts[begun - 1]! >= now) begun--;
  return quality.slice(0, begun) + '-'.repeat(starts.length - begun);
}

/** One letter an interval. The calendar is asked once a day, not once an hour. */
function dayLetters({ calendar, timezone }: Reading, starts: Float64Array): string {
  const dayTypes = dayTypesOf(timezone);
  let dayEnd = -Infinity;
  let letter = '';
  let letters = '';
  for (const at of starts) {
    if (at >= dayEnd) {
      letter = kindLetters[dayKind(localDate(calendar, at).day, dayTypes)];
      dayEnd = calendar.nextDay(calendar.startOfDay(at));
    }
    letters += letter;
  }
  return letters;
}
