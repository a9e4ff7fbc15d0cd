import type { LocalCalendar } from '../../time/calendar.ts';
import type { DailyObservations, HourlyObservations } from '../types.ts';

const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export interface DaysOptions {
  /** Days that end after this instant are missing: today is not published as if it were whole (spec §15 case 32). */
  readonly completeUntil?: number;
}

/**
 * Local days, 23, 24 or 25 hours long, from the day of the first hour to that of the last. CalTRACK §2: a day with over
 * half of its hours counts as sum ÷ coverage (energy) and mean (temperature), else it is missing. Hours must ascend.
 */
export function dailyFromHours(
  hourly: HourlyObservations,
  calendar: LocalCalendar,
  { completeUntil = Infinity }: DaysOptions = {},
): DailyObservations {
  const { startsAt, energy, temperature } = hourly;
  if (startsAt.length === 0) return emptyDays();
  const edges = calendar.edges('1d', calendar.startOfDay(startsAt[0]!), startsAt[startsAt.length - 1]! + 1);
  const n = edges.length - 1;
  const days = blankDays(edges);
  for (let day = 0, hour = 0; day < n; day++) {
    const end = edges[day + 1]!;
    const hours = (end - edges[day]!) / hourMs;
    let used = 0;
    let usedHours = 0;
    let warmth = 0;
    let warmthHours = 0;
    for (; hour < startsAt.length && startsAt[hour]! < end; hour++) {
      const e = energy[hour]!;
      const t = temperature[hour]!;
      if (!Number.isNaN(e)) {
        used += e;
        usedHours++;
      }
      if (!Number.isNaN(t)) {
        warmth += t;
        warmthHours++;
      }
    }
    days.energyCoverage[day] = Math.min(1, usedHours / hours);
    days.temperatureCoverage[day] = Math.min(1, warmthHours / hours);
    if (end > completeUntil) continue;
    if (usedHours > hours / 2) days.energy[day] = usedHours < hours ? (used * hours) / usedHours : used;
    if (warmthHours > hours / 2) days.temperature[day] = warmth / warmthHours;
  }
  return days;
}

/** Days of which nothing is known yet. */
export function blankDays(edges: Float64Array): DailyObservations {
  const n = Math.max(0, edges.length - 1);
  return {
    edges,
    energy: new Float64Array(n).fill(NaN),
    temperature: new Float64Array(n).fill(NaN),
    energyCoverage: new Float64Array(n),
    temperatureCoverage: new Float64Array(n),
  };
}

/** Length of day i in days of 24 hours: 23/24 and 25/24 when the clocks change. */
export function dayLength(edges: Float64Array, i: number): number {
  return (edges[i + 1]! - edges[i]!) / dayMs;
}

function emptyDays(): DailyObservations {
  return blankDays(new Float64Array(0));
}
