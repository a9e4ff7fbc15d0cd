import { civilFromDays, dayMs, daysFromCivil } from '../time/civil.ts';

/** The local calendar, handed in: an event's local date decides which day it counts for. */
export interface CanteenClock {
  /** `YYYY-MM-DD`. */
  dateOf(ts: number): string;
  /** Minutes since local midnight, 0…1,439. */
  minuteOf(ts: number): number;
  /** Local midnight, ms UTC. */
  startOf(date: string): number;
}

/** Days since 1970-01-01. */
export function dayOf(date: string): number {
  return daysFromCivil(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
}

/** So many days later, or earlier. */
export function addDays(date: string, days: number): string {
  const { year, month, day } = civilFromDays(dayOf(date) + days);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A clock without summer time, as China's: minutes east of Greenwich. */
export function fixedClock(eastMinutes: number): CanteenClock {
  const eastMs = eastMinutes * 60_000;
  return {
    dateOf: (ts) => addDays('1970-01-01', Math.floor((ts + eastMs) / dayMs)),
    minuteOf: (ts) => Math.floor(((((ts + eastMs) % dayMs) + dayMs) % dayMs) / 60_000),
    startOf: (date) => dayOf(date) * dayMs - eastMs,
  };
}
