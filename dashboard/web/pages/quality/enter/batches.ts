import type { WireDecision } from '../../../../../domain/wire-quality.ts';

/** Rows that were entered together, from the list of decisions. */
export interface Batch {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly rows: number;
  readonly undone: number;
  readonly meters: readonly string[];
}

/** Newest first, as the decisions come; those of verdicts are no entries. */
export function batchesOf(decisions: readonly WireDecision[]): readonly Batch[] {
  const found = new Map<string, { at: string; by: string; rows: number; undone: number; meters: Set<string> }>();
  for (const { outcome, batch, at, by, undone, meter } of decisions) {
    if (outcome !== 'entered' || batch === null) continue;
    let one = found.get(batch);
    if (one === undefined) found.set(batch, (one = { at, by, rows: 0, undone: 0, meters: new Set() }));
    one.rows += 1;
    if (undone !== null) one.undone += 1;
    one.meters.add(meter);
  }
  return [...found].map(([id, { meters, ...rest }]) => ({ id, ...rest, meters: [...meters].sort() }));
}
