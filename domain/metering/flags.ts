import { flag, type IntervalBlock } from './block.ts';
import type { Finding } from './finding.ts';

/**
 * What whole days of a point's life show and single steps can't: a register that stood still, or used exactly the same
 * day after day, and what came all at once afterwards; a sensor whose value froze. Flags only: value and quality stay.
 */

/** Days in a row with exactly the same use; two may be chance in a meter with a coarse last digit. */
const equalDays = 3;
/** Days in a row without any use; a long weekend is none. */
const stillDays = 7;
/** A standstill is no news when one as long lay in the same weeks a year before: heating rests each summer. */
const yearDays = 365;
const seasonSlackDays = 45;
/** A roof's surplus rests by nature. */
const restsByNature: ReadonlySet<string> = new Set(['energy_export_kwh']);
/** Days in a row in which a sensor never moved. */
const frozenDays = 2;
/** What comes after standing still is compared with the days of use this many days around. */
const usualDays = 28;
const timesUsual = 3;
const leastUsual = 3;

/** Whether days hold anything to look at closely: false for nearly all, and quick. */
export function mayHoldFlags(days: IntervalBlock): boolean {
  const n = days.value.length;
  for (let i = 1; i < n; i += 1) if (isSame(days, i - 1, i)) return true;
  return false;
}

/**
 * Flags over the days of a point's whole life, ascending.
 * @param days local days as they are kept: registers after the multiplier, instantaneous points with `min` and `max`
 */
export function flagsOf(days: IntervalBlock, point: string): Finding[] {
  if (days.min !== undefined) return frozenRuns(days);
  return restsByNature.has(point) ? [] : registerFlags(days);
}

function registerFlags(days: IntervalBlock): Finding[] {
  const found: Finding[] = [];
  const standstills: Standstill[] = [];
  const n = days.value.length;
  for (let start = 0; start < n;) {
    let end = start + 1;
    while (end < n && isSame(days, start, end)) end += 1;
    if (isMeasuredDay(days, start)) {
      const count = end - start;
      const perDay = days.value[start]!;
      const isNews =
        perDay === 0
          ? count >= stillDays && !standstills.some((earlier) => isSeason(earlier, { start, end }))
          : count >= equalDays;
      if (perDay === 0) standstills.push({ start, end });
      if (isNews && hasOtherUse(days, start, end)) {
        found.push(overDays(days, 'flat-line', start, end, { days: count, perDay }));
      }
      if (perDay === 0 && count >= equalDays) {
        const caughtUp = catchUp(days, start, end);
        if (caughtUp !== null) found.push(caughtUp);
      }
    }
    start = end;
  }
  return found;
}

interface Standstill {
  readonly start: number;
  readonly end: number;
}

function isSeason(earlier: Standstill, { start, end }: Standstill): boolean {
  const isAsLong = earlier.end - earlier.start >= end - start;
  const isThen = start - yearDays >= earlier.start - seasonSlackDays && end - yearDays <= earlier.end + seasonSlackDays;
  return isAsLong && isThen;
}

/** What was used on the day that ends a standstill, when it is far more than a day's use. */
function catchUp(days: IntervalBlock, start: number, end: number): Finding | null {
  if (end >= days.value.length || days.knownMs[end] === 0) return null;
  const used = days.value[end]!;
  if (!(used > 0)) return null;
  const usual = usualUse(days, start, end);
  if (usual === null ? end - start < stillDays : used <= timesUsual * usual) return null;
  const standing = end - start;
  return overDays(days, 'catch-up', start, end + 1, {
    used,
    stoodStillDays: standing,
    caughtUpAt: days.edges[end]!,
    meanPerDay: used / (standing + 1),
    ...(usual !== null && { usualPerDay: usual }),
  });
}

/** Median of days with use before the standstill, else after the day that ended it; null = there are too few. */
function usualUse(days: IntervalBlock, start: number, end: number): number | null {
  for (const [first, last] of [
    [start - usualDays, start],
    [end + 1, end + 1 + usualDays],
  ] as const) {
    const used: number[] = [];
    for (let i = Math.max(0, first); i < Math.min(last, days.value.length); i += 1) {
      if (isMeasuredDay(days, i) && days.value[i]! > 0) used.push(days.value[i]!);
    }
    if (used.length >= leastUsual) return used.sort((a, b) => a - b)[used.length >> 1]!;
  }
  return null;
}

function frozenRuns(days: IntervalBlock): Finding[] {
  const found: Finding[] = [];
  const n = days.value.length;
  for (let start = 0; start < n;) {
    let end = start + 1;
    while (end < n && isSame(days, start, end)) end += 1;
    // A power, flow or current of 0 is a machine that is off.
    if (end - start >= frozenDays && isFrozenDay(days, start) && days.value[start] !== 0) {
      found.push(overDays(days, 'frozen', start, end, { days: end - start, value: days.value[start]! }));
    }
    start = end;
  }
  return found;
}

function overDays(
  days: IntervalBlock,
  rule: Finding['rule'],
  start: number,
  end: number,
  evidence: Finding['evidence'],
): Finding {
  const [from, to] = [days.edges[start]!, days.edges[end]!];
  return { rule, effect: 'flagged', from, to, before: null, after: null, evidence };
}

/** Both days are known by readings at their midnights, and of exactly the same value. */
function isSame(days: IntervalBlock, a: number, b: number): boolean {
  if (days.value[a] !== days.value[b]) return false;
  const usable = days.min === undefined ? isMeasuredDay : isFrozenDay;
  return usable(days, a) && usable(days, b);
}

const measuredEdges = flag.startEdgeMeasured | flag.endEdgeMeasured;

function isMeasuredDay({ edges, knownMs, flags }: IntervalBlock, i: number): boolean {
  const isWhole = knownMs[i] === edges[i + 1]! - edges[i]!;
  return isWhole && (flags[i]! & (measuredEdges | flag.unresolved | flag.manual)) === measuredEdges;
}

function isFrozenDay({ edges, knownMs, min, max }: IntervalBlock, i: number): boolean {
  return knownMs[i] === edges[i + 1]! - edges[i]! && min![i] === max![i];
}

/** A meter that never showed anything else isn't stuck. */
function hasOtherUse({ value }: IntervalBlock, start: number, end: number): boolean {
  const isOther = (v: number): boolean => !Number.isNaN(v) && v !== value[start];
  return value.subarray(0, start).some(isOther) || value.subarray(end).some(isOther);
}
