import type { PlaceKind, UseCarrier, WirePlaceLine, WirePlaceList } from '../../../domain/wire-places.ts';
import { mapBreathing } from './breath.ts';
import { amount, readComparedDays } from './day.ts';
import { deviationFor } from './deviations.ts';
import { mainMetersOf, type Place, type PlaceIndex } from './place-index.ts';
import { stateCounts, type Reading } from './read.ts';
import { units } from './unit.ts';

const unknown = { value: null, estimated: 0, coverage: 0 };

/** All places of a kind that one viewer sees, as they are now: read once for all of their main meters. */
export async function placeList(
  house: Reading,
  index: PlaceIndex,
  kind: PlaceKind,
  carrier: UseCarrier,
): Promise<WirePlaceList> {
  const places = index.all(kind);
  const mains = [...new Set(places.flatMap((place) => mainMetersOf(place, carrier)))];
  const days = await readComparedDays(house, mains, house.calendar.startOfDay(house.now()));
  const line = (place: Place): WirePlaceLine => {
    const found = deviationFor(house, place, carrier, days);
    const own = found === null ? null : days.of(mainMetersOf(place, carrier));
    const { id, name, parent, institutionKind, floorAreaM2, people } = place;
    return {
      id,
      name,
      parent: parent === null ? null : { kind: parent.kind, id: parent.id, name: parent.name },
      institutionKind,
      floorAreaM2,
      people,
      meters: stateCounts(house, place.meters),
      metered: found !== null,
      rateNow: found?.rateNow ?? null,
      today: own === null ? unknown : amount(own.today, 0, own.until),
      deviation: found?.deviation ?? null,
      deviationShare: found?.deviationShare ?? null,
      reason: found?.reason ?? null,
      ageSeconds: found?.ageSeconds ?? null,
    };
  };
  return {
    kind,
    carrier,
    unit: units[carrier].amount,
    rateUnit: units[carrier].rate,
    items: await mapBreathing(places, line),
  };
}
