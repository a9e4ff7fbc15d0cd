import type { LocalCalendar } from '../../time/calendar.ts';
import type { BilledObservations, DailyObservations, MandvProblem } from '../types.ts';
import { dayLength, dayMs } from './days.ts';
import { problem } from './problem.ts';

/** Share of a period's days that must be valid for the rest to take their mean. */
const validShare = 0.9;

/** Consecutive periods from days: mean of valid days × days, missing under 90 % valid days. Edges: local midnights. */
export function billsFromDays(days: DailyObservations, edges: Float64Array): BilledObservations {
  const energy = new Float64Array(Math.max(0, edges.length - 1)).fill(NaN);
  for (let i = 0, day = 0; i < energy.length; i++) {
    const length = (edges[i + 1]! - edges[i]!) / dayMs;
    let used = 0;
    let valid = 0;
    while (day < days.energy.length && days.edges[day]! < edges[i]!) day++;
    for (; day < days.energy.length && days.edges[day]! < edges[i + 1]!; day++) {
      if (Number.isNaN(days.energy[day]!)) continue;
      used += days.energy[day]!;
      valid += dayLength(days.edges, day);
    }
    if (valid > 0 && valid >= validShare * length) energy[i] = (used / valid) * length;
  }
  return { edges, energy };
}

/** The same for whole local months that begin in [from, to). */
export function monthsFromDays(
  days: DailyObservations,
  from: number,
  to: number,
  calendar: LocalCalendar,
): BilledObservations {
  return billsFromDays(days, calendar.edges('1mo', from, to));
}

export interface CheckedBills {
  readonly observations: BilledObservations;
  readonly warnings: readonly MandvProblem[];
  /** Days of estimated reads: they count as missing although the merged bill is used. */
  readonly estimatedDays: number;
}

const shortestDays = 25;
const longestDays = { monthly: 35, bimonthly: 70 } as const;

/**
 * CalTRACK §2.2.3 on bills as they came: an estimated read is merged with those after it, up to 70 days; bills under 25
 * days, over 35 (monthly) or over 70 days (every two months) are left out (missing), each with a warning.
 */
export function checkedBills(bills: BilledObservations, calendar: LocalCalendar): CheckedBills {
  const { edges, energy, estimated } = bills;
  const cadence = cadenceOf(edges);
  const kept = { edges: [edges[0] ?? NaN], energy: [] as number[], estimated: [] as number[] };
  const warnings: MandvProblem[] = [];
  let estimatedDays = 0;

  for (let i = 0; i < energy.length; i++) {
    const first = i;
    let used = energy[i]!;
    while (estimated?.[i] === 1 && i + 1 < energy.length) {
      estimatedDays += (edges[i + 1]! - edges[i]!) / dayMs;
      used += energy[++i]!;
    }
    const open = estimated?.[i] === 1;
    if (open) estimatedDays += (edges[i + 1]! - edges[i]!) / dayMs;
    const merged = i > first;
    const days = (edges[i + 1]! - edges[first]!) / dayMs;
    const longest = merged ? longestDays.bimonthly : longestDays[cadence];
    const date = (at: number): string => calendar.iso(at).slice(0, 10);
    const numbers = {
      from: date(edges[first]!),
      to: date(edges[i + 1]!),
      days: Math.round(days),
      longest,
      shortest: shortestDays,
    };
    // An hour of clock change must not make 25 days too short or 35 too long.
    const finding = open
      ? 'caltrack.bill-estimated-to-the-end'
      : days < shortestDays - 0.1
        ? 'caltrack.bill-too-short'
        : days > longest + 0.1
          ? 'caltrack.bill-too-long'
          : null;
    // A gap between bills is missing already, however long.
    if (finding !== null && !Number.isNaN(used)) warnings.push(problem(finding, numbers));
    kept.edges.push(edges[i + 1]!);
    kept.energy.push(finding === null ? used : NaN);
    kept.estimated.push(merged || open ? 1 : 0);
  }
  const observations = {
    edges: Float64Array.from(energy.length === 0 ? [] : kept.edges),
    energy: Float64Array.from(kept.energy),
    estimated: Uint8Array.from(kept.estimated),
  };
  return { observations, warnings, estimatedDays };
}

function cadenceOf(edges: Float64Array): keyof typeof longestDays {
  const lengths = Array.from({ length: Math.max(0, edges.length - 1) }, (_, i) => dayLength(edges, i)).sort(
    (a, b) => a - b,
  );
  return (lengths[lengths.length >> 1] ?? 30) > longestDays.monthly + 0.1 ? 'bimonthly' : 'monthly';
}
