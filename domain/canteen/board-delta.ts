import type { LiveCanteensDelta, WireBoard } from '../wire-canteens.ts';

/** What changed from one board to the next: at lunch a few canteens in a second. null: nothing did. */
export function boardDelta(before: WireBoard, now: WireBoard): LiveCanteensDelta | null {
  const { rows, ...board } = now;
  const { rows: rowsBefore, ...boardBefore } = before;
  const known = new Map(rowsBefore.map((row) => [row.id, JSON.stringify(row)]));
  const changed = rows.filter((row) => known.get(row.id) !== JSON.stringify(row));
  const ids = new Set(rows.map(({ id }) => id));
  const gone = rowsBefore.filter(({ id }) => !ids.has(id)).map(({ id }) => id);
  if (changed.length === 0 && gone.length === 0 && JSON.stringify(board) === JSON.stringify(boardBefore)) return null;
  return { board, rows: changed, ...(gone.length > 0 ? { gone } : {}) };
}

/** The board after a delta; told again it changes nothing. Rows by id. */
export function boardAfter(before: WireBoard, { board, rows, gone = [] }: LiveCanteensDelta): WireBoard {
  const kept = new Map(before.rows.map((row) => [row.id, row]));
  for (const row of rows) kept.set(row.id, row);
  for (const id of gone) kept.delete(id);
  return { ...board, rows: [...kept.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}
