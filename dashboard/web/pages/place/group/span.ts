import { addDays, type LocalDate } from '../../../format/zone.ts';
import type { Period } from '../../meter/period.ts';

/** Whole local days [from, to) over which parts of a place are compared. */
export interface ComparedSpan {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** Half a day against a whole one of the year before would say nothing: what is compared instead of today. */
const recentDays = 30;

/** A period that still runs is compared up to the end of yesterday; its first day by the thirty days before it. */
export function comparedSpan({ first, end }: Pick<Period, 'first' | 'end'>, today: LocalDate): ComparedSpan {
  if (end <= today) return { from: first, to: end };
  return first < today ? { from: first, to: today } : { from: addDays(today, -recentDays), to: today };
}

/** `2026-11-01 – 11-22`, the last day included; a single day alone. */
export function spanName({ from, to }: ComparedSpan): string {
  const last = addDays(to, -1);
  if (last <= from) return from;
  return `${from} – ${last.slice(0, 4) === from.slice(0, 4) ? last.slice(5) : last}`;
}
