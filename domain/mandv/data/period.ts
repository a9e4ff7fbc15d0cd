import type { LocalCalendar } from '../../time/calendar.ts';
import type { DailyObservations, HourlyObservations } from '../types.ts';
import { blankDays } from './days.ts';

/** Days of [from, to), whole: days that the data do not reach are there and missing, so that they are counted. */
export function daysBetween(
  days: DailyObservations,
  from: number,
  to: number,
  calendar: LocalCalendar,
): DailyObservations {
  const period = blankDays(calendar.edges('1d', from, to));
  for (let i = 0, source = 0; i < period.energy.length; i++) {
    const start = period.edges[i]!;
    while (source < days.energy.length && days.edges[source]! < start) source++;
    if (source === days.energy.length) break;
    if (days.edges[source] !== start) continue;
    period.energy[i] = days.energy[source]!;
    period.temperature[i] = days.temperature[source]!;
    period.energyCoverage[i] = days.energyCoverage[source]!;
    period.temperatureCoverage[i] = days.temperatureCoverage[source]!;
  }
  return period;
}

/** Hours of [from, to) only. */
export function hoursBetween(hours: HourlyObservations, from: number, to: number): HourlyObservations {
  let first = 0;
  let end = hours.startsAt.length;
  while (first < end && hours.startsAt[first]! < from) first++;
  while (end > first && hours.startsAt[end - 1]! >= to) end--;
  return {
    startsAt: hours.startsAt.subarray(first, end),
    energy: hours.energy.subarray(first, end),
    temperature: hours.temperature.subarray(first, end),
  };
}

/** The 365 days before the works began (CalTRACK §2.2.1.1): from their first local midnight. */
export function baselineSpan(
  worksBegin: number,
  calendar: LocalCalendar,
): { readonly from: number; readonly to: number } {
  const to = calendar.startOfDay(worksBegin);
  let from = to;
  // A moment before midnight is in the day before, however long that is.
  for (let i = 0; i < 365; i++) from = calendar.startOfDay(from - 1);
  return { from, to };
}
