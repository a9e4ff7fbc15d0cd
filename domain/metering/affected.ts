import { decidedOf, lowerBound } from './decided.ts';
import type { MeterRules } from './meter.ts';
import { isRead, swapSlackMs } from './placed-swaps.ts';
import { farthestAtOnce, longestRightSide, longestRun, siftReach, stepReach, usual } from './reach.ts';
import { falls } from './sift.ts';

interface Range {
  readonly from: number;
  readonly to: number;
}

interface Columns {
  readonly ts: Float64Array;
  readonly value: Float64Array;
}

/**
 * Readings with from ≤ ts < to, and up to `around` more on either side (fewer where the data end); those that people
 * ignored are read over and do not count.
 */
export type ReadRegister<T extends Columns = Columns> = (from: number, to: number, around: number) => T;

/** On either side of what is judged, at most. */
export const contextReadings = siftReach + stepReach.ahead + 4;
/** So many are enough as long as the register never falls among them. */
export const nearReadings = longestRun + 2 + stepReach.ahead + 6;

/**
 * The readings from which the intervals between these instants are derived, with those around them: an incremental
 * derivation then equals a full one bit for bit. Near a fall it takes more of them; under a person's amount all that
 * its shape rests on.
 */
export function readingsFor<T extends Columns>(
  read: ReadRegister<T>,
  rules: MeterRules,
  point: string,
  from: number,
  to: number,
): T {
  const wide = withAmounts(rules, point, from, to);
  const swaps = swapWindows(rules, point);
  const whole = swaps.length === 0 ? wide : withSwapsNear(countedBy(read, rules, point), rules, point, swaps, wide);
  if (whole !== wide) return read(whole.from, whole.to, contextReadings);
  const near = read(wide.from, wide.to, nearReadings);
  return falls(near.value, 0, near.value.length) ? read(wide.from, wide.to, contextReadings) : near;
}

/**
 * The instants whose intervals and findings must be computed again when readings in [from, to] (both inclusive) were
 * added or revised, or when something was decided of them: every interval that overlaps the answer's [from, to). The
 * intervals that end on the first instant and start on the last one are among them, as the flags of their edges may have
 * changed.
 */
export function affectedRange(
  read: ReadRegister,
  rules: MeterRules,
  point: string,
  from: number,
  to: number,
): { readonly from: number; readonly to: number } {
  const counted = countedBy(read, rules, point);
  const whole = to - from <= nearMs ? reachedFrom(counted, from, to) : null;
  const { from: first } = whole ?? reachedFrom(counted, from, from);
  const { to: end } = whole ?? reachedFrom(counted, to, to);
  const range = withAmounts(rules, point, Math.min(from - 1, first), Math.max(to + 1, end));
  const swaps = swapWindows(rules, point);
  return swaps.length === 0 ? range : withSwaps(counted, rules, point, swaps, range);
}

// Of a longer stretch each end reaches as far as its own neighbours say: what lies between need not be read for it.
const nearMs = 7 * 86_400_000;

/** What has just come reaches no further back, as long as the register did not fall lately. */
const lately = longestRun + longestRightSide + usual.readings + 8;

function reachedFrom(read: ReadRegister, from: number, to: number): { readonly from: number; readonly to: number } {
  const near = read(from, to + 1, lately);
  const { ts, value } = near;
  if (ts.length === 0) return { from, to };
  const isNewest = lowerBound(ts, to + 1) === ts.length;
  return isNewest && !falls(value, 0, value.length)
    ? reach(near, from, to, false)
    : reach(read(from, to + 1, contextReadings), from, to, true);
}

function reach({ ts, value }: Columns, from: number, to: number, nearFalls: boolean): { from: number; to: number } {
  if (ts.length === 0) return { from, to };
  let first = lowerBound(ts, from);
  let last = lowerBound(ts, to + 1) - 1;
  if (nearFalls) [first, last] = alongFalls(value, first, last);
  return {
    from: ts[Math.max(0, first - stepReach.back)]! - 1,
    to: ts[Math.min(ts.length - 1, last + stepReach.ahead)]! + 1,
  };
}

