import type { WirePlaceQuality } from '../../../domain/wire-places.ts';
import { qualities, type IntervalColumns } from '../../../storage/series/port.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import type { Place } from './place-index.ts';
import { isMissing, localDate, readIntervals, stateNow, type Reading } from './read.ts';

const estimated = qualities.indexOf('estimated');

/** Parts of each day that were measured and estimated, by quarter hours. */
export interface DailyQuality {
  readonly measured: number[];
  readonly estimated: number[];
}

/** The last `days` local days of each meter, today up to now included. */
export async function dailyQuality(
  house: Reading,
  meters: readonly MeterWithPlace[],
  days: number,
): Promise<{ readonly dates: string[]; readonly of: readonly DailyQuality[] }> {
  const { calendar } = house;
  const now = house.now();
  const noon = calendar.startOfDay(now) + 43_200_000;
  const from = calendar.startOfDay(noon - (days - 1) * 86_400_000);
  const edges = calendar.edges('1d', from, now);
  const columns = await readIntervals(house, meters, '15m', from, now);
  return {
    dates: Array.from(edges.slice(0, -1), (at) => localDate(calendar, at).date),
    of: columns.map((own) => byDay(own, edges)),
  };
}

function byDay({ startsAt, quality, coverage }: IntervalColumns, edges: Float64Array): DailyQuality {
  const result: DailyQuality = { measured: [], estimated: [] };
  let at = 0;
  for (let day = 0; day + 1 < edges.length; day++) {
    let [quarters, measured, guessed] = [0, 0, 0];
    for (; at < startsAt.length && startsAt[at]! < edges[day + 1]!; at++, quarters++) {
      // What is known of a missing quarter hour was measured.
      if (quality[at] === estimated) guessed++;
      else measured += isMissing(quality[at]!) ? Math.min(1, coverage[at]!) : 1;
    }
    result.measured.push(quarters === 0 ? 0 : measured / quarters);
    result.estimated.push(quarters === 0 ? 0 : guessed / quarters);
  }
  return result;
}

export async function placeQuality(house: Reading, place: Place, days: number): Promise<WirePlaceQuality> {
  const { dates, of } = await dailyQuality(house, place.meters, days);
  const latest = house.store.latest();
  const now = house.now();
  return {
    dates,
    meters: place.meters.map(({ id, carrier, endUse }, i) => {
      const last = latest.get(id)?.lastReadingAt;
      return {
        meter: id,
        carrier,
        endUse,
        ageSeconds: last === undefined ? null : (now - last) / 1000,
        state: stateNow(house, id),
        ...of[i]!,
      };
    }),
  };
}
