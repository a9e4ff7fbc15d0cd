import { deviationOf, outsideShare } from '../../../domain/places/deviation.ts';
import { sumOver } from '../../../domain/places/place-day.ts';
import type { UseCarrier, WireDeviation, WireDeviationReason } from '../../../domain/wire-places.ts';
import { mapBreathing } from './breath.ts';
import type { ComparedDay, ComparedDays } from './day.ts';
import { mainMetersOf, type Place, type PlaceIndex } from './place-index.ts';
import { columnOf, orNull, stateNow, type Reading } from './read.ts';

const quartersAnHour = 4;
/** This part of the known quarter hours outside the band makes a place stand out, even without a reason of one word. */
const tellingShare = 0.25;
/** Buildings that an answer lists; what is beyond is in `GET /api/v1/places`. */
export const mostListed = 100;
/** Buildings that carry their quarter hours unless more are asked for: what a page draws at first, and some more. */
export const drawnAtFirst = 12;

export interface Listing {
  /** So many buildings, from the first one on, carry their quarter hours. */
  readonly drawn: number;
  /** Only its buildings are listed; absent: all. */
  readonly institution?: string | undefined;
}

const noData: WireDeviationReason = { code: 'no-data', fromHour: null, toHour: null, rate: null, usual: null };

/** How far a place is from its usual today; null without a main meter of the carrier. */
export function deviationFor(
  house: Reading,
  place: Place,
  carrier: UseCarrier,
  days: ComparedDays,
): WireDeviation | null {
  const mains = mainMetersOf(place, carrier);
  if (mains.length === 0) return null;
  const { today, band, until } = days.of(mains);
  const found = deviationOf(today.value, band, until, days.offDay);
  const latest = house.store.latest();
  let newest = -Infinity;
  for (const { id } of mains) newest = Math.max(newest, latest.get(id)?.lastReadingAt ?? -Infinity);
  const silent = mains.every(({ id }) => ['silent', 'never'].includes(stateNow(house, id)));
  const deviation = silent ? null : orNull(found.amount);
  const reason = silent ? noData : found.reason;
  return {
    kind: place.kind === 'building' ? 'building' : 'institution',
    id: place.id,
    name: place.name,
    institutionName: place.kind === 'building' ? (place.parent?.name ?? '') : place.name,
    used: silent ? null : orNull(sumOver(today.value, 0, until)),
    rateNow: silent || until === 0 ? null : orNull(today.value[until - 1]! * quartersAnHour),
    deviation,
    deviationShare: silent ? null : orNull(found.share),
    standsOut: silent || (deviation !== null && (reason !== null || outsideShare(today.value, band) >= tellingShare)),
    reason,
    ageSeconds: newest === -Infinity ? null : (house.now() - newest) / 1000,
    quarters: null,
  };
}

/**
 * Institutions by how far they are from usual, then buildings: those that stand out, the largest deviation first; the
 * silent ones, the longest silent first; the rest.
 */
export async function listed(
  house: Reading,
  index: PlaceIndex,
  carrier: UseCarrier,
  days: ComparedDays,
  { drawn, institution }: Listing,
): Promise<{ readonly rows: readonly WireDeviation[]; readonly buildings: number }> {
  const here = (parent: Place | null) => institution === undefined || parent?.id === institution;
  const of = async (kind: 'institution' | 'building') => {
    const places = index.all(kind).filter(({ parent }) => kind === 'institution' || here(parent));
    const found = await mapBreathing(places, (place) => deviationFor(house, place, carrier, days));
    return found.flatMap((row, i) => (row === null ? [] : [{ row, place: places[i]! }]));
  };
  const institutions = (await of('institution')).sort((a, b) => size(b.row) - size(a.row));
  const buildings = (await of('building')).sort((a, b) => rank(a.row) - rank(b.row) || within(a.row, b.row));
  return {
    rows: [
      ...institutions.map(({ row }) => row),
      ...buildings
        .slice(0, mostListed)
        .map(({ row, place }, i) =>
          i < drawn ? { ...row, quarters: quartersOf(days.of(mainMetersOf(place, carrier))) } : row,
        ),
    ],
    buildings: buildings.length,
  };
}

const size = ({ deviation }: WireDeviation): number => Math.abs(deviation ?? -1);
const rank = ({ standsOut, reason }: WireDeviation): number => (!standsOut ? 2 : reason?.code === 'no-data' ? 1 : 0);

function within(a: WireDeviation, b: WireDeviation): number {
  const silence = (row: WireDeviation) => row.ageSeconds ?? Number.MAX_VALUE;
  return rank(a) === 1 ? silence(b) - silence(a) : size(b) - size(a);
}

function quartersOf({ today, band }: ComparedDay): WireDeviation['quarters'] {
  const difference = (column: Float64Array) =>
    columnOf(column.map((value, i) => Math.round((value - band.expected[i]!) * quartersAnHour * 1e3) / 1e3));
  return { difference: difference(today.value), low: difference(band.low), high: difference(band.high) };
}
