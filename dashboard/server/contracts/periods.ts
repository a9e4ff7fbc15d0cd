import type { Contract, LocalPeriod } from '../../../domain/contract/contract.ts';
import { dateOf, dayOf } from '../../../domain/contract/local-days.ts';
import { daysIn, isMonth } from '../../../domain/contract/settlement/period.ts';
import { refuse } from '../../../domain/contract/settlement/refusal.ts';
import type { NotSettled, SettlementPeriod } from '../../../domain/contract/settlement.ts';

/** A month and its year are over at once: the month comes first. */
export function inOrderOfPeriods(a: SettlementPeriod, b: SettlementPeriod): number {
  const [one, other] = [keyOf(a), keyOf(b)];
  return one < other ? -1 : Number(one > other);
}
const keyOf = (period: SettlementPeriod): string => (isMonth(period) ? period : `${period}-12+`);

/** All of its days, whatever the term. */
export function wholePeriod(period: SettlementPeriod): LocalPeriod {
  return daysIn(period, { from: '0001-01-01', to: '9999-12-31' });
}

export function lengthOf({ from, to }: LocalPeriod): number {
  return Math.max(0, dayOf(to) - dayOf(from) + 1);
}

/** Why a period has no settlement whatever the data say; null: nothing is in the way. */
export function refusalOf(contract: Contract, period: SettlementPeriod, today: string): NotSettled | null {
  const days = daysIn(period, contract.term);
  if (days.from > days.to) return refuse.outsideTerm(period);
  if (contract.type === 'guaranteed' && isMonth(period)) return refuse.guaranteedMonth();
  return days.to >= today ? refuse.periodOpen(period) : null;
}

/** Every period of the term that is over, the newest first. @param first where anything begins to be known */
export function periodsOver(contract: Contract, first: string, today: string): readonly SettlementPeriod[] {
  const from = contract.term.from > first ? contract.term.from : first;
  const to = contract.term.to < today ? contract.term.to : today;
  const periods: SettlementPeriod[] = [];
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = nextMonth(month)) {
    periods.push(month);
    if (month.endsWith('-12') || month === to.slice(0, 7)) periods.push(month.slice(0, 4));
  }
  return periods
    .filter((period) => refusalOf(contract, period, today) === null)
    .sort(inOrderOfPeriods)
    .reverse();
}

function nextMonth(month: string): string {
  return dateOf(dayOf(`${month}-28`) + 4).slice(0, 7);
}
