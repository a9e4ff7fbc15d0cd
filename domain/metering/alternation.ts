import type { Kept } from './kept.ts';
import { alternation } from './reach.ts';

/**
 * Two series in turn: 1000, 0, 1001, 0, 1002; or what a device sent while its clock was wrong, among the readings of
 * that time. The path from the readings before to those after with the fewest left out and the fewest steps that the
 * register can't have made.
 */
export function untangle(kept: Kept): void {
  const { falls } = kept;
  for (let k = 0; k < falls.length;) {
    let m = k;
    while (m + 1 < falls.length && isNear(kept, falls[m]!, falls[m + 1]!)) m += 1;
    // A single fall is no alternation.
    if (m > k) {
      const first = Math.max(0, falls[k]! - alternation.inRow);
      const last = Math.min(kept.n - 1, falls[m]! + 1 + alternation.inRow);
      if (kept.apart(falls[k]!, falls[m]!) <= alternation.longest) walk(kept, first, last);
    }
    k = m + 1;
  }
}

function isNear(kept: Kept, fall: number, next: number): boolean {
  return next - fall <= alternation.gap && kept.apart(fall, next) <= alternation.gapReadings;
}

/** What a step that is no consumption costs, in readings left out. */
const breakCost = 16;
// A reading of 0 is the first to go: devices send it for "nothing".
const zeroCost = 0.75;

function walk(kept: Kept, first: number, last: number): void {
  const rate = kept.usualRate(first, last);
  const n = last - first + 1;
  const cost = new Float64Array(n).fill(Infinity);
  const from = new Int32Array(n).fill(-1);
  cost[0] = 0;
  for (let j = 1; j < n; j += 1) {
    let skipped = 0;
    for (let i = j - 1; i >= Math.max(0, j - 1 - alternation.inRow); i -= 1) {
      const step =
        i === j - 1 ? stepCost(kept, first + i, rate) : isSkip(kept, first + i, first + j, rate) ? skipped : Infinity;
      if (cost[i]! + step < cost[j]!) {
        cost[j] = cost[i]! + step;
        from[j] = i;
      }
      skipped += kept.at(first + i) === 0 ? zeroCost : 1;
    }
  }
  for (let j = n - 1; j > 0; j = from[j]!) {
    const i = from[j]!;
    if (i < j - 1) kept.drop(first + i + 1, first + j - 1);
  }
}

function stepCost(kept: Kept, p: number, rate: number): number {
  if (kept.changed(p, p + 1)) return 0;
  return kept.at(p + 1) < kept.at(p) || kept.isJump(p, rate, 0) ? breakCost : 0;
}

/** Between p and q lie readings that may be left out. */
function isSkip(kept: Kept, p: number, q: number, rate: number): boolean {
  if (kept.changed(p, q) || kept.isHeld(p + 1, q - 1)) return false;
  const [before, after] = [kept.at(p), kept.at(q)];
  let nearest = Infinity;
  for (let m = p + 1; m < q; m += 1) {
    const value = kept.at(m);
    if (value >= before && value <= after) return false;
    nearest = Math.min(nearest, Math.max(before - value, value - after));
  }
  if (q - p === 2 ? after < before || kept.isOverMax(p, q) : !kept.isBridge(p, q, rate, nearest)) return false;
  return q - p === 2 || (isBreak(kept, p, rate) && isBreak(kept, q - 1, rate));
}

function isBreak(kept: Kept, p: number, rate: number): boolean {
  return kept.at(p + 1) < kept.at(p) || kept.isJump(p, rate, Number.MIN_VALUE);
}
