import { addDays } from '../../../domain/canteen/clock.ts';
import { mainMeters } from '../../../domain/places/meter-tree.ts';
import type { WireCanteenDay } from '../../../domain/wire-canteens.ts';
import type { CanteenEntry } from '../../../storage/registry/canteen-port.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import { qualities } from '../../../storage/series/port.ts';
import { ownViewer, type House } from '../house.ts';

type Resources = WireCanteenDay['resources'];

const missing = qualities.indexOf('missing');
const litres = 1000;
const parts = [
  { name: 'electricityKwh', carrier: 'electricity', point: 'energy_kwh', factor: 1 },
  { name: 'gasM3', carrier: 'gas', point: 'volume_m3', factor: 1 },
  { name: 'waterL', carrier: 'water', point: 'volume_m3', factor: litres },
] as const;

/**
 * What a person-meal of a day took of electricity, gas and water, over all its meals; known when the day is over. null:
 * the kitchen has no such meter, a part of the day is missing, or too few people came.
 */
export async function resourcesOf(
  { canteens, intervals, meters, now }: Pick<House, 'canteens' | 'intervals' | 'meters' | 'now'>,
  { id, meters: own }: CanteenEntry,
  date: string,
): Promise<Resources> {
  const nothing: Resources = { electricityKwh: null, gasM3: null, waterL: null };
  const { rules, clock } = canteens;
  const [from, to] = [clock.startOf(date), clock.startOf(addDays(date, 1))];
  if (own.length === 0 || to > now()) return nothing;
  const meals = await canteens.meals(id, date, addDays(date, 1));
  const people = meals.reduce((sum, { personMeals }) => sum + personMeals, 0);
  if (people === 0 || people < rules.leastPersonMeals) return nothing;
  const ids = new Set(own);
  const kitchen = (await meters.all(ownViewer)).filter((meter) => ids.has(meter.id));
  const asked = parts.flatMap(({ carrier, point }) => mainsOf(kitchen, carrier, point));
  const columns = asked.length === 0 ? [] : await intervals.ofMany(asked, '1d', from, to);
  const result: Record<keyof Resources, number | null> = { ...nothing };
  for (const { name, carrier, point, factor } of parts) {
    const mains = mainsOf(kitchen, carrier, point).map(({ meter }) => meter);
    const days = columns.filter((_, i) => mains.includes(asked[i]!.meter));
    if (days.length === 0) continue;
    const known = days.every((day) => day.value.length === 1 && day.quality[0] !== missing);
    if (!known) continue;
    result[name] = (days.reduce((sum, { value }) => sum + value[0]!, 0) * factor) / people;
  }
  return result;
}

/** Meters of a carrier that lie behind none of the others: a sub-meter is in its main one. */
function mainsOf(kitchen: readonly MeterWithPlace[], carrier: string, point: string) {
  const own = kitchen.filter((meter) => meter.carrier === carrier && meter.register.point === point);
  return mainMeters(own.map(({ id, parent, endUse }) => ({ meter: id, parent, endUse }))).map((meter) => ({
    meter,
    point,
  }));
}
