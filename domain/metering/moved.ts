import { withoutDust } from './decimal.ts';
import { limitByRates, neighbouringRates } from './limit.ts';
import { neighbours, standing } from './reach.ts';
import type { RegisterReadings } from './readings.ts';

/** Another level from which the register counts on as before: another meter, that nobody announced. */

const hourMs = 3_600_000;
const weekMs = 168 * hourMs;

/** A new register may show this share of the old one at most, when nobody knows what is usual here. */
const restartShare = 0.01;

/**
 * @returns the most that the register may show after a restart at 0, when it shows more and counts on; `null`: it did
 * start again from about 0, or nobody can tell yet.
 */
export function movedDown(r: RegisterReadings, i: number): number | null {
  if (i + 2 >= r.n || r.changedAt(i, i + 2) || r.value[i + 2]! < r.value[i + 1]!) return null;
  const rates = neighbouringRates(r, i);
  const share = withoutDust(restartShare * r.value[i]!);
  const limit = Math.max(limitByRates(rates, r.ts[i + 1]! - r.ts[i]!), share);
  return r.value[i + 1]! > limit ? limit : null;
}

/**
 * A rise that is none, though the register never fell: a hundred intervals and a week at the largest rate around it, and
 * ten times a gap, are plausible. A register that stood still before has caught up, however much.
 * @returns the most that is plausible, when it is more; else `null`.
 */
export function movedUp(r: RegisterReadings, i: number, intervalMs: number): number | null {
  if (i + 1 >= r.n || r.changedAt(i, i + 1)) return null;
  const rise = r.value[i + 1]! - r.value[i]!;
  let [count, positive, largest, still] = [0, 0, 0, 0];
  for (let m = i - 1; m >= 0 && r.apart(m, i) <= standing.readings && count < 3 * neighbours.before; m -= 1) {
    const before = r.value[m + 1]! - r.value[m]!;
    if (before < 0 || r.changedAt(m, m + 1)) break;
    if (before === 0 && positive === 0) still += 1;
    count += 1;
    if (before > 0) positive += 1;
    largest = Math.max(largest, before / (r.ts[m + 1]! - r.ts[m]!));
  }
  if (still >= standing.least || count < 3 || positive < 2) return null;
  for (
    let m = i + 1;
    m + 1 < r.n && m <= i + neighbours.after && r.apart(i + 1, m + 1) <= neighbours.readingsAfter;
    m += 1
  ) {
    if (r.changedAt(m, m + 1)) break;
    largest = Math.max(largest, (r.value[m + 1]! - r.value[m]!) / (r.ts[m + 1]! - r.ts[m]!));
  }
  const limit = withoutDust(largest * (10 * (r.ts[i + 1]! - r.ts[i]!) + plausibleMs(intervalMs)));
  return rise > limit ? limit : null;
}

/** So much time at the largest rate around is plausible in any step. */
export function plausibleMs(intervalMs: number): number {
  return 100 * intervalMs + weekMs;
}
