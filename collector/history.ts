import { setImmediate as turn } from 'node:timers/promises';
import type { SeriesStore } from '../storage/series/port.ts';

export interface HistoryColumns {
  readonly ts: Float64Array;
  readonly points: Readonly<Record<string, Float64Array>>;
}
export interface HistoryCounts {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly revisions: number;
}

/** One transaction: about a tenth of a second of the writer's time, so devices hardly notice. */
export const rowsPerChunk = 50_000;

/**
 * Past readings of one meter through the bulk door, in any order; of equal timestamps the later row revises the
 * earlier. Chunks are durable one by one: after a failure the same file is given again, and what is there counts as
 * duplicate.
 * @throws RangeError when columns differ in length or a timestamp is not a number.
 */
export async function importHistory(
  store: Pick<SeriesStore, 'bulk'>,
  account: { meter: string; device: string; receivedAt: number },
  columns: HistoryColumns,
): Promise<HistoryCounts> {
  const { ts, points } = inOrder(columns);
  let stored = 0;
  let duplicate = 0;
  let revisions = 0;
  for (let from = 0; from < ts.length; from += rowsPerChunk) {
    const to = Math.min(from + rowsPerChunk, ts.length);
    const counts = await store.bulk({
      source: 'bulk',
      ...account,
      ts: ts.slice(from, to),
      points: mapColumns(points, (column) => column.slice(from, to)),
    });
    stored += counts.stored;
    duplicate += counts.duplicate;
    revisions += counts.revisions;
    await turn();
  }
  return { received: ts.length, stored, duplicate, revisions };
}

function inOrder({ ts, points }: HistoryColumns): HistoryColumns {
  for (const [point, column] of Object.entries(points)) {
    if (column.length !== ts.length) throw new RangeError(`${point} has ${column.length} rows, ts has ${ts.length}`);
  }
  let ascending = true;
  for (let i = 0; i < ts.length; i++) {
    if (!Number.isSafeInteger(ts[i])) throw new RangeError(`row ${i}: ts is ${ts[i]}, not whole milliseconds`);
    if (i > 0 && ts[i]! < ts[i - 1]!) ascending = false;
  }
  if (ascending) return { ts, points };
  const order = Uint32Array.from(ts, (_, i) => i).sort((a, b) => ts[a]! - ts[b]! || a - b);
  const sorted = (column: Float64Array): Float64Array => Float64Array.from(order, (i) => column[i]!);
  return { ts: sorted(ts), points: mapColumns(points, sorted) };
}

function mapColumns(
  points: Readonly<Record<string, Float64Array>>,
  change: (column: Float64Array) => Float64Array,
): Record<string, Float64Array> {
  return Object.fromEntries(Object.entries(points).map(([point, column]) => [point, change(column)]));
}
