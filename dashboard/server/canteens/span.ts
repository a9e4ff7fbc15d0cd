import { addDays } from '../../../domain/canteen/clock.ts';
import { instant } from '../http/instant.ts';
import { badParameter, isProblem, type Problem } from '../http/problem.ts';
import type { House } from '../house.ts';

const aheadMs = 2 * 86_400_000;

/** Local dates from one to another, the last one not included. */
export interface DateSpan {
  readonly from: string;
  readonly to: string;
}

/**
 * The dates of a query: dates, or instants, and then the days that they reach into. `to` is exclusive; absent: today
 * is the last one. `from` absent: so many days.
 */
export function datesOf(
  query: { readonly from?: string | undefined; readonly to?: string | undefined },
  usualDays: number,
  { calendar, canteens, now }: Pick<House, 'calendar' | 'canteens' | 'now'>,
): DateSpan | Problem {
  const { clock } = canteens;
  const until = query.to === undefined ? now() + 1 : instant('to', query.to, calendar);
  if (isProblem(until)) return until;
  const first = query.from === undefined ? null : instant('from', query.from, calendar);
  if (isProblem(first)) return first;
  for (const [name, ts] of [
    ['from', first],
    ['to', until],
  ] as const) {
    if (ts !== null && !(ts >= earliest && ts < latest)) return badParameter(name, 'lies outside of any calendar here');
  }
  if (first !== null && first > until) return badParameter('from', 'lies after `to`');
  // The day that holds the last instant before it.
  const to = addDays(clock.dateOf(until - 1), 1);
  const from = first === null ? addDays(to, -usualDays) : clock.dateOf(first);
  return from > to ? { from: to, to } : { from, to };
}

const earliest = Date.UTC(1970, 0, 3);
const latest = Date.UTC(9990, 0, 1);

/** A local date that has begun; today when absent. */
export function dateOf(
  text: string | undefined,
  { calendar, canteens, now }: Pick<House, 'calendar' | 'canteens' | 'now'>,
  name = 'date',
): string | Problem {
  if (text === undefined) return canteens.clock.dateOf(now());
  const ts = instant(name, text, calendar);
  if (isProblem(ts)) return ts;
  if (ts < earliest || ts > now() + aheadMs) return badParameter(name, 'is no day that has begun');
  return canteens.clock.dateOf(ts);
}
