import { addDays } from '../../../domain/canteen/clock.ts';
import { entrantOf, league } from '../../../domain/canteen/league.ts';
import type { Meal, Stream } from '../../../domain/canteen/types.ts';
import type { WireLeague } from '../../../domain/wire-canteens.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { wireMean } from './wire.ts';

export interface LeagueAsked {
  /** Exclusive. */
  readonly until: string;
  readonly weeks: number;
  readonly meal: Meal;
  readonly stream: Stream;
}

/** Canteens by what their guests leave, with what chance may have done. Each is ranked among all, whoever looks. */
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
  return {
    ...span,
    confidence: rules.confidence,
    city: wireMean(table.city),
    targetG: rules.targetG,
    rows: table.rows.flatMap(({ id, raw, ...rest }) => {
      const entry = mine.get(id);
      if (entry === undefined) return [];
      const { name, regionName, operatingMode, supplyMode } = entry;
      return [{ id, name, regionName, operatingMode, supplyMode, raw: wireMean(raw), ...rest }];
    }),
  };
}
