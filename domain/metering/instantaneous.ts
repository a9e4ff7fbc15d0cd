import type { IntervalBlock } from './block.ts';

/** A value holds until the next one, at most this long (ms): 1.5 of the meter's intervals. */
export function holdMs(intervalMs: number): number {
  return Math.floor(1.5 * intervalMs);
}

/**
 * The instants whose intervals must be computed again when readings in [from, to] (both inclusive) changed: the one
 * before them may be a spike now or none any more, so may the one after, and that one holds as long again.
 */
export function affectedByHold(from: number, to: number, intervalMs: number): { from: number; to: number } {
  const hold = holdMs(intervalMs);
  return { from: from - hold, to: to + 2 * hold };
}

/**
 * Time-weighted mean with the extremes of the values in force, the one held from before the interval included.
 * `ts` ascending, without doubles; readings from `holdMs` before the first edge on must be among them.
 */
export function deriveInstantaneous(
  ts: Float64Array,
  value: Float64Array,
  intervalMs: number,
  edges: Float64Array,
): IntervalBlock & { readonly min: Float64Array; readonly max: Float64Array } {
  const n = Math.max(0, edges.length - 1);
  const hold = holdMs(intervalMs);
  const mean = new Float64Array(n).fill(NaN);
  const min = new Float64Array(n).fill(NaN);
  const max = new Float64Array(n).fill(NaN);
  const knownMs = new Uint32Array(n);
  let k = 0;
  for (let i = 0; i < n; i += 1) {
    const start = edges[i]!;
    const end = edges[i + 1]!;
    // The last reading at or before the interval's start may still hold.
    while (k + 1 < ts.length && ts[k + 1]! <= start) k += 1;
    let known = 0;
    let base = 0;
    let excess = 0;
    let low = Infinity;
    let high = -Infinity;
    for (let j = k; j < ts.length && ts[j]! < end; j += 1) {
      const since = Math.max(ts[j]!, start);
      const until = Math.min(ts[j]! + hold, j + 1 < ts.length ? ts[j + 1]! : Infinity, end);
      if (until <= since) continue;
      const v = value[j]!;
      // Weighted as excess over the first value: a value that stands still comes back to the last digit.
      if (known === 0) base = v;
      else excess += (v - base) * (until - since);
      known += until - since;
      if (v < low) low = v;
      if (v > high) high = v;
    }
    if (known === 0) continue;
    knownMs[i] = known;
    mean[i] = excess === 0 ? base : Number((base + excess / known).toPrecision(15));
    min[i] = low;
    max[i] = high;
  }
  return { edges, value: mean, knownMs, flags: new Uint8Array(n), min, max };
}
