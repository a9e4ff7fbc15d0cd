import type { LocalCalendar } from '../../time/calendar.ts';
import type { BilledObservations, DailyObservations } from '../types.ts';

/** Share of a local month's days that must be valid for its bill. */
const validDays = 0.9;

/**
 * A bill for each local month that the days touch: mean of its valid days × days of the month; missing under 90 % valid
 * days, counted against the whole month, so that a month with one valid day is never made up (spec §15 case 9).
 */
export function monthlyBills(days: DailyObservations, calendar: LocalCalendar): BilledObservations {
  const n = days.energy.length;
  if (n === 0) return { edges: new Float64Array(0), energy: new Float64Array(0) };
  const edges = calendar.edges('1mo', calendar.startOfMonth(days.edges[0]!), days.edges[n - 1]! + 1);
  const energy = new Float64Array(edges.length - 1).fill(NaN);
  for (let month = 0, day = 0; month < energy.length; month += 1) {
    let [valid, used] = [0, 0];
    for (; day < n && days.edges[day]! < edges[month + 1]!; day += 1) {
      if (Number.isNaN(days.energy[day]!)) continue;
      valid += 1;
      used += days.energy[day]!;
    }
    const length = calendar.dayEdges(edges[month]!).length - 1;
    if (valid >= validDays * length) energy[month] = (used / valid) * length;
  }
  return { edges, energy };
}
