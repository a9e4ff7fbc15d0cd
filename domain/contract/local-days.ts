import { civilFromDays, daysFromCivil } from '../time/civil.ts';
import type { LocalPeriod } from './contract.ts';

/** Days counted from 1970-01-01, [from, to). */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

/** `2026-03-31` → days from 1970-01-01. */
export function dayOf(date: string): number {
  return daysFromCivil(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
}

export function dateOf(day: number): string {
  const { year, month, day: dayOfMonth } = civilFromDays(day);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}

export const yearOf = (date: string): number => Number(date.slice(0, 4));

/** Days of a calendar year. */
export function yearSpan(year: number): DaySpan {
  return { from: daysFromCivil(year, 1, 1), to: daysFromCivil(year + 1, 1, 1) };
}

/** What of a calendar year lies in the term; null: not a day. */
export function termYear(term: LocalPeriod, year: number): DaySpan | null {
  const whole = yearSpan(year);
  const from = Math.max(whole.from, dayOf(term.from));
  const to = Math.min(whole.to, dayOf(term.to) + 1);
  return from < to ? { from, to } : null;
}
