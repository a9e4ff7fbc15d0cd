import { addDays, type LocalDate } from '../../../format/zone.ts';
import type { Period } from '../../meter/period.ts';

/** Whole local days [from, to) over which parts of a place are compared. */
export interface ComparedSpan {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** A day that still runs: half of it against a whole one of the year before would say nothing. */
  readonly running: boolean;
}

/** A period that still runs is compared up to the end of yesterday; its first day has nothing else than itself. */
export function comparedSpan({ first, end }: Pick<Period, 'first' | 'end'>, today: LocalDate): ComparedSpan {
  if (end <= today) return { from: first, to: end, running: false };
  if (first < today) return { from: first, to: today, running: false };
  return { from: first, to: end, running: true };
}

/** `2026-11-01 – 11-22`, the last day included; a single day alone. */
export function spanName({ from, to }: ComparedSpan): string {
  const last = addDays(to, -1);
  if (last <= from) return from;
  return `${from} – ${last.slice(0, 4) === from.slice(0, 4) ? last.slice(5) : last}`;
}
