import { dayKind, weekdayOf } from '../../../domain/places/day-kind.ts';
import { stretchesOf, tariffFor, type TariffStretch } from '../../../domain/tariff/tariff.ts';
import type { UseCarrier, WirePlaceDay } from '../../../domain/wire-places.ts';
import { dayTypesOf, localDate, type Reading } from './read.ts';

/** Stretches of a local day; empty without a tariff, or for what is not electricity. */
export function stretchesOn(
  { registry, calendar, timezone }: Reading,
  carrier: UseCarrier,
  dayStart: number,
): TariffStretch[] {
  if (carrier !== 'electricity') return [];
  const { date, day } = localDate(calendar, dayStart);
  const tariff = tariffFor(registry.tariffs(), carrier, date);
  if (tariff === null) return [];
  return stretchesOf(tariff, Number(date.slice(5, 7)), weekdayOf(day), dayKind(day, dayTypesOf(timezone)));
}

/** The same as instants; a clock change inside the day moves what lies behind it. */
export function tariffOf(house: Reading, carrier: UseCarrier, dayStart: number): WirePlaceDay['tariff'] {
  const { calendar } = house;
  const edges = calendar.quarterEdges(dayStart);
  const at = (minute: number) => calendar.iso(edges[Math.min(minute / 15, edges.length - 1)]!);
  return stretchesOn(house, carrier, dayStart).map(({ fromMinute, toMinute, kind, price }) => ({
    from: at(Math.round(fromMinute / 15) * 15),
    to: at(Math.round(toMinute / 15) * 15),
    kind,
    price: price === null ? null : Number(price),
  }));
}
