import { Decimal } from 'decimal.js';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { Fault } from '../http/problem.ts';
import type { HistoryRow } from './rows.ts';

/** What was billed for [from, to), ms UTC; energy as it is used (after the multiplier), exact as written. */
export interface Bill {
  readonly from: number;
  readonly to: number;
  readonly amount: string;
}
export interface Span {
  readonly from: number;
  readonly to: number;
}
export type ReadBills =
  { readonly ok: true; readonly bills: readonly Bill[] } | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Bills from rows that begin them, ascending. A bill ends where the next row begins; a row without a value begins a time
 * that nobody billed, at the end of the file it ends the last bill. Where all rows begin months, a bill is as many
 * calendar months long as the shortest distance of two rows (one when there is one row): a month that is left out was
 * not billed, and the last bill needs no end. Else the last bill is as long as the one before it.
 */
export function billsOf(rows: readonly HistoryRow[], calendar: LocalCalendar): ReadBills {
  const faults: Fault[] = [];
  const fault = (row: HistoryRow, code: string, message: string): void => {
    if (faults.length < 100) faults.push({ path: row.place, code, message });
  };
  rows.forEach((row, i) => {
    if (rows[i - 1]?.ts === row.ts) fault(row, 'double', 'another row begins at the same time');
    if (row.value !== null && new Decimal(row.value).isNegative() && Number(row.value) !== 0) {
      fault(row, 'negative', 'a bill below 0 is a correction: give the corrected bill itself');
    }
  });
  if (rows.every(({ value }) => value === null)) {
    faults.push({ path: '', code: 'too-short', message: 'there is no bill in it' });
  }
  if (faults.length > 0) return { ok: false, faults };
  const months = monthsOfABill(rows, calendar);
  const bills: Bill[] = [];
  for (const [i, { ts, value }] of rows.entries()) {
    if (value === null) continue;
    const next = rows[i + 1]?.ts;
    const to =
      months === null ? (next ?? asLongAsBefore(rows, i)) : Math.min(next ?? Infinity, later(ts, months, calendar));
    if (to === null) return { ok: false, faults: [endless(rows[i]!)] };
    bills.push({ from: ts, to, amount: new Decimal(value).toFixed() });
  }
  return { ok: true, bills };
}

const endless = ({ place }: HistoryRow): Fault => ({
  path: place,
  code: 'endless',
  message: 'nothing says where this bill ends: add a row with its end and no value',
});

/** null: they do not all begin months. */
function monthsOfABill(rows: readonly HistoryRow[], calendar: LocalCalendar): number | null {
  if (rows.some(({ ts }) => calendar.startOfMonth(ts) !== ts)) return null;
  let least = Infinity;
  for (let i = 1; i < rows.length; i++) {
    let count = 0;
    for (let at = rows[i - 1]!.ts; at < rows[i]!.ts; at = calendar.nextMonth(at)) count++;
    least = Math.min(least, count);
  }
  return least === Infinity ? 1 : least;
}

function later(monthStart: number, months: number, calendar: LocalCalendar): number {
  let at = monthStart;
  for (let k = 0; k < months; k++) at = calendar.nextMonth(at);
  return at;
}

function asLongAsBefore(rows: readonly HistoryRow[], last: number): number | null {
  return last === 0 ? null : rows[last]!.ts + (rows[last]!.ts - rows[last - 1]!.ts);
}

/** Times between bills that nobody billed. */
export function gapsOf(bills: readonly Bill[]): readonly Span[] {
  return bills.flatMap(({ to }, i) => {
    const next = bills[i + 1]?.from;
    return next === undefined || next === to ? [] : [{ from: to, to: next }];
  });
}

export const sumOf = (bills: readonly Bill[]): string =>
  bills.reduce((sum, { amount }) => sum.plus(amount), new Decimal(0)).toFixed();

/**
 * Known bills with others put in: those in whose time the new ones lie whole are replaced.
 * @returns the first known one that a new one cuts in two, when there is one.
 */
export function withBills(known: readonly Bill[], added: readonly Bill[]): readonly Bill[] | { readonly cut: Bill } {
  const [from, to] = [added[0]!.from, added.at(-1)!.to];
  const kept = known.filter((bill) => bill.to <= from || bill.from >= to);
  const cut = known.find((bill) => bill.from < to && bill.to > from && (bill.from < from || bill.to > to));
  return cut === undefined ? [...kept, ...added].sort((a, b) => a.from - b.from) : { cut };
}
