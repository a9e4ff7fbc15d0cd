import type { EntryRecord } from '../../../storage/registry/canteen-port.ts';

/**
 * Entries that counted until these came: of the same date, meal and thing the later one counts.
 * @param entries of a canteen, in the order in which they were made
 * @param made ids of those that were made now
 */
export function replacedBy(made: ReadonlySet<number>, entries: readonly EntryRecord[]): readonly number[] {
  const standing = new Map<string, number>();
  const replaced: number[] = [];
  for (const { id, date, meal, what, undone } of entries) {
    if (undone !== null) continue;
    const cell = `${date} ${meal} ${what}`;
    const before = standing.get(cell);
    if (before !== undefined && made.has(id)) replaced.push(before);
    standing.set(cell, id);
  }
  return replaced.sort((a, b) => a - b);
}
