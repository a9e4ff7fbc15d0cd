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
  const room = (high - low) * 0.06;
  return { domain: [low - room, high + room], zero: false };
}

export interface LeagueLabel {
  readonly index: number;
  readonly x: number;
  /** Baseline of the text. */
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

/** Pixels of the plot, and what a name is as wide as. */
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
 * Names of the extremes: up to `most` of those credibly more than the city above the upper end, as many credibly less
 * below the lower end; clear of the whiskers that they pass, never on top of each other.
 */
export function extremeLabels(rows: readonly RankedRow[], most: number, at: Placed): readonly LeagueLabel[] {
  const named = (comparison: 'more' | 'less') =>
    rows.flatMap((row, index) => (row.comparison === comparison && !row.few ? [index] : []));
  // From the inner to the outermost one, which stands furthest out.
  const upper = stacked(named('more').slice(-most), 'up', rows, at);
  const lower = stacked(named('less').slice(0, most).reverse(), 'down', rows, at);
  return [...upper, ...lower];
}

function stacked(
  indexes: readonly number[],
  way: 'up' | 'down',
  rows: readonly RankedRow[],
  at: Placed,
): readonly LeagueLabel[] {
  let before: number | null = null;
  return indexes.map((index, nth) => {
    const { x, anchor, from, to } = beside(index, way, at);
    const passed = rows.filter((_, i) => i === index || (at.x(i) >= from && at.x(i) <= to));
    const clear =
      way === 'up'
        ? Math.min(...passed.map(({ estimate }) => at.y(estimate.high))) - 5
        : Math.max(...passed.map(({ estimate }) => at.y(estimate.low))) + line - 2;
    const apart =
      before === null ? clear : way === 'up' ? Math.min(clear, before - line) : Math.max(clear, before + line);
    // Whoever stands further out still needs a line.
    const kept = (indexes.length - 1 - nth) * line;
    const y = way === 'up' ? Math.max(at.top + line - 5 + kept, apart) : Math.min(at.bottom - 5 - kept, apart);
    before = y;
    return { index, x, y, anchor };
  });
}

/** On the inner side of its point, where there is room for it. */
function beside(index: number, way: 'up' | 'down', at: Placed) {
  const [x, width] = [at.x(index), at.width(index)];
  const inner = way === 'up' ? x - width >= at.left : x + width > at.right;
  return inner
    ? { x: x + 4, anchor: 'end' as const, from: x + 4 - width, to: x + 4 }
    : { x: x - 4, anchor: 'start' as const, from: x - 4, to: x - 4 + width };
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
