import { difference } from './decimal.ts';
import { climbsBack, limitByMax, limitByRates, neighbouringRates, neighbours, rolloverLimit } from './limit.ts';
import type { Multipliers } from './multiplier.ts';
import type { PointRules } from './point-rules.ts';
import type { RegisterReadings } from './readings.ts';
import type { StepVerdict } from './verdict.ts';

/** A stretch of one register: from reading i to i + 1, or one side of a replacement in between. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly before: number;
  readonly after: number;
}

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
  if (used > limit) return { rule: 'impossible', ...stretch, used, limit };
  const doubt = falseLevel(r, i);
  if (doubt !== null) return { rule: 'false-level', ...stretch, used, ...doubt };
  if (elapsedMs > 1.5 * rules.intervalMs) return { rule: 'gap', ...stretch, elapsedMs };
  return { rule: 'normal', ...stretch };
}

function judgeFall(
  r: RegisterReadings,
  i: number,
  stretch: Stretch,
  rules: PointRules,
  multipliers: Multipliers,
): StepVerdict {
  const { from, to, before, after } = stretch;
  const range = rules.digits === undefined ? 0 : 10 ** rules.digits;
  if (rules.digits === undefined || before >= range) return { rule: 'reset', ...stretch };
  const overTheTop = after + range;
  const used = difference(overTheTop, before);
  const { limit, limitFrom } =
    rules.maxPerHour === undefined
      ? rolloverLimit(r, i, range, to - from, after)
      : { limit: limitByMax(rules, multipliers, from, to, before, overTheTop), limitFrom: 'max-per-hour' as const };
  return used <= limit
    ? { rule: 'rollover', ...stretch, digits: rules.digits, used, limit, limitFrom }
    : { rule: 'reset', ...stretch, rollover: { used, limit, limitFrom } };
}

/**
 * A false level that lasted for more than one reading: the step onto it and the step off it are not consumption,
 * least of all the whole register after a device sent 0. Held back where rates around are as high.
 */
function falseLevel(
  r: RegisterReadings,
  i: number,
): { readonly evidence: 'climbs-back' | 'falls-back' | 'leaves-zero'; readonly limit: number } | null {
  if (i + 1 >= r.n || r.changedAt(i, i + 1)) return null;
  const rise = r.value[i + 1]! - r.value[i]!;
  if (rise <= 0) return null;
  const evidence = climbsBack(r, i) ? 'climbs-back' : fallsBack(r, i) ? 'falls-back' : null;
  if (evidence === null && r.value[i] !== 0) return null;
  const rates = neighbouringRates(r, i);
  const limit = limitByRates(rates, r.ts[i + 1]! - r.ts[i]!);
  if (evidence !== null) return rise > limit ? { evidence, limit } : null;
  const most = leavesZeroTimes * limit;
  return rates.positive >= leastPositive && rise > most ? { evidence: 'leaves-zero', limit: most } : null;
}

/** Within the next steps the register falls back to the lower half of this rise. */
function fallsBack(r: RegisterReadings, i: number): boolean {
  const low = r.value[i]!;
  const rise = r.value[i + 1]! - low;
  for (let m = i + 1; m < Math.min(r.n - 1, i + 1 + neighbours.after); m += 1) {
    if (r.changedAt(i, m + 1)) return false;
    const landed = r.value[m + 1]!;
    if (landed < r.value[m]! && landed >= low && landed <= low + rise / 2) return true;
  }
  return false;
}
