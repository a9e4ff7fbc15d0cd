import { difference } from './decimal.ts';
import { limitByMax } from './limit.ts';
import type { Multipliers } from './multiplier.ts';
import type { PointRules } from './point-rules.ts';

/**
 * One odd value between two that fit: 1000, 0, 1001 or 1000, 99999, 1001. It is ignored; the step from the one before
 * to the one after is a step like any other. Needs the reading after it: until that has come the odd one is judged
 * as what it looks like.
 */

// Of candidates in a row (1000, 0, 1001, 0, 1002) every second is ignored, from the first on; in longer rows the
// two series can't be told apart and nothing is ignored.
const longestRow = 4;

/** How many readings before and after an odd one can change whether it is ignored. */
export const glitchReach = { behind: longestRow + 2, ahead: 1 } as const;

export function isGlitch(
  ts: Float64Array,
  value: Float64Array,
  k: number,
  rules: PointRules,
  multipliers: Multipliers,
): boolean {
  if (!isCandidate(ts, value, k, rules, multipliers)) return false;
  let row = 0;
  while (row <= longestRow && isCandidate(ts, value, k - 1 - row, rules, multipliers)) row += 1;
  return row <= longestRow && row % 2 === 0;
}

function isCandidate(
  ts: Float64Array,
  value: Float64Array,
  k: number,
  rules: PointRules,
  multipliers: Multipliers,
): boolean {
  if (k < 1 || k + 1 >= value.length) return false;
  const before = value[k - 1]!;
  const odd = value[k]!;
  const after = value[k + 1]!;
  if (before > after || (odd >= before && odd <= after)) return false;
  const from = ts[k - 1]!;
  const to = ts[k + 1]!;
  // The neighbours are readings of two different meters.
  if (rules.replacements.some(({ at }) => at > from && at <= to)) return false;
  return difference(after, before) <= limitByMax(rules, multipliers, from, to, before, after);
}
