import type { WireSorting, WireSortingRow } from '../../../../domain/wire-canteens.ts';
import type { ChartTable } from '../../charts/table.ts';
import type { SortingMessages } from '../../messages/canteen/type.ts';

/** The ledger month by month: sums over canteens, the order in which rows want somebody, the table as a file. */

export interface MonthSum {
  readonly month: string;
  readonly weighedKg: number;
  /** Of the canteens that entered any fetch; null = none did. */
  readonly fetchedKg: number | null;
  /** What those canteens weighed: only this may be held against `fetchedKg`. */
  readonly comparedKg: number;
  readonly carbonKg: number;
  readonly differs: number;
  readonly unknown: number;
}

export function sumOf(month: string, rows: readonly WireSortingRow[]): MonthSum {
  const fetched = rows.filter(({ fetchedKg }) => fetchedKg !== null);
  const sum = (of: readonly WireSortingRow[], get: (row: WireSortingRow) => number) =>
    of.reduce((total, row) => total + get(row), 0);
  return {
    month,
    weighedKg: sum(rows, ({ weighedKg }) => weighedKg),
    fetchedKg: fetched.length === 0 ? null : sum(fetched, ({ fetchedKg }) => fetchedKg ?? 0),
    comparedKg: sum(fetched, ({ weighedKg }) => weighedKg),
    carbonKg: sum(rows, ({ carbonKg }) => carbonKg),
    differs: rows.filter(({ state }) => state === 'differs').length,
    unknown: rows.filter(({ state }) => state === 'cannot-tell').length,
  };
}

/** `YYYY-MM` of the twelve months that end with this one, ascending. */
export function yearUntil(month: string): readonly string[] {
  const [year, of] = month.split('-').map(Number) as [number, number];
  return Array.from({ length: 12 }, (_, i) => new Date(Date.UTC(year, of - 12 + i, 1)).toISOString().slice(0, 7));
}

export const stepMonth = (month: string, by: number): string => {
  const [year, of] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, of - 1 + by, 1)).toISOString().slice(0, 7);
};

const need: Readonly<Record<WireSortingRow['state'], number>> = { differs: 0, 'cannot-tell': 1, agrees: 2 };
/** What differs most comes first, then what nobody can tell. */
export const byNeed = (a: WireSortingRow, b: WireSortingRow): number =>
  need[a.state] - need[b.state] ||
  Math.abs(b.differencePct ?? 0) - Math.abs(a.differencePct ?? 0) ||
  a.name.localeCompare(b.name, 'zh');

/** Of one canteen the newest month comes first. */
export const byMonth = (a: WireSortingRow, b: WireSortingRow): number => b.month.localeCompare(a.month);

export function sortingTable(rows: WireSorting['items'], m: SortingMessages): ChartTable {
  return {
    columns: [
      ...[m.monthColumn, 'id', m.nameColumn, `${m.weighed} kg`, `${m.fetched} kg`, m.fetches],
      ...[`${m.difference} kg`, `${m.difference} %`, m.state, `${m.carbon} kgCO₂e`],
    ],
    rows: rows.map((row) => [
      ...[row.month, row.canteen, row.name, row.weighedKg, row.fetchedKg, row.fetches],
      ...[row.differenceKg, row.differencePct, m.states[row.state], row.carbonKg],
    ]),
  };
}
