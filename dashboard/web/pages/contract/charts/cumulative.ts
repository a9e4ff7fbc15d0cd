import type { WireContractSavings, WireContractYear, WireSavingDay } from '../../../../../domain/wire-contracts.ts';
import { addDays, startOf } from '../../../format/zone.ts';

/** One local day of the running sum, in the contract's unit. */
export interface SumRow {
  readonly date: string;
  readonly at: number;
  readonly until: number;
  readonly expected: number | null;
  readonly actual: number | null;
  readonly saving: number | null;
  /** null: nothing is known up to here. */
  readonly cumulative: number | null;
  readonly half: number | null;
  readonly path: number | null;
  readonly estimated: boolean;
  readonly completenessPct: number;
}

/**
 * Days as they are drawn. Each year's sum begins at nothing on the wire; over the whole term the years stand on one
 * another, their bands in quadrature, and a path only where every year has one.
 */
export function sumRows(days: readonly WireSavingDay[], wholeTerm: boolean, zone: string): readonly SumRow[] {
  let base = { sum: 0, square: 0 as number | null, path: 0 as number | null };
  let before: SumRow | null = null;
  return days.map((day) => {
    if (wholeTerm && before !== null && before.date.slice(0, 4) !== day.date.slice(0, 4))
      base = {
        sum: before.cumulative ?? base.sum,
        square: before.half === null ? null : before.half ** 2,
        path: before.path,
      };
    const half = day.cumulativeHalfWidth;
    before = {
      date: day.date,
      at: startOf(day.date, zone),
      until: startOf(addDays(day.date, 1), zone),
      expected: day.expected,
      actual: day.actual,
      saving: day.saving,
      cumulative: day.cumulative === null ? null : base.sum + day.cumulative,
      half: half === null || base.square === null ? null : Math.sqrt(base.square + half ** 2),
      path: day.path === null || base.path === null ? null : base.path + day.path,
      estimated: day.estimated,
      completenessPct: day.completenessPct,
    };
    return before;
  });
}

export const lastKnown = (rows: readonly SumRow[]): SumRow | null =>
  rows.findLast(({ cumulative }) => cumulative !== null) ?? null;

/** The path beyond the last day: from there to each month's end of the year that is drawn. */
export function pathAhead(year: WireContractYear, after: string, zone: string): readonly (readonly [number, number])[] {
  return year.path
    .filter(({ date }) => date > after)
    .map(({ date, amount }) => [startOf(addDays(date, 1), zone), amount] as const);
}

export interface Fan {
  readonly from: { readonly at: number; readonly value: number; readonly half: number };
  readonly to: { readonly at: number; readonly value: number; readonly half: number | null };
  readonly probability: number | null;
}
/** From what is known to the year's end; null when the year is over or nothing is forecast. */
export function fanOf(year: WireContractYear | null, last: SumRow | null, zone: string): Fan | null {
  if (year === null || year.forecast === null || last === null || last.cumulative === null || last.date >= year.to)
    return null;
  return {
    from: { at: last.until, value: last.cumulative, half: last.half ?? 0 },
    to: {
      at: startOf(addDays(year.to, 1), zone),
      value: year.forecast.expected,
      half: year.forecast.halfWidth,
    },
    probability: year.forecast.probability,
  };
}

/** Indexes of its first and last day. */
export interface Run {
  readonly from: number;
  readonly to: number;
}
/** Stretches of days of which a part is estimated, with how many days each has. */
export const estimatedRuns = (rows: readonly SumRow[]): readonly Run[] => runsOf(rows, ({ estimated }) => estimated);
/** Days of which no saving is known. */
export const unknownRuns = (rows: readonly SumRow[]): readonly Run[] => runsOf(rows, ({ saving }) => saving === null);

function runsOf(rows: readonly SumRow[], of: (row: SumRow) => boolean): readonly Run[] {
  const found: { from: number; to: number }[] = [];
  rows.forEach((row, i) => {
    if (!of(row)) return;
    const run = found.at(-1);
    if (run !== undefined && run.to === i - 1) run.to = i;
    else found.push({ from: i, to: i });
  });
  return found;
}

/** The year of the answer that is on screen; null: the whole term, or a year that the term has not. */
export const yearOf = (savings: WireContractSavings, year: number | 'term'): WireContractYear | null =>
  year === 'term' ? null : (savings.years.find((one) => one.year === year) ?? null);

/** Labels at one edge, moved apart so that none covers another: as little as it takes, in their order. */
export function spread(ys: readonly number[], gap: number, low: number, high: number): readonly number[] {
  const order = ys.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y);
  for (let k = 1; k < order.length; k++) order[k]!.y = Math.max(order[k]!.y, order[k - 1]!.y + gap);
  let limit = high;
  for (let k = order.length - 1; k >= 0; k--) {
    order[k]!.y = Math.max(low, Math.min(order[k]!.y, limit));
    limit = order[k]!.y - gap;
  }
  const found: number[] = [];
  for (const { y, i } of order) found[i] = y;
  return found;
}
