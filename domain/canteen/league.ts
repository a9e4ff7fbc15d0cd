import type { WireComparison } from '../wire-canteens.ts';
import { grouped } from './grouped.ts';
import { compare, meanOf, pooled, type Mean } from './mean.ts';
import { knownDays, type Span } from './norm.ts';
import { shrink, type Shrunk } from './shrink.ts';
import type { CanteenMode, CanteenRules, MealFigures } from './types.ts';

/** A canteen with what is known of it over the league's weeks. */
export interface LeagueEntrant extends CanteenMode {
  readonly id: string;
  /** null: it is not ranked. */
  readonly mean: Mean | null;
  readonly reason: 'insufficient-data' | 'doubtful' | null;
}

export interface LeagueRow {
  readonly id: string;
  readonly raw: Mean | null;
  /** Shrunk towards its peers; null: not ranked. */
  readonly estimate: { readonly gramsPerMeal: number; readonly low: number; readonly high: number } | null;
  readonly peers: { readonly gramsPerMeal: number; readonly canteens: number } | null;
  readonly comparison: WireComparison;
  readonly reason: 'insufficient-data' | 'doubtful' | null;
  readonly few: boolean;
}
export interface LeagueTable {
  /** Of the canteens that are ranked; `days` are canteen days. */
  readonly city: Mean | null;
  /** Least first; those that are not ranked last, by id. */
  readonly rows: readonly LeagueRow[];
}

/** With fewer peers of the same mode, a canteen is compared with all. */
const leastPeers = 3;

/**
 * A canteen over a span of days. It is ranked when at least `leastNormDays` days are known and they are at least
 * `leastDaysShare` of the days on which the meal was served.
 * @param meals its figures, any span
 */
export function entrantOf(
  { id, operatingMode, supplyMode }: CanteenMode & { readonly id: string },
  meals: readonly MealFigures[],
  span: Span,
  rules: CanteenRules,
): LeagueEntrant {
  const known = knownDays(meals, span);
  const served = meals.filter(
    ({ date, meal, personMeals }) => date >= span.from && date < span.to && meal === span.meal && personMeals > 0,
  );
  const enough = known.length >= rules.leastNormDays && known.length >= rules.leastDaysShare * served.length;
  const mean = enough ? meanOf(known, rules.confidence) : null;
  const doubtful = served.filter(({ state }) => state === 'doubtful').length;
  const unknown = served.length - known.length - doubtful;
  const reason = mean !== null ? null : doubtful > unknown ? 'doubtful' : 'insufficient-data';
  return { id, operatingMode, supplyMode, mean, reason };
}

/**
 * Canteens by what their guests leave, so that a small one does not lead by chance: each mean is drawn towards its peers
 * of the same operating and supply mode, the further the less its days tell (`shrink.ts`). `less` and `more` are those
 * whose estimate differs from the city's mean beyond chance; that the city holds the canteen itself makes the test
 * stricter, not laxer.
 */
export function league(canteens: readonly LeagueEntrant[], rules: CanteenRules): LeagueTable {
  const ranked = canteens.filter((canteen) => canteen.mean !== null);
  const estimates = estimatesOf(ranked, rules);
  const city = pooled(
    ranked.map(({ mean }) => mean!),
    rules.confidence,
  );
  const rows = canteens.map((canteen) => rowOf(canteen, estimates.get(canteen.id) ?? null, city, rules));
  const place = (row: LeagueRow) => row.estimate?.gramsPerMeal ?? Infinity;
  return { city, rows: rows.sort((a, b) => place(a) - place(b) || 0 || (a.id < b.id ? -1 : 1)) };
}

type Estimates = ReadonlyMap<string, { readonly own: Shrunk; readonly canteens: number }>;

function estimatesOf(ranked: readonly LeagueEntrant[], rules: CanteenRules): Estimates {
  const shrunk = (group: readonly LeagueEntrant[]) => {
    const own = shrink(
      group.map(({ mean }) => mean!),
      rules.confidence,
    );
    return group.map(({ id }, i) => [id, { own: own[i]!, canteens: group.length }] as const);
  };
  const estimates = new Map(shrunk(ranked));
  for (const group of grouped(ranked, ({ operatingMode, supplyMode }) => `${operatingMode} ${supplyMode}`).values()) {
    const { operatingMode, supplyMode } = group[0]!;
    if (group.length < leastPeers || operatingMode === null || supplyMode === null) continue;
    for (const [id, estimate] of shrunk(group)) estimates.set(id, estimate);
  }
  return estimates;
}

function rowOf(
  { id, mean, reason }: LeagueEntrant,
  estimate: { readonly own: Shrunk; readonly canteens: number } | null,
  city: Mean | null,
  rules: CanteenRules,
): LeagueRow {
  if (mean === null || estimate === null) {
    return { id, raw: null, estimate: null, peers: null, comparison: 'cannot-tell', reason, few: false };
  }
  const { own, canteens } = estimate;
  const { gramsPerMeal, plusMinus } = own;
  return {
    id,
    raw: mean,
    estimate: { gramsPerMeal, low: Math.max(0, gramsPerMeal - plusMinus), high: gramsPerMeal + plusMinus },
    peers: { gramsPerMeal: own.towards, canteens },
    comparison: canteens < 2 ? 'cannot-tell' : compare({ ...mean, ...own }, city, rules.confidence),
    reason: null,
    few: mean.personMeals < rules.fewPersonMeals,
  };
}
