import type { Kept } from './kept.ts';
import { longestRightSide, sideSlack } from './reach.ts';

/**
 * A run of readings that stands off the level: zeros for an hour, a high plateau. It begins and ends with a step that
 * is no consumption, and from the reading before it to the one after it the register rose as it usually does. It is
 * shorter than what stands on either side of it, so of two runs that touch each other at most one is odd.
 */
export function oddRunAt(kept: Kept, fall: number, longest: number): { first: number; last: number } | null {
  return highRun(kept, fall, longest) ?? lowRun(kept, fall, longest);
}

/** The register fell to it, and came back. */
function lowRun(kept: Kept, before: number, longest: number): { first: number; last: number } | null {
  const level = kept.at(before);
  const first = before + 1;
  let after = first + 1;
  while (after < kept.n && kept.at(after) < level) {
    if (kept.apart(first, after) >= longest) return null;
    after += 1;
  }
  return after < kept.n ? judged(kept, before, after, longest, 'low') : null;
}

/** The register rose to it, and fell back. */
function highRun(kept: Kept, last: number, longest: number): { first: number; last: number } | null {
  const level = kept.at(last + 1);
  let before = last - 1;
  while (before >= 0 && kept.at(before) > level) {
    if (kept.apart(before, last) >= longest) return null;
    before -= 1;
  }
  return before >= 0 ? judged(kept, before, last + 1, longest, 'high') : null;
}

function judged(
  kept: Kept,
  before: number,
  after: number,
  longest: number,
  kind: 'low' | 'high',
): { first: number; last: number } | null {
  const first = before + 1;
  const last = after - 1;
  if (kept.apart(first, last) >= longest || kept.isHeld(first, last)) return null;
  if (kept.changed(before, after) || kept.isOverMax(before, after)) return null;
  // One reading that lies outside those around it needs no more evidence.
  if (last > first && !isOff(kept, before, after, kind)) return null;
  return standsOnBothSides(kept, before, after, longest, kind) ? { first, last } : null;
}

/** The level was left, or come back to, by a jump. */
function isOff(kept: Kept, before: number, after: number, kind: 'low' | 'high'): boolean {
  const rate = kept.usualRate(before, after);
  const excursion = excursionOf(kept, before, after);
  if (!kept.isBridge(before, after, rate, excursion)) return false;
  const least = 3 * largestRise(kept, before + 1, after - 1);
  const bridge = 10 * (kept.at(after) - kept.at(before));
  const jump = kind === 'low' ? after - 1 : before;
  return kept.isJump(jump, rate, rate === 0 ? Math.max(least, bridge, Number.MIN_VALUE) : least);
}

/** How far the run's nearest reading stands off. */
function excursionOf(kept: Kept, before: number, after: number): number {
  let nearest = Infinity;
  for (let p = before + 1; p < after; p += 1) {
    const value = kept.at(p);
    nearest = Math.min(nearest, Math.max(kept.at(before) - value, value - kept.at(after)));
  }
  return nearest;
}

function largestRise(kept: Kept, first: number, last: number): number {
  let largest = 0;
  for (let p = first; p < last; p += 1) largest = Math.max(largest, kept.at(p + 1) - kept.at(p));
  return largest;
}

/**
 * More readings than the run has, without a break, on either side. What has not come yet is no objection to a return;
 * but a fall that has just come may itself be odd, and what stood before it true.
 */
function standsOnBothSides(kept: Kept, before: number, after: number, longest: number, kind: 'low' | 'high'): boolean {
  const length = after - before - 1;
  const enough = Math.min(length, longestRightSide);
  const right = rightOf(kept, after, enough);
  if (right.count <= enough && !right.open) return false;
  const left = leftOf(kept, before, length, longest);
  if (kind === 'high' && length > longestOpenPlateau) return left.count > length && right.count > enough;
  if (left.open && right.open) return left.count + right.count >= length;
  return (left.count > length || left.open) && (right.count > enough || right.open);
}

const longestOpenPlateau = 4;

interface Side {
  readonly count: number;
  /** The data begin or end there. */
  readonly open: boolean;
}

function leftOf(kept: Kept, before: number, length: number, longest: number): Side {
  let count = 1;
  for (let p = before; count <= length; p -= 1, count += 1) {
    if (p === 0) return { count, open: true };
    if (kept.apart(p - 1, before) > longest + sideSlack) break;
    if (kept.at(p) < kept.at(p - 1) || kept.changed(p - 1, p) || kept.isJumpAfter(p - 1)) break;
  }
  return { count, open: false };
}

// Falls only: what has come last must not reopen what was decided long before it.
function rightOf(kept: Kept, after: number, length: number): Side {
  let count = 1;
  for (let p = after; count <= length; p += 1, count += 1) {
    if (p + 1 === kept.n) return { count, open: true };
    if (kept.apart(after, p + 1) > longestRightSide + sideSlack) break;
    if (kept.at(p + 1) < kept.at(p) || kept.changed(p, p + 1)) break;
  }
  return { count, open: false };
}
