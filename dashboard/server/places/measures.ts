import type { UseCarrier, WireAmount, WireMeasures } from '../../../domain/wire-places.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import type { IntervalColumns } from '../../../storage/series/port.ts';
import { carriersOf, mainMetersOf, sizedPlace, type Place, type PlaceMeter } from './place-index.ts';
import { exportPoint, registerOf, type Series } from './read-use.ts';
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
  const read: ReadSpan = (every, from, to) => readIntervals(house, meters, every, from, to);
  const [now, before] = await Promise.all([
    overSpan(house, span.from, span.to, read),
    overSpan(house, span.beforeFrom, span.beforeTo, read),
  ]);
  const index = new Map(meters.map((meter, i) => [meter, i]));
  const pick = (parts: readonly (readonly IntervalColumns[])[], of: readonly MeterWithPlace[]) =>
    parts.flatMap((columns) => of.map((meter) => columns[index.get(meter)!]!));
  const present = house.now();
  const total = (of: Place, carrier: UseCarrier) => amountOf(pick(now, mainMetersOf(of, carrier)), present);
  const supply = await supplyOf(house, mainMetersOf(place, 'electricity'), span);
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
        supply: carrier === 'electricity' ? supply : null,
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

/** What came from the grid, what roofs gave and what went out again; null without PV. */
async function supplyOf(house: Reading, mains: readonly PlaceMeter[], { from, to }: MeasuredSpan) {
  const roofs = mains.flatMap(({ pvBehind }) => pvBehind ?? []);
  if (roofs.length === 0) return null;
  const sumOf = async (series: readonly Series[]) => {
    const read: ReadSpan = (every, start, end) => house.store.intervalsOf(series, every, start, end);
    const parts = await overSpan(house, from, to, read);
    return amountOf(parts.flat(), house.now());
  };
  const given = mains
    .filter(({ pvBehind }) => pvBehind !== undefined)
    .map(({ id }) => ({ meter: id, point: exportPoint }));
  const [grid, generated, exported] = await Promise.all([
    sumOf(mains.map(registerOf)),
    sumOf(roofs.map((meter) => ({ meter, point: 'energy_kwh' }))),
    sumOf(given),
  ]);
  return { grid, generated, exported };
}

type ReadSpan = (every: '1d' | '15m', from: number, to: number) => Promise<readonly IntervalColumns[]>;

/** Whole days, and the quarter hours of a day that is not whole. */
async function overSpan(
  { calendar }: Reading,
  from: number,
  to: number,
  read: ReadSpan,
): Promise<readonly (readonly IntervalColumns[])[]> {
  const lastDay = calendar.startOfDay(to);
  const days = read('1d', from, lastDay);
  if (lastDay === to) return [await days];
  return Promise.all([days, read('15m', Math.max(from, lastDay), to)]);
}

/** Per m² and per person; not known where the amount or the place's size isn't. */
function intensity({ value }: WireAmount, { floorAreaM2, people }: Place) {
  const by = (size: number | null) => (value === null || size === null || size <= 0 ? null : value / size);
  return { perM2: by(floorAreaM2), perPerson: by(people) };
}
