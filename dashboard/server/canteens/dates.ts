import { addDays, dayOf } from '../../../domain/canteen/clock.ts';

/** Local dates `YYYY-MM-DD`, which compare as text. */

/** The Monday of its week. */
export function weekOf(date: string): string {
  // 1970-01-01 was a Thursday.
  return addDays(date, -((((dayOf(date) + 3) % 7) + 7) % 7));
}

export const monthOf = (date: string): string => date.slice(0, 7);
