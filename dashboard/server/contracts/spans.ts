import type { Contract, LocalPeriod } from '../../../domain/contract/contract.ts';
import { dateOf, dayOf } from '../../../domain/contract/local-days.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Nobody has readings from before; a term without a beginning is written as the year 1. */
const earliest = '1990-01-01';

/** Local days, both ends count, as instants. */
export function spanOf({ from, to }: LocalPeriod, calendar: LocalCalendar): Span {
  return { from: calendar.localMidnight(from), to: calendar.localMidnight(dayAfter(to)) };
}

export const dayAfter = (date: string): string => dateOf(dayOf(date) + 1);
export const dateAt = (ts: number, calendar: LocalCalendar): string => calendar.iso(ts).slice(0, 10);

/** The term's days that are over at an instant; from = to: not one is. */
export function termSpan({ term, base }: Contract, at: number, calendar: LocalCalendar): Span {
  const today = calendar.startOfDay(at);
  const first = term.from >= earliest ? term.from : base === null ? yearBefore(today, calendar) : dayAfter(base.to);
  const from = calendar.localMidnight(first);
  const to = term.to < dateAt(today, calendar) ? calendar.localMidnight(dayAfter(term.to)) : today;
  return { from, to: Math.max(from, to) };
}

/** Without any beginning: since the first of January a year ago. */
function yearBefore(today: number, calendar: LocalCalendar): string {
  return `${Number(calendar.iso(today).slice(0, 4)) - 1}-01-01`;
}
