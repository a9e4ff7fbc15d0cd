import type { WirePlaceQuality } from '../../../domain/wire-places.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import type { Place } from './place-index.ts';
import { localDate, stateNow, type Reading } from './read.ts';

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
  const parts = await house.quality.of(meters, edges, now);
  return {
    dates: Array.from(edges.slice(0, -1), (at) => localDate(calendar, at).date),
    of: parts.map((own) => ({
      measured: own.map(({ measured }) => measured),
      estimated: own.map(({ estimated }) => estimated),
    })),
  };
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