/** What is left out lies near a fall, and depends on what is left out near the next one. */
function alongFalls(value: Float64Array, first: number, last: number): [number, number] {
  const run = longestRun + 2;
  const near = farthestAtOnce + run;
  const at: number[] = [];
  for (let i = 1; i < value.length; i += 1) if (value[i]! < value[i - 1]!) at.push(i);
  for (let grown = true; grown;) {
    const close = at.filter((i) => i >= first - near && i <= last + near);
    const [from, to] = [Math.min(first, ...close.map((i) => i - run)), Math.max(last, ...close.map((i) => i + run))];
    grown = from < first || to > last;
    [first, last] = [from, to];
  }
  return [first, last];
}

function countedBy(read: ReadRegister, rules: MeterRules, point: string): ReadRegister {
  const decided = decidedOf(rules.decisions, point);
  if (decided === null) return read;
  return (first, end, around) => {
    const { ts, value } = read(first, end, around);
    return decided.counted(ts, value);
  };
}

/** In which a replacement with its readings may be found to belong. */
function swapWindows({ register, registerPoint, decisions }: MeterRules, point: string): readonly Range[] {
  const announced = point === registerPoint ? register.replacements.filter(isRead) : [];
  const decided = decidedOf(decisions, point)?.swaps ?? [];
  if (announced.length + decided.length === 0) return [];
  return [...announced, ...decided].map(({ at }) => ({ from: at - swapSlackMs, to: at + swapSlackMs }));
}

/** Where a replacement belongs may change by anything in its window, and by that what is said of the steps around it. */
function withSwaps(
  counted: ReadRegister,
  rules: MeterRules,
  point: string,
  swaps: readonly Range[],
  range: Range,
): Range {
  const left = new Set(swaps);
  for (let wide = range; ;) {
    const { from, to } = wide;
    const swap = [...left].find((one) => one.from <= to && one.to >= from);
    if (swap === undefined) return wide;
    left.delete(swap);
    const whole = surrounded(counted, swap, stepReach.back, stepReach.ahead);
    wide = withAmounts(rules, point, Math.min(from, whole.from), Math.max(to, whole.to));
  }
}

/** What is said of these steps rests on the replacements around them, and those on all that is in their windows. */
function withSwapsNear(
  counted: ReadRegister,
  rules: MeterRules,
  point: string,
  swaps: readonly Range[],
  range: Range,
): Range {
  const left = new Set(swaps);
  for (let wide = range; ;) {
    const near = surrounded(counted, wide, stepReach.ahead, stepReach.back);
    const swap = [...left].find((one) => one.from <= near.to && one.to >= near.from);
    if (swap === undefined) return wide;
    left.delete(swap);
    wide = withAmounts(rules, point, Math.min(wide.from, swap.from), Math.max(wide.to, swap.to));
  }
}

/** With the steps that touch it, and so many readings before and after. */
function surrounded(counted: ReadRegister, { from, to }: Range, before: number, after: number): Range {
  const low = counted(from, from, contextReadings).ts;
  const high = counted(to, to, contextReadings).ts;
  const first = low[Math.max(0, lowerBound(low, from) - 1 - before)] ?? from;
  const last = high[Math.min(high.length - 1, lowerBound(high, to + 1) + after)] ?? to;
  return { from: Math.min(from, first - 1), to: Math.max(to, last + 1) };
}

/** With the whole of each amount that overlaps: it is laid out by what the readings say anywhere in it. */
function withAmounts(
  rules: MeterRules,
  point: string,
  from: number,
  to: number,
): { readonly from: number; readonly to: number } {
  const amounts = decidedOf(rules.decisions, point)?.amounts ?? [];
  let wide = { from, to };
  for (;;) {
    const { from: first, to: end } = wide;
    const more = amounts.find((a) => a.from < end && a.to > first && (a.from < first || a.to > end));
    if (more === undefined) return wide;
    wide = { from: Math.min(first, more.from), to: Math.max(end, more.to) };
  }
}
