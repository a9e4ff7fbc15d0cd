import { deviationOf } from '../../../domain/places/deviation.ts';
import { sumOver } from '../../../domain/places/place-day.ts';
import type {
  UseCarrier,
  WireAttention,
  WireDeviation,
  WireDeviationReason,
  WireOverviewPage,
} from '../../../domain/wire-places.ts';
import { imbalance } from '../../../domain/metering/ledger.ts';
import { mapBreathing } from './breath.ts';
import { nightRate, readComparedDays, type ComparedDays } from './day.ts';
import { mainMetersOf, type Place, type PlaceIndex } from './place-index.ts';
import { dailyQuality } from './quality.ts';
import { columnOf, localDate, orNull, stateNow, type Reading } from './read.ts';
import { units } from './unit.ts';

const completenessDays = 28;
const quartersAnHour = 4;
/** A register's verification is told this long before it ends. */
const verificationNoticeDays = 30;
/** Night load or flow this far above its usual is told. */
const nightFactor = 1.5;

/** What stands out and what needs somebody, of the places that one viewer sees. */
export async function overviewOf(
  house: Reading,
  index: PlaceIndex,
  carrier: UseCarrier,
  asked: { readonly canteens: number; readonly staff: boolean },
): Promise<WireOverviewPage> {
  const { city } = index;
  const mains = mainMetersOf(city, carrier);
  const waterMains = carrier === 'water' ? [] : mainMetersOf(city, 'water');
  const dayStart = house.calendar.startOfDay(house.now());
  const [days, water, completeness] = await Promise.all([
    readComparedDays(house, allMains(index, carrier), dayStart),
    readComparedDays(house, allMains(index, 'water'), dayStart),
    dailyQuality(house, [...mains, ...waterMains], completenessDays),
  ]);
  const places = [...index.all('institution'), ...index.all('building')];
  const deviations = (await mapBreathing(places, (place) => deviationFor(house, place, carrier, days)))
    .filter((found) => found !== null)
    .sort((a, b) => Math.abs(b.deviation ?? -1) - Math.abs(a.deviation ?? -1));
  const states = city.meters.map(({ id }) => stateNow(house, id));
  const count = (state: string) => states.filter((own) => own === state).length;
  const mean = (part: 'measured' | 'estimated') =>
    completeness.dates.map((_, day) => {
      const of = completeness.of;
      return of.length === 0 ? 0 : of.reduce((sum, meter) => sum + meter[part][day]!, 0) / of.length;
    });
  return {
    at: house.calendar.iso(house.now()),
    counts: {
      regions: index.all('region').length,
      institutions: index.all('institution').length,
      buildings: index.all('building').length,
      meters: city.meters.length,
      canteens: asked.canteens,
    },
    deviations,
    attention: [
      ...(await nightAlarms(index, carrier === 'water' ? 'electricity' : carrier, carrier === 'water' ? null : days)),
      ...(await nightAlarms(index, 'water', water)),
      ...silentMeters(house, index),
      ...verificationsDue(house, index),
      // The whole ledger is nobody's but the staff's.
      ...(asked.staff ? await ledgerFaults(house) : []),
    ],
    completeness: { dates: completeness.dates, measured: mean('measured'), estimated: mean('estimated') },
    freshness: { live: count('live'), late: count('late'), silent: count('silent'), never: count('never') },
  };
}

/** A meter that is a main meter of some place: a building's main may be a sub-meter of its institution. */
function allMains(index: PlaceIndex, carrier: UseCarrier) {
  const places = [index.city, ...index.all('institution'), ...index.all('building')];
  return [...new Set(places.flatMap((place) => mainMetersOf(place, carrier)))];
}

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
  const newest = Math.max(...mains.map(({ id }) => latest.get(id)?.lastReadingAt ?? -Infinity));
  const silent = mains.every(({ id }) => ['silent', 'never'].includes(stateNow(house, id)));
  const difference = (column: Float64Array) =>
    columnOf(column.map((value, i) => Math.round((value - band.expected[i]!) * quartersAnHour * 1e3) / 1e3));
  const noData: WireDeviationReason = { code: 'no-data', fromHour: null, toHour: null, rate: null, usual: null };
  return {
    kind: place.kind === 'building' ? 'building' : 'institution',
    id: place.id,
    name: place.name,
    institutionName: place.kind === 'building' ? (place.parent?.name ?? '') : place.name,
    used: silent ? null : orNull(sumOver(today.value, 0, until)),
    rateNow: silent || until === 0 ? null : orNull(today.value[until - 1]! * quartersAnHour),
    deviation: silent ? null : orNull(found.amount),
    deviationShare: silent ? null : orNull(found.share),
    difference: difference(today.value),
    low: difference(band.low),
    high: difference(band.high),
    reason: silent ? noData : found.reason,
    ageSeconds: newest === -Infinity ? null : (house.now() - newest) / 1000,
  };
}

