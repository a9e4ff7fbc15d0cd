import { hoursADay, type HourGrid } from './grid.ts';

/** From one day on the nights are others than before: equipment that is left on, or now switched off. */
export interface NightStep {
  /** Index of the first day. */
  readonly from: number;
  /** Index behind the last one. */
  readonly to: number;
  /** Mean of an hour, before and since. */
  readonly before: number;
  readonly since: number;
}

const nightHours = 5;
/** Nights before that a step is measured against, and how many of them must be known. */
const windowDays = 28;
const leastBefore = 10;
const leastSince = 3;
/** Smaller changes are weather. */
const leastShare = 0.25;
/** Of the change, what must have happened from one night to the next; the seasons come slowly. */
const suddenShare = 0.6;

/**
 * The step that is told: the newest that still lasts at the end, since at most `within` days. Each night since must lie
 * outside all but the odd night of the weeks before.
 */
export function nightStep(grid: HourGrid, within = 90): NightStep | null {
  const nights = grid.dates.map((_, day) => nightOf(grid, day));
  const end = nights.findLastIndex((night) => !Number.isNaN(night)) + 1;
  let best: (NightStep & { score: number }) | null = null;
  for (let from = Math.max(leastBefore, end - within); from <= end - leastSince; from++) {
    const earlier = known(nights.slice(Math.max(0, from - windowDays), from));
    const since = known(nights.slice(from, end));
    if (earlier.length < leastBefore || since.length < leastSince) continue;
    const [before, after] = [median(earlier), median(since)];
    const change = after - before;
    if (!(before > 0) || Math.abs(change) < leastShare * before) continue;
    const edge = quantile(earlier, change > 0 ? 0.9 : 0.1);
    if (!since.every((night) => (change > 0 ? night > edge : night < edge))) continue;
    const jump = median(known(nights.slice(from, from + 3))) - median(known(nights.slice(Math.max(0, from - 5), from)));
    if (jump / change < suddenShare) continue;
    const spread = median(earlier.map((night) => Math.abs(night - before))) + 0.03 * before;
    const score = Math.abs(change) / spread;
    if (best === null || score > best.score) best = { from, to: end, before, since: after, score };
  }
  if (best === null) return null;
  const { score: _, ...step } = best;
  return step;
}

function nightOf({ value, quality }: HourGrid, day: number): number {
  let [sum, n] = [0, 0];
  for (let hour = 0; hour < nightHours; hour++) {
    const cell = day * hoursADay + hour;
    if (Number.isNaN(value[cell]!) || quality[cell] === 'x') continue;
    sum += value[cell]!;
    n++;
  }
  return n >= 3 ? sum / n : NaN;
}

const known = (values: readonly number[]) => values.filter((value) => !Number.isNaN(value));

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(q * (sorted.length - 1))] ?? NaN;
}
const median = (values: readonly number[]) => quantile(values, 0.5);
