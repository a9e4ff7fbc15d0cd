import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { WireEvery } from '../../../domain/wire.ts';
import { instant } from '../http/instant.ts';
import { badParameter, isProblem, type Problem } from '../http/problem.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** What is given when a call names no `from`: about a screenful. */
const usual: Readonly<Record<WireEvery, number>> = {
  raw: day,
  '15m': day,
  '1h': 7 * day,
  '1d': 31 * day,
  '1mo': 366 * day,
};
/** The shortest that an interval can be: local days have 23 hours in spring, months 28 days. */
const shortest: Readonly<Record<Exclude<WireEvery, 'raw'>, number>> = {
  '15m': hour / 4,
  '1h': hour,
  '1d': 23 * hour,
  '1mo': 28 * day - hour,
};

export interface Span {
  readonly from: number;
  readonly to: number;
  /** As known at this instant. */
  readonly asOf: number | undefined;
}

/** [from, to) of a query; `to` absent = now, `from` absent = a screenful before it. */
export function spanOf(
  query: { from?: string | undefined; to?: string | undefined; asOf?: string | undefined },
  every: WireEvery,
  calendar: LocalCalendar,
  now: number,
): Span | Problem {
  const to = query.to === undefined ? now : instant('to', query.to, calendar);
  if (isProblem(to)) return to;
  const from = query.from === undefined ? to - usual[every] : instant('from', query.from, calendar);
  if (isProblem(from)) return from;
  const asOf = query.asOf === undefined ? undefined : instant('asOf', query.asOf, calendar);
  if (isProblem(asOf)) return asOf;
  if (from > to) return badParameter('from', 'lies after `to`');
  return { from, to, asOf };
}

/** How many intervals the span may hold, rounded up: refused before anything is read. */
export function countOf(span: Span, every: Exclude<WireEvery, 'raw'>): number {
  return Math.ceil((span.to - span.from) / shortest[every]);
}

export const tooManyPoints = (limit: number): Problem =>
  badParameter(
    'from',
    `more than ${limit} points lie between \`from\` and \`to\`: ask for less or coarser`,
    'too-many-points',
  );