async function nightAlarms(
  index: PlaceIndex,
  carrier: UseCarrier,
  days: ComparedDays | null,
): Promise<readonly WireAttention[]> {
  if (days === null) return [];
  const alarms = await mapBreathing(index.all('building'), (place) => {
    const mains = mainMetersOf(place, carrier);
    if (mains.length === 0) return [];
    const { today, band, until } = days.of(mains);
    const rate = nightRate(today.value, carrier, until);
    const usual = nightRate(band.expected, carrier, until);
    if (rate === null || usual === null || rate <= usual * nightFactor || rate - usual < leastExcess[carrier]) {
      return [];
    }
    const alarm: WireAttention = {
      ...nothing,
      code: carrier === 'water' ? 'night-flow' : 'night-load',
      severity: carrier === 'water' ? 'alarm' : 'notice',
      place: { kind: place.kind, id: place.id, name: place.name },
      value: rate,
      usual,
      unit: units[carrier].rate,
    };
    return [alarm];
  });
  return alarms.flat().sort((a, b) => b.value! - b.usual! - (a.value! - a.usual!));
}

/** Below this the night isn't worth a person's time. */
const leastExcess: Readonly<Record<UseCarrier, number>> = {
  electricity: 5,
  pv: Infinity,
  water: 0.2,
  gas: 0.5,
  heat: 0.05,
  cooling: 0.05,
  fuel: 1,
};

const nothing = { place: null, meter: null, since: null, count: null, value: null, usual: null, unit: null } as const;

/** One line a building, with the meter that has been quiet the longest. */
function silentMeters(house: Reading, index: PlaceIndex): WireAttention[] {
  const latest = house.store.latest();
  return index.all('building').flatMap((place) => {
    const silent = place.meters
      .filter(({ id }) => stateNow(house, id) === 'silent')
      .sort((a, b) => latest.get(a.id)!.lastReadingAt - latest.get(b.id)!.lastReadingAt);
    if (silent.length === 0) return [];
    const [oldest] = silent;
    return [
      {
        ...nothing,
        code: 'meters-silent' as const,
        severity: 'notice' as const,
        place: { kind: place.kind, id: place.id, name: place.name },
        meter: oldest!.id,
        since: house.calendar.iso(latest.get(oldest!.id)!.lastReadingAt),
        count: silent.length,
      },
    ];
  });
}

function verificationsDue(house: Reading, index: PlaceIndex): WireAttention[] {
  const soon = localDate(house.calendar, house.now() + verificationNoticeDays * 86_400_000).date;
  const due = index.city.meters
    .filter(({ verifiedUntil }) => verifiedUntil !== null && verifiedUntil <= soon)
    .sort((a, b) => (a.verifiedUntil! < b.verifiedUntil! ? -1 : 1));
  if (due.length === 0) return [];
  return [
    {
      ...nothing,
      code: 'verification-due',
      severity: 'notice',
      meter: due[0]!.id,
      since: due[0]!.verifiedUntil,
      count: due.length,
    },
  ];
}

async function ledgerFaults({ store, calendar }: Reading): Promise<WireAttention[]> {
  const health = store.health();
  const counts = await store.ledger();
  const found: WireAttention[] = [];
  if (health.state === 'failing') {
    found.push({ ...nothing, code: 'store', severity: 'alarm', since: calendar.iso(health.since) });
  }
  const off = imbalance(counts);
  if (off !== 0) found.push({ ...nothing, code: 'ledger', severity: 'alarm', count: off });
  if (counts.quarantined > 0) {
    found.push({ ...nothing, code: 'quarantine', severity: 'notice', count: counts.quarantined });
  }
  return found;
}
