import { untangle } from './alternation.ts';
import { Kept } from './kept.ts';
import type { Multipliers } from './multiplier.ts';
import { oddRunAt } from './odd-run.ts';
import type { PointRules } from './point-rules.ts';
import { runLengths } from './reach.ts';

/**
 * Which readings are left out (1): odd ones between others that fit. The short runs first: what is left then stands the
 * longer on either side of the next. `null`: none.
 */
export function sift(
  ts: Float64Array,
  value: Float64Array,
  rules: PointRules,
  multipliers: Multipliers,
): Uint8Array | null {
  // What never falls has no odd readings: a rise that is none falls back or stays.
  if (!falls(value, 0, value.length)) return null;
  const kept = new Kept(ts, value, rules, multipliers, rules.decided?.held(ts) ?? null);
  for (const length of runLengths.before) dropRuns(kept, length);
  untangle(kept);
  kept.compact();
  for (const length of runLengths.after) dropRuns(kept, length);
  return kept.dropped.includes(1) ? kept.dropped : null;
}

/** All of that length at once: no run depends on what becomes of another one. */
function dropRuns(kept: Kept, longest: number): void {
  const runs = kept.falls.map((fall) => oddRunAt(kept, fall, longest));
  for (const run of runs) if (run !== null) kept.drop(run.first, run.last);
  kept.compact();
}

/** The register falls between the readings at `first` and before `end`. */
export function falls(value: Float64Array, first: number, end: number): boolean {
  for (let i = first + 1; i < end; i += 1) if (value[i]! < value[i - 1]!) return true;
  return false;
}
