import { addDays } from '../../../domain/canteen/clock.ts';
import { instant } from '../http/instant.ts';
import { badParameter, isProblem, problem, type Problem } from '../http/problem.ts';
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
  const given = query.to === undefined ? now() + 1 : instant('to', query.to, calendar);
  if (isProblem(given)) return given;
  const first = query.from === undefined ? null : instant('from', query.from, calendar);
  if (isProblem(first)) return first;
  if (first !== null && first > given) return badParameter('from', 'lies after `to`');
  const until = within(given);
  // The day that holds the last instant before it.
  const to = addDays(clock.dateOf(until - 1), 1);
  const from = first === null ? addDays(to, -usualDays) : clock.dateOf(within(first));
  return from > to ? { from: to, to } : { from, to };
}

/** No canteen weighed anything outside of these: `to=9999-12-31` asks for all that there is. */
const earliest = Date.UTC(1970, 0, 3);
const latest = Date.UTC(9990, 0, 1);
const within = (ts: number) => Math.min(latest, Math.max(earliest, ts));

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

/** Of a day to come nobody knows what was weighed. @returns null when all of them have begun */
export function notBegun(
  list: string,
  dated: readonly { readonly date: string }[],
  { canteens, now }: Pick<House, 'canteens' | 'now'>,
): Problem | null {
  const today = canteens.clock.dateOf(now());
  const errors = dated.flatMap(({ date }, at) =>
    date > today ? [{ path: `${list}[${at}].date`, code: 'not-begun', message: 'is no day that has begun' }] : [],
  );
  return errors.length === 0 ? null : problem(422, 'invalid-content', undefined, { errors });
}
