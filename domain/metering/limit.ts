import { decimalsOf, difference, pow10, withoutDust } from './decimal.ts';
import type { Multipliers } from './multiplier.ts';
import type { PointRules } from './point-rules.ts';
import { fallsBehind, neighbours } from './reach.ts';
import type { RegisterReadings } from './readings.ts';
import type { LimitFrom } from './verdict.ts';

const hourMs = 3_600_000;

/**
 * The most that the register can rise in [from, to] by the meter's `maxPerHour`, before the multiplier; Infinity
 * without one. A register shows whole last digits, so a short step may show one more than was used.
 */
export function limitByMax(
  rules: PointRules,
  multipliers: Multipliers,
  from: number,
  to: number,
  before: number,
  after: number,
): number {
  if (rules.maxPerHour === undefined) return Infinity;
  const limit = (rules.maxPerHour * (to - from)) / hourMs / Math.abs(multipliers.mean(from, to));
  if (after - before <= limit || difference(after, before) <= limit) return limit;
  const ticks = pow10(Math.max(rules.decimals ?? 0, decimalsOf(before), decimalsOf(after)));
  return Math.ceil(limit * ticks * (1 - 1e-12)) / ticks;
}

const timesLargest = 10;
const leastNeighbours = 3;

export interface Rates {
  /** Steps that do not fall; those that climb back after a fall are no evidence. */
  readonly count: number;
  readonly positive: number;
  /** Of the register, per hour. */
  readonly largest: number;
}

/** Rates of the steps around the one from reading i to reading i + 1. */
export function neighbouringRates(r: RegisterReadings, i: number): Rates {
  let count = 0;
  let positive = 0;
  let largest = 0;
  const first = Math.max(0, i - neighbours.before);
  const last = Math.min(r.n - 2, i + neighbours.after);
  for (let m = first; m <= last; m += 1) {
    if (m === i || isFar(r, i, m) || r.changedAt(m, m + 1)) continue;
    const rise = r.value[m + 1]! - r.value[m]!;
    if (rise < 0 || (rise > 0 && climbsBack(r, m))) continue;
    count += 1;
    if (rise === 0) continue;
    positive += 1;
    largest = Math.max(largest, (rise * hourMs) / (r.ts[m + 1]! - r.ts[m]!));
  }
  return { count, positive, largest };
}

/** The step from reading m lies further from the one from reading i than a judgement looks. */
function isFar(r: RegisterReadings, i: number, m: number): boolean {
  return m < i ? r.apart(m, i) > neighbours.readingsBefore : r.apart(i + 1, m + 1) > neighbours.readingsAfter;
}

/** The rise from reading i makes good at least half of a fall shortly before it. */
export function climbsBack(r: RegisterReadings, i: number): boolean {
  const low = r.value[i]!;
  const rise = r.value[i + 1]! - low;
  for (let m = i - 1; m >= Math.max(0, i - fallsBehind.steps); m -= 1) {
    if (r.apart(m, i) > fallsBehind.readings || r.changedAt(m, i)) return false;
    const high = r.value[m]!;
    if (high > r.value[m + 1]! && high > low && rise >= (high - low) / 2) return true;
  }
  return false;
}

/** How much a step of that length may use, judged by what the steps around it used. */
export function limitByRates(rates: Rates, elapsedMs: number): number {
  return withoutDust((timesLargest * rates.largest * elapsedMs) / hourMs);
}

/** The most that a register which fell from `before` to `after` may have used if it rolled over. */
export function rolloverLimit(
  r: RegisterReadings,
  i: number,
  range: number,
  elapsedMs: number,
  after: number,
): { readonly limit: number; readonly limitFrom: LimitFrom } {
  const rates = neighbouringRates(r, i);
  const many = rates.count >= leastNeighbours;
  if (rates.positive > 0) {
    // Close to the top a turn needs no evidence: a gas boiler may start after hours of a pilot flame.
    const close = range / (many ? 1000 : 100);
    return { limit: Math.max(limitByRates(rates, elapsedMs), close), limitFrom: 'neighbouring-rates' };
  }
  if (many) return { limit: range / 100, limitFrom: 'standing-still' };
  // A fall to exactly 0 is a device's default far more often than a register's turn.
  return after === 0 ? { limit: range / 100, limitFrom: 'no-evidence' } : { limit: range / 2, limitFrom: 'half-range' };
}
