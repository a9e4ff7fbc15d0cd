import { difference } from './decimal.ts';
import { climbsBack, limitByMax, limitByRates, neighbouringRates, rolloverLimit } from './limit.ts';
import { movedDown, movedUp } from './moved.ts';
import type { Multipliers } from './multiplier.ts';
import type { PointRules } from './point-rules.ts';
import { neighbours } from './reach.ts';
import type { RegisterReadings } from './readings.ts';
import type { StepVerdict, Stretch } from './verdict.ts';

/** A device that starts up shows 0 first. A rise off 0 that may be one is this many times what is doubtful elsewhere. */
const leavesZeroTimes = 100;
const leastPositive = 3;

/** Judges the stretch; `i` is the reading at or before its start. */
export function judge(
  r: RegisterReadings,
  i: number,
  stretch: Stretch,
  rules: PointRules,
  multipliers: Multipliers,
): StepVerdict {
  const { from, to, before, after } = stretch;
  if (after < before) return judgeFall(r, i, stretch, rules, multipliers);

  const elapsedMs = to - from;
  const used = difference(after, before);
  const limit = limitByMax(rules, multipliers, from, to, before, after);
  if (used > limit) return { rule: 'impossible', used, limit };
  const doubt = falseLevel(r, i);
  if (doubt !== null) return { rule: 'false-level', used, ...doubt };
  const most = movedUp(r, i, rules.intervalMs);
  if (most !== null) return { rule: 'swap', limit: most };
  if (elapsedMs > 1.5 * rules.intervalMs) return { rule: 'gap', elapsedMs };
  return { rule: 'normal' };
}

function judgeFall(
  r: RegisterReadings,
  i: number,
  { from, to, before, after }: Stretch,
  rules: PointRules,
  multipliers: Multipliers,
): StepVerdict {
  const range = rules.digits === undefined ? 0 : 10 ** rules.digits;
  if (rules.digits === undefined || before >= range) return restart(r, i, rules.intervalMs);
  const overTheTop = after + range;
  const used = difference(overTheTop, before);
  const { limit, limitFrom } =
    rules.maxPerHour === undefined
      ? rolloverLimit(r, i, range, to - from, after)
      : { limit: limitByMax(rules, multipliers, from, to, before, overTheTop), limitFrom: 'max-per-hour' as const };
  if (used <= limit) return { rule: 'rollover', digits: rules.digits, used, limit, limitFrom };
  const verdict = restart(r, i, rules.intervalMs);
  return verdict.rule === 'reset' ? { ...verdict, rollover: { used, limit, limitFrom } } : verdict;
}

function restart(r: RegisterReadings, i: number, intervalMs: number): StepVerdict {
  const moved = movedDown(r, i, intervalMs);
  return moved === null ? { rule: 'reset' } : { rule: 'swap', ...moved };
}

/**
 * A false level that lasted for more than one reading: the step onto it and the step off it are not consumption,
 * least of all the whole register after a device sent 0. Held back where rates around are as high.
 */
function falseLevel(
  r: RegisterReadings,
  i: number,
): { readonly because: 'climbs-back' | 'falls-back' | 'leaves-zero'; readonly limit: number } | null {
  if (i + 1 >= r.n || r.changedAt(i, i + 1)) return null;
  const rise = r.value[i + 1]! - r.value[i]!;
  if (rise <= 0) return null;
  const because = climbsBack(r, i) ? 'climbs-back' : fallsBack(r, i) ? 'falls-back' : null;
  if (because === null && r.value[i] !== 0) return null;
  const rates = neighbouringRates(r, i);
  const limit = limitByRates(rates, r.ts[i + 1]! - r.ts[i]!);
  if (because !== null) return rise > limit ? { because, limit } : null;
  const most = leavesZeroTimes * limit;
  return rates.positive >= leastPositive && rise > most ? { because: 'leaves-zero', limit: most } : null;
}

/** Within the next steps the register falls back to the lower half of this rise. */
function fallsBack(r: RegisterReadings, i: number): boolean {
  const low = r.value[i]!;
  const rise = r.value[i + 1]! - low;
  for (let m = i + 1; m < Math.min(r.n - 1, i + 1 + neighbours.after); m += 1) {
    if (r.apart(i + 1, m + 1) > neighbours.readingsAfter || r.changedAt(i, m + 1)) return false;
    const landed = r.value[m + 1]!;
    if (landed < r.value[m]! && landed >= low && landed <= low + rise / 2) return true;
  }
  return false;
}
