import type { WireContract, WireContractEntry } from '../../../../../domain/wire-contracts.ts';
import { daysBetween } from '../../matters/standing.ts';

/** Promised and verified money over time: two stair lines, and what one lacks to the other. For drawing; sums of the
 * server are what is said. */
export interface Stair {
  readonly date: string;
  readonly sum: number;
}
export interface Payment {
  readonly date: string;
  readonly amount: string;
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

/** Verified payments: those of the contract's text, and entries that were agreed. */
export function paymentsOf(document: unknown, entries: readonly WireContractEntry[]): readonly Payment[] {
  const written = list(record(document).investment).flatMap((milestone) =>
    list(record(milestone).verified).flatMap((one) => {
      const { date, amount } = record(one);
      if (typeof date !== 'string' || (typeof amount !== 'string' && typeof amount !== 'number')) return [];
      return [{ date: date.slice(0, 10), amount: String(amount) }];
    }),
  );
  const entered = entries.flatMap(({ body, state }) =>
    body.kind === 'payment' && state === 'agreed' ? [{ date: body.date, amount: body.amount }] : [],
  );
  return [...written, ...entered].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

export const promisedStairs = (investment: WireContract['investment']): readonly Stair[] =>
  investment.map(({ due, promised }) => ({ date: due, sum: Number(promised) }));

export function verifiedStairs(payments: readonly Payment[], today: string): readonly Stair[] {
  const found: { date: string; sum: number }[] = [];
  let sum = 0;
  for (const { date, amount } of payments) {
    if (date > today) continue;
    sum += Number(amount);
    const last = found.at(-1);
    if (last?.date === date) last.sum = sum;
    else found.push({ date, sum });
  }
  return found;
}

/** First and last day of the axis: all that is promised and paid, and today; a little room on both sides. */
export function stairSpan(
  promised: readonly Stair[],
  verified: readonly Stair[],
  start: string,
  today: string,
): readonly [string, string] {
  const dates = [...promised, ...verified].map(({ date }) => date);
  const first = [...dates, ...(start >= '1900' ? [start] : []), today].reduce((a, b) => (a < b ? a : b));
  const last = [...dates, today].reduce((a, b) => (a > b ? a : b));
  return [first, last];
}

/** An SVG path that keeps its height until the next step, from nothing at `from` to `to`. */
export function stairPath(
  stairs: readonly Stair[],
  x: (date: string) => number,
  y: (sum: number) => number,
  from: string,
  to: string,
): string {
  const px = (v: number) => Math.round(v * 10) / 10;
  let path = `M${px(x(from))},${px(y(0))}`;
  for (const { date, sum } of stairs) path += `H${px(x(date))}V${px(y(sum))}`;
  return `${path}H${px(x(to))}`;
}

/** The worst shortfall of a milestone whose day has passed: the largest sum, and the days since the first of them. */
export function shortfallOf(investment: WireContract['investment']) {
  const short = investment.flatMap((one, index) =>
    one.shortfall === null ? [] : [{ ...one, index, ...one.shortfall }],
  );
  const worst = short.reduce<(typeof short)[number] | null>(
    (a, b) => (a === null || Number(b.shortfall!.amount) > Number(a.shortfall!.amount) ? b : a),
    null,
  );
  return worst === null
    ? null
    : { index: worst.index, due: worst.due, promised: Number(worst.promised), ...worst.shortfall! };
}

/** Which milestone a date means: the nearest due day. */
export function nearestMilestone(investment: WireContract['investment'], date: string): number {
  let best = -1;
  investment.forEach(({ due }, i) => {
    if (best < 0 || Math.abs(daysBetween(date, due)) < Math.abs(daysBetween(date, investment[best]!.due))) best = i;
  });
  return best;
}
