import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import { badParameter, type Problem } from './problem.ts';

const withOffset = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;
const localDate = /^\d{4}-\d{2}-\d{2}$/;
const epochMs = /^-?\d{1,15}$/;

/**
 * An instant in a query: ISO 8601 with offset, a date (midnight of the installation's zone) or epoch milliseconds.
 * A `+` that was not encoded arrives as a space and is taken for what was meant. @returns ms UTC, or a 400 naming it.
 */
export function instant(name: string, text: string, calendar: LocalCalendar): number | Problem {
  const said = text.replace(/ (\d{2}:?\d{2})$/, '+$1');
  if (epochMs.test(said)) return Number(said);
  try {
    if (localDate.test(said)) return calendar.localMidnight(said);
    if (withOffset.test(said)) {
      // Date.parse takes 30 February for 1 March; the calendar does not.
      calendar.localMidnight(said.slice(0, 10));
      const ms = Date.parse(said.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
      if (!Number.isNaN(ms)) return ms;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return badParameter(name, `${JSON.stringify(text)} is no date, no timestamp with offset and no epoch milliseconds`);
}
