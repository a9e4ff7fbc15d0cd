import type { UseCarrier, WireAmount, WireMeasures } from '../../../domain/wire-places.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import type { IntervalColumns } from '../../../storage/series/port.ts';
import { carriersOf, mainMetersOf, sizedPlace, type Place } from './place-index.ts';
import { amountOf, readIntervals, type Reading } from './read.ts';
import { units } from './unit.ts';

/** Local days [from, to), the last one as far as `to`, and the same a year before. */
export interface MeasuredSpan {
  readonly from: number;
  readonly to: number;
  readonly beforeFrom: number;
  readonly beforeTo: number;
}

/**
 * Carriers side by side for a place and what lies in it: read once for all of its main meters, from days. A span that
 * ends within a day is compared with one that ends at the same time of its day.
 */
export async function placeMeasures(house: Reading, place: Place, span: MeasuredSpan): Promise<WireMeasures> {
  const carriers = carriersOf(place);
  const meters = [...new Set([place, ...place.children].flatMap((of) => carriers.flatMap((c) => mainMetersOf(of, c))))];
  const [now, before] = await Promise.all([
    readDays(house, meters, span.from, span.to),
    readDays(house, meters, span.beforeFrom, span.beforeTo),
  ]);
  const index = new Map(meters.map((meter, i) => [meter, i]));
  const pick = (parts: readonly (readonly IntervalColumns[])[], of: readonly MeterWithPlace[]) =>
    parts.flatMap((columns) => of.map((meter) => columns[index.get(meter)!]!));
  const present = house.now();
  const total = (of: Place, carrier: UseCarrier) => amountOf(pick(now, mainMetersOf(of, carrier)), present);
  const iso = (at: number) => house.calendar.iso(at);
  return {
    from: iso(span.from),
    to: iso(span.to),
    carriers: carriers.map((carrier) => {
      const amount = total(place, carrier);
      return {
        carrier,
        unit: units[carrier].amount,
        total: amount,
        before: amountOf(pick(before, mainMetersOf(place, carrier)), present),
        ...intensity(amount, place),
      };
    }),
    children: place.children.map((child) => ({
      ...sizedPlace(child),
      carriers: carriersOf(child).map((carrier) => {
        const amount = total(child, carrier);
        const past = amountOf(pick(before, mainMetersOf(child, carrier)), present);
        return { carrier, total: amount, before: past, ...intensity(amount, child) };
      }),
    })),
  };
}

/** Whole days, and the quarter hours of a day that is not whole. */
async function readDays(
  house: Reading,
  meters: readonly MeterWithPlace[],
  from: number,
  to: number,
): Promise<readonly (readonly IntervalColumns[])[]> {
  const lastDay = house.calendar.startOfDay(to);
  const days = readIntervals(house, meters, '1d', from, lastDay);
  if (lastDay === to) return [await days];
  return Promise.all([days, readIntervals(house, meters, '15m', Math.max(from, lastDay), to)]);
}

/** Per m² and per person; not known where the amount or the place's size isn't. */
function intensity({ value }: WireAmount, { floorAreaM2, people }: Place) {
  const by = (size: number | null) => (value === null || size === null || size <= 0 ? null : value / size);
  return { perM2: by(floorAreaM2), perPerson: by(people) };
}
