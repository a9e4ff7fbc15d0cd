import type { LocalPeriod } from '../contract.ts';
import type { SettlementPeriod } from '../settlement.ts';

/** `2026-10` is a month, `2026` a year. */
export function isMonth(period: SettlementPeriod): boolean {
  return period.length === 7;
}

export function yearOf(period: SettlementPeriod): number {
  return Number(period.slice(0, 4));
}

/** Of a lot's month: whether it lies in the period. */
export function liesIn(month: string, period: SettlementPeriod): boolean {
  return month === period || month.startsWith(`${period}-`);
}

/** Its last month: `2026-12` of `2026`. */
export function lastMonth(period: SettlementPeriod): string {
  return isMonth(period) ? period : `${period}-12`;
}

/** The period's local days that lie in the term; both ends count. */
export function daysIn(period: SettlementPeriod, term: LocalPeriod): LocalPeriod {
  const [first, last] = isMonth(period) ? [period, period] : [`${period}-01`, `${period}-12`];
  const from = `${first}-01`;
  const to = `${last}-${String(lengthOf(last)).padStart(2, '0')}`;
  return { from: from < term.from ? term.from : from, to: to > term.to ? term.to : to };
}

function lengthOf(month: string): number {
  return new Date(Date.UTC(yearOf(month), Number(month.slice(5, 7)), 0)).getUTCDate();
}
