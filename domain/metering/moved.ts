import { withoutDust } from './decimal.ts';
import { limitByRates, neighbouringRates } from './limit.ts';
import { isOutage } from './outage.ts';
import { neighbours, standing } from './reach.ts';
import type { RegisterReadings } from './readings.ts';

/** Another level from which the register counts on as before: another meter, that nobody announced. */

const hourMs = 3_600_000;
const weekMs = 168 * hourMs;

// Fewer steps around say nothing of what is usual.
const leastSteps = 3;
const leastPositive = 2;

/** A new register may show this share of the old one at most, when nobody knows what is usual here. */
const restartShare = 0.01;

/**
 * @returns the most that the register may show after a restart at 0, when it shows more and counts on, or came back from
 * a silence with more than 0: whoever changes a meter takes it off the line. `null`: it did start again from about 0, or
 * nobody can tell yet.
 */
export function movedDown(
  r: RegisterReadings,
  i: number,
  intervalMs: number,
): { readonly limit: number; readonly silentMs?: number } | null {
  if (i + 2 >= r.n || r.changedAt(i, i + 2) || r.value[i + 2]! < r.value[i + 1]!) return null;
  const rates = neighbouringRates(r, i);
  const share = withoutDust(restartShare * r.value[i]!);
  const limit = Math.max(limitByRates(rates, r.ts[i + 1]! - r.ts[i]!), share);
  if (r.value[i + 1]! > limit) return { limit };
  const silentMs = r.ts[i + 1]! - r.ts[i]!;
  return r.value[i + 1]! > 0 && silentMs > 1.5 * intervalMs && isOutage(r, i) ? { limit, silentMs } : null;
}

/**
 * A rise that is none, though the register never fell: a hundred intervals and a week at the largest rate around it, and
 * ten times a gap, are plausible. A register that stood still before has caught up, however much.
 * @returns the most that is plausible, when it is more; else `null`.
 */
export function movedUp(r: RegisterReadings, i: number, intervalMs: number): number | null {
  if (i + 1 >= r.n || r.changedAt(i, i + 1)) return null;
  const rise = r.value[i + 1]! - r.value[i]!;
  const seen = { steps: 0, positive: 0, largest: 0 };
  let still = 0;
  for (let m = i - 1; m >= 0 && r.apart(m, i) <= standing.readings && seen.steps < 3 * neighbours.before; m -= 1) {
    if (!see(r, m, seen)) break;
    if (seen.positive === 0) still += 1;
  }
  if (still >= standing.least || seen.positive === 0) return null;
  const last = Math.min(r.n - 2, i + neighbours.after);
  for (let m = i + 1; m <= last && r.apart(i + 1, m + 1) <= neighbours.readingsAfter; m += 1) {
    if (!see(r, m, seen)) break;
  }
  if (seen.steps < leastSteps || seen.positive < leastPositive) return null;
  const { largest } = seen;
  const limit = withoutDust(largest * (10 * (r.ts[i + 1]! - r.ts[i]!) + plausibleMs(intervalMs)));
  return rise > limit ? limit : null;
}

/** @returns whether the step from reading m says anything of the register's rate */
function see(r: RegisterReadings, m: number, seen: { steps: number; positive: number; largest: number }): boolean {
  const rise = r.value[m + 1]! - r.value[m]!;
  if (rise < 0 || r.changedAt(m, m + 1)) return false;
  seen.steps += 1;
  if (rise > 0) seen.positive += 1;
  seen.largest = Math.max(seen.largest, rise / (r.ts[m + 1]! - r.ts[m]!));
  return true;
}

/** So much time at the largest rate around is plausible in any step. */
export function plausibleMs(intervalMs: number): number {
  return 100 * intervalMs + weekMs;
}
