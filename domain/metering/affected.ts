import { glitchReach } from './glitch.ts';
import { fallsBehind, neighbours } from './limit.ts';

/**
 * How far a reading reaches: the verdict on a step looks at readings around it, and never further than this. Glitches
 * are no two in a row, so a span of kept readings is at most twice as long in all readings.
 */
const stepSpan = 2;
const readingsBehind = 2 * (neighbours.before + fallsBehind) + glitchReach.behind;
const readingsAhead = 2 * neighbours.after + glitchReach.ahead;

/**
 * Readings of the point that the caller loads before the first edge and after the last one (beside all between them),
 * so that an incremental derivation equals a full one bit for bit.
 *
 * Incremental: 1. load this many timestamps on either side of the touched range and ask `affectedRange`; 2. take the
 * edges of all intervals that overlap its answer; 3. load the readings between the first and the last edge and this
 * many on either side; 4. `deriveRegister`.
 */
export const contextReadings = readingsBehind + stepSpan + 2;

/**
 * The instants whose intervals must be computed again when readings in [from, to] (both inclusive) were added or
 * revised: every interval that overlaps the answer's [from, to). The intervals that end on the first instant and start
 * on the last one are among them, as the flags of their edges may have changed.
 * @param ts ascending, with `contextReadings` on either side of the touched range (fewer where the data ends)
 */
export function affectedRange(ts: Float64Array, from: number, to: number): { from: number; to: number } {
  if (ts.length === 0) return { from: from - 1, to: to + 1 };
  const first = lowerBound(ts, from) - readingsAhead - stepSpan;
  const last = lowerBound(ts, to + 1) - 1 + readingsBehind + stepSpan;
  return {
    from: Math.min(from, ts[Math.max(0, first)]!) - 1,
    to: Math.max(to, ts[Math.min(ts.length - 1, last)]!) + 1,
  };
}

/** Index of the first entry that is not below `at`. */
function lowerBound(ts: Float64Array, at: number): number {
  let low = 0;
  let high = ts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ts[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
