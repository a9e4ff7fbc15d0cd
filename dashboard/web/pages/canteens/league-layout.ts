import type { WireLeague, WireLeagueRow } from '../../../../domain/wire-canteens.ts';

/** Where things of the league stand: pure, so that a test can look at it. */

export type RankedRow = WireLeagueRow & { readonly estimate: NonNullable<WireLeagueRow['estimate']> };

/** Least first, whatever order they came in. */
export function rankedRows(league: WireLeague): readonly RankedRow[] {
  return league.rows
    .filter((row): row is RankedRow => row.estimate !== null)
    .sort((a, b) => a.estimate.gramsPerMeal - b.estimate.gramsPerMeal);
}
export function unrankedRows(league: WireLeague): readonly WireLeagueRow[] {
  return league.rows.filter(({ estimate }) => estimate === null);
}

/**
 * Grams that the axis must hold: every estimate, the city, the target, and the intervals of those with enough meals. A
 * single wide interval of a small canteen is cut at the edge instead. From zero, unless that would waste half the height.
 */
export function leagueDomain(league: WireLeague): {
  readonly domain: readonly [number, number];
  readonly zero: boolean;
} {
  const rows = rankedRows(league);
  const sure = rows.filter(({ few }) => !few);
  const values = [
    ...rows.map(({ estimate }) => estimate.gramsPerMeal),
    ...sure.flatMap(({ estimate }) => [estimate.low, estimate.high]),
    ...(league.city ? [league.city.gramsPerMeal] : []),
    ...(league.targetG === null ? [] : [league.targetG]),
  ];
  if (values.length === 0) return { domain: [0, 1], zero: true };
  const [low, high] = [Math.max(0, Math.min(...values)), Math.max(...values)];
  if (low < 0.42 * high) return { domain: [0, high > 0 ? high : 1], zero: true };
  return { domain: [low, high], zero: false };
}

export interface LeagueLabel {
  readonly index: number;
  readonly x: number;
  /** Baseline of the text. */
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

interface Placed {
  readonly x: (index: number) => number;
  readonly y: (grams: number) => number;
  readonly width: (index: number) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const line = 15;

/**
 * Names of the extremes: up to `most` of those credibly more than the city at the upper end, as many credibly less at the
 * lower end, beside their points and never on top of each other.
 */
export function extremeLabels(rows: readonly RankedRow[], most: number, at: Placed): readonly LeagueLabel[] {
  const more = rows.flatMap((row, index) => (row.comparison === 'more' && !row.few ? [index] : [])).slice(-most);
  const less = rows.flatMap((row, index) => (row.comparison === 'less' && !row.few ? [index] : [])).slice(0, most);
  return [...upper(more.reverse(), rows, at), ...lower(less, rows, at)];
}

/** Highest first; each to the left of its point, above the next. */
function upper(indexes: readonly number[], rows: readonly RankedRow[], at: Placed): LeagueLabel[] {
  let free = at.top + line - 4;
  return indexes.map((index) => {
    const y = Math.max(free, at.y(rows[index]!.estimate.gramsPerMeal) - 8);
    free = y + line;
    const x = at.x(index) - 9;
    const fits = x - at.width(index) >= at.left;
    return { index, x: fits ? x : at.x(index) + 9, y, anchor: fits ? 'end' : 'start' };
  });
}

/** Lowest first; each to the right of its point, below its whisker, the next above it. */
function lower(indexes: readonly number[], rows: readonly RankedRow[], at: Placed): LeagueLabel[] {
  let free = at.bottom - 5;
  return indexes.map((index) => {
    const y = Math.min(free, at.y(rows[index]!.estimate.low) + line - 1);
    free = y - line;
    const x = at.x(index) + 5;
    const fits = x + at.width(index) <= at.right;
    return { index, x: fits ? x : at.x(index) - 5, y, anchor: fits ? 'start' : 'end' };
  });
}

/** Which of the points a pixel means; -1: there is none. */
export function pointAt(px: number, first: number, step: number, count: number): number {
  if (count === 0) return -1;
  if (step === 0) return 0;
  return Math.max(0, Math.min(count - 1, Math.round((px - first) / step)));
}

/** A canteen with few meals among the first ones: it is named, with why it is not commended. null: there is none. */
export function fewAhead(rows: readonly RankedRow[]): number | null {
  const index = rows.slice(0, Math.max(3, Math.ceil(rows.length / 6))).findIndex(({ few }) => few);
  return index < 0 ? null : index;
}
