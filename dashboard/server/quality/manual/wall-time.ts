import type { LocalCalendar } from '../../../../domain/time/calendar.ts';
import { instant } from '../../http/instant.ts';
import { isProblem } from '../../http/problem.ts';

const date = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?)?$/;
const month = /^(\d{4})[-/.年](\d{1,2})(?:月|[-/.]0?1(?: 0?0:00(?::00)?)?)?$/;
const dayMs = 86_400_000;

/** A time as people write it, of the installation's zone, or ISO 8601 with an offset; null = it is none. */
export function wallTime(text: string, calendar: LocalCalendar): number | null {
  const match = date.exec(text);
  if (match === null) {
    const found = /^\d{4}-\d{2}-\d{2}T/.test(text) ? instant('at', text, calendar) : null;
    return isProblem(found) ? null : found;
  }
  const [, year, monthText, dayText, hour = '0', minute = '0', second = '0'] = match;
  const day = `${year}-${monthText!.padStart(2, '0')}-${dayText!.padStart(2, '0')}`;
  const midnight = midnightOf(day, calendar);
  if (midnight === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const wall = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  // The clocks may have changed since midnight; a time that they skipped is none.
  for (const off of [0, -3_600_000, 3_600_000]) {
    const at = midnight + wall + off;
    if (at >= midnight && wallOf(calendar.iso(at)) === wall && calendar.iso(at).startsWith(day)) return at;
  }
  return null;
}

/** First instant of a month and of the one after it; null = it is none. */
export function wallMonth(
  text: string,
  calendar: LocalCalendar,
): { readonly from: number; readonly to: number } | null {
  const match = month.exec(text);
  if (match === null) return null;
  const from = midnightOf(`${match[1]}-${match[2]!.padStart(2, '0')}-01`, calendar);
  return from === null ? null : { from, to: calendar.nextMonth(from) };
}

function midnightOf(day: string, calendar: LocalCalendar): number | null {
  try {
    return calendar.localMidnight(day);
  } catch {
    return null;
  }
}

function wallOf(iso: string): number {
  return Date.parse(`1970-01-01T${iso.slice(11, 19)}Z`) % dayMs;
}
