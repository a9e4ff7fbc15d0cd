import type { LocalCalendar } from '../../domain/time/calendar.ts';

const date = /^(\d{4})-(\d{2})-(\d{2})$/;
const instant =
  /^(\d{4}-\d{2}-\d{2})[Tt ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:[Zz]|[+-](?:0\d|1[0-4]):?[0-5]\d)$/;

/** `2026-02-28`, and a day that exists. */
export function isDate(text: string): boolean {
  const match = date.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const probe = new Date(Date.UTC(year, month - 1, day));
  return probe.getUTCFullYear() === year && probe.getUTCMonth() === month - 1 && probe.getUTCDate() === day;
}

/** ISO 8601 with an offset or Z: without one it would mean another instant on every machine. */
export function isInstant(text: string): boolean {
  const match = instant.exec(text);
  return match !== null && isDate(match[1]!) && !Number.isNaN(Date.parse(readable(text)));
}

/** What a portfolio may write where a moment is meant: a date (its local midnight) or an instant. */
export function isMoment(text: string): boolean {
  return isDate(text) || isInstant(text);
}

/** The moment as ms UTC; only for what `isMoment` accepts. */
export function momentMs(text: string, calendar: LocalCalendar): number {
  return isDate(text) ? calendar.localMidnight(text) : Date.parse(readable(text));
}

/** `Date.parse` wants the colon of an offset. */
function readable(text: string): string {
  return text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
}
