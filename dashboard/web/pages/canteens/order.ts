import type { WireBoardRow } from '../../../../domain/wire-canteens.ts';
import type { BoardOrder, SupplyMode } from '../../router/canteens.ts';
import { needsLook } from './cell.ts';

/** Which canteens are on the board, and in what order. */

export function ofMode(rows: readonly WireBoardRow[], mode: SupplyMode | null): readonly WireBoardRow[] {
  return mode === null ? rows : rows.filter(({ supplyMode }) => supplyMode === mode);
}

/** Supply modes that there are, in the order of their kind. */
export function modesOf(rows: readonly WireBoardRow[], known: readonly SupplyMode[]): readonly SupplyMode[] {
  return known.filter((mode) => rows.some(({ supplyMode }) => supplyMode === mode));
}

const byName = new Intl.Collator('zh-Hans-CN', { numeric: true });
const names = (a: WireBoardRow, b: WireBoardRow) => byName.compare(a.name, b.name) || byName.compare(a.id, b.id);
/** By the id of the county, which follows its code; those without a county last. */
const regions = (a: WireBoardRow, b: WireBoardRow) => {
  if (a.region === b.region) return 0;
  if (a.region === null || b.region === null) return a.region === null ? 1 : -1;
  return byName.compare(a.region, b.region);
};
/** The largest first; what has no figure last. */
const figures = (a: WireBoardRow, b: WireBoardRow) => (b.gramsPerMeal ?? -1) - (a.gramsPerMeal ?? -1);

/**
 * @param urgentFirst on a phone, where the whole board is never in view: what needs somebody comes first, whatever the
 * order
 */
export function ordered(
  rows: readonly WireBoardRow[],
  order: BoardOrder,
  urgentFirst = false,
): readonly WireBoardRow[] {
  const urgency = (row: WireBoardRow) => (urgentFirst && needsLook(row) ? 0 : 1);
  const by = { region: regions, figure: figures, name: names }[order];
  // Within a county as the server has them: by id.
  const last = order === 'region' ? () => 0 : names;
  return [...rows].sort((a, b) => urgency(a) - urgency(b) || by(a, b) || last(a, b));
}

/** Index of the cells at which a county begins; nothing where there is only one county, or another order. */
export function countyStarts(rows: readonly WireBoardRow[], order: BoardOrder): ReadonlyMap<number, string> {
  const starts = new Map<number, string>();
  if (order !== 'region' || new Set(rows.map(({ region }) => region)).size < 2) return starts;
  rows.forEach((row, i) => {
    if (i === 0 || rows[i - 1]!.region !== row.region) starts.set(i, row.regionName ?? '');
  });
  return starts;
}

/**
 * Whose strip is shown while nobody has chosen: the one furthest above its own norm, else the first with a figure.
 * @param kept stays while it is one of those that stand out, so that the strip does not jump with every weighing
 */
export function standout(rows: readonly WireBoardRow[], kept: string | null = null): WireBoardRow | null {
  const above = ({ gramsPerMeal, norm }: WireBoardRow) =>
    gramsPerMeal === null || norm === null || norm.gramsPerMeal <= 0 ? -1 : gramsPerMeal / norm.gramsPerMeal;
  const far = rows.filter(({ signals }) => signals.includes('far-above-norm'));
  const known = rows.filter(({ state }) => state === 'ok');
  const among = far.length > 0 ? far : known.length > 0 ? known : rows;
  const stays = among.find(({ id }) => id === kept);
  if (stays) return stays;
  return among.reduce<WireBoardRow | null>((best, row) => (best && above(best) >= above(row) ? best : row), null);
}
