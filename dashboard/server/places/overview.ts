import type { UseCarrier, WireAttention, WireOverviewPage } from '../../../domain/wire-places.ts';
import { imbalance } from '../../../domain/metering/ledger.ts';
import { mapBreathing } from './breath.ts';
import { readComparedDays } from './day.ts';
import { listed, type Listing } from './deviations.ts';
import { mainMetersOf, type PlaceIndex } from './place-index.ts';
import { dailyQuality } from './quality.ts';
import { localDate, stateNow, type Reading } from './read.ts';

const completenessDays = 28;
/** A register's verification is told this long before it ends. */
const verificationNoticeDays = 30;

/** What stands out and what needs somebody, of the places that one viewer sees. */
export async function overviewOf(
  house: Reading,
  index: PlaceIndex,
  carrier: UseCarrier,
  asked: { readonly canteens: number; readonly staff: boolean } & Listing,
): Promise<WireOverviewPage> {
  const { city } = index;
  const mains = mainMetersOf(city, carrier);
  const waterMains = carrier === 'water' ? [] : mainMetersOf(city, 'water');
  const dayStart = house.calendar.startOfDay(house.now());
  const [days, completeness] = await Promise.all([
    readComparedDays(house, allMains(index, carrier), dayStart),
    dailyQuality(house, [...mains, ...waterMains], completenessDays),
  ]);
  const deviations = await listed(house, index, carrier, days, asked);
  const states = await mapBreathing(city.meters, ({ id }) => stateNow(house, id));
  const count = (state: string) => states.filter((own) => own === state).length;
  const { dates, of } = completeness;
  const mean = (part: 'measured' | 'estimated') =>
    mapBreathing([...dates.keys()], (day) =>
      of.length === 0 ? 0 : of.reduce((sum, meter) => sum + meter[part][day]!, 0) / of.length,
    );
  return {
    at: house.calendar.iso(house.now()),
    counts: {
      regions: index.all('region').length,
      institutions: index.all('institution').length,
      buildings: index.all('building').length,
      meters: city.meters.length,
      canteens: asked.canteens,
    },
    deviations: deviations.rows,
    buildingsMetered: deviations.buildings,
    ...attentionOf([
      ...(await silentMeters(house, index)),
      ...verificationsDue(house, index),
      // The whole ledger is nobody's but the staff's.
      ...(asked.staff ? await ledgerFaults(house) : []),
    ]),
    completeness: { dates, measured: await mean('measured'), estimated: await mean('estimated') },
    freshness: { live: count('live'), late: count('late'), silent: count('silent'), never: count('never') },
  };
}

/** A meter that is a main meter of some place: a building's main may be a sub-meter of its institution. */
function allMains(index: PlaceIndex, carrier: UseCarrier) {
  const places = [index.city, ...index.all('institution'), ...index.all('building')];
  return [...new Set(places.flatMap((place) => mainMetersOf(place, carrier)))];
}

/** Lines of one kind are told up to here, the most urgent of them; how many there are is told of all. */
const mostOfACode = 50;

function attentionOf(found: readonly WireAttention[]): Pick<WireOverviewPage, 'attention' | 'attentionTotal'> {
  const told = new Map<WireAttention['code'], number>();
  const attention = found.filter(({ code }) => {
    const before = told.get(code) ?? 0;
    told.set(code, before + 1);
    return before < mostOfACode;
  });
  return { attention, attentionTotal: found.length };
}

const nothing = { place: null, meter: null, since: null, count: null } as const;

/** One line a building, with the meter that has been quiet the longest. */
async function silentMeters(house: Reading, index: PlaceIndex): Promise<readonly WireAttention[]> {
  const latest = house.store.latest();
  const lines = await mapBreathing(index.all('building'), (place) => {
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
  return lines.flat();
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
