import { addDays } from '../../../domain/canteen/clock.ts';
import { entrantOf, league, type LeagueRow } from '../../../domain/canteen/league.ts';
import type { Meal, Stream } from '../../../domain/canteen/types.ts';
import type { WireLeague } from '../../../domain/wire-canteens.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { tellsNoneOfThem } from './peers.ts';
import { wireMean } from './wire.ts';

export interface LeagueAsked {
  /** Exclusive. */
  readonly until: string;
  readonly weeks: number;
  readonly meal: Meal;
  readonly stream: Stream;
}

/**
 * Canteens by what their guests leave, with what chance may have done. Each is ranked among all, whoever looks; a mean
 * that would tell of single canteens that somebody does not see is left out.
 */
export async function leagueOf(
  { canteens }: Pick<House, 'canteens'>,
  viewer: Viewer,
  { until, weeks, meal, stream }: LeagueAsked,
): Promise<WireLeague> {
  const { rules } = canteens;
  const [all, visible] = await Promise.all([canteens.all(), canteens.visible(viewer)]);
  const span = { from: addDays(until, -7 * weeks), to: until, meal, stream };
  const entrants = await Promise.all(
    (visible.length === 0 ? [] : all).map(async (entry) =>
      entrantOf(entry, await canteens.meals(entry.id, span.from, span.to), span, rules),
    ),
  );
  const table = league(entrants, rules);
  const mine = new Map(visible.map((entry) => [entry.id, entry]));
  const ranked = table.rows.filter(({ estimate }) => estimate !== null);
  const own = ranked.filter(({ id }) => mine.has(id));
  return {
    ...span,
    confidence: rules.confidence,
    city: tellsNoneOfThem(ranked.length - own.length) ? wireMean(table.city) : null,
    targetG: rules.targetG,
    rows: table.rows.flatMap(({ id, raw, peers, ...rest }) => {
      const entry = mine.get(id);
      if (entry === undefined) return [];
      const { name, regionName, operatingMode, supplyMode } = entry;
      const shown =
        peers !== null && tellsNoneOfThem(peers.canteens - seenOf(peers, own, ranked.length)) ? peers : null;
      return [{ id, name, regionName, operatingMode, supplyMode, raw: wireMean(raw), peers: shown, ...rest }];
    }),
  };
}

/** How many of these peers are among the rows that are seen; peers of one kind have one mean. */
function seenOf(peers: NonNullable<LeagueRow['peers']>, own: readonly LeagueRow[], ranked: number): number {
  if (peers.canteens === ranked) return own.length;
  return own.filter((row) => row.peers?.gramsPerMeal === peers.gramsPerMeal).length;
}
