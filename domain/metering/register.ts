import type { IntervalBlock } from './block.ts';
import type { MeterRules } from './meter.ts';

/**
 * Readings of the point that the caller loads before the first edge and after the last one (beside all between them),
 * so that an incremental derivation equals a full one bit for bit.
 *
 * Incremental: 1. load this many timestamps on either side of the touched range and ask `affectedRange`; 2. take the
 * edges of all intervals that overlap its answer; 3. load the readings between the first and the last edge and this
 * many on either side; 4. `deriveRegister`.
 */
export const contextReadings = 40;

/**
 * The instants whose intervals must be computed again when readings in [from, to] (both inclusive) were added or
 * revised: every interval that overlaps the answer's [from, to).
 * @param ts ascending, with `contextReadings` on either side of the touched range (fewer where the data ends)
 */
export function affectedRange(_ts: Float64Array, _from: number, _to: number): { from: number; to: number } {
  throw new Error('not yet');
}

/**
 * What was used in each interval, from readings of a cumulative register.
 * @param ts ms UTC, ascending, without doubles
 * @param value as the meter shows it, before the multiplier
 * @param edges n + 1 ascending instants
 */
export function deriveRegister(
  _ts: Float64Array,
  _value: Float64Array,
  _rules: MeterRules,
  _point: string,
  _edges: Float64Array,
): IntervalBlock {
  throw new Error('not yet');
}
