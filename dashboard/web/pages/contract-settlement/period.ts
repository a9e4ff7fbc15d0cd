import type { WireSettlementItem } from '../../../../domain/wire-contracts.ts';
import type { ContractSettlementMessages } from '../../messages/contract-settlement/type.ts';

/** A period in words: a month, a year, or the true-up of a year whose months are settled too. */
export function periodWord(period: string, ofMonths: boolean, m: ContractSettlementMessages): string {
  const [year = '', month] = period.split('-');
  if (month !== undefined) return m.month(year, String(Number(month)));
  return ofMonths ? m.yearTrueUp(year) : m.year(year);
}

/** Whether a contract's months are settled: then its years are true-ups. */
export const settlesMonths = (type: string): boolean => type !== 'guaranteed';

export const lastDayOf = (period: string): string => {
  if (period.length === 4) return `${period}-12-31`;
  const [year = '', month = ''] = period.split('-');
  return `${period}-${String(new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()).padStart(2, '0')}`;
};

export interface YearOfSettlements {
  readonly year: string;
  /** The year itself; null: it is not over. */
  readonly whole: WireSettlementItem | null;
  /** Newest first. */
  readonly months: readonly WireSettlementItem[];
}

/** Newest year first, each with its months. */
export function byYear(items: readonly WireSettlementItem[]): readonly YearOfSettlements[] {
  const years = new Map<string, { whole: WireSettlementItem | null; months: WireSettlementItem[] }>();
  for (const item of items) {
    const key = item.period.slice(0, 4);
    const year = years.get(key) ?? { whole: null, months: [] };
    if (item.kind === 'year') year.whole = item;
    else year.months.push(item);
    years.set(key, year);
  }
  return [...years]
    .map(([year, { whole, months }]) => ({
      year,
      whole,
      months: months.toSorted((a, b) => b.period.localeCompare(a.period)),
    }))
    .sort((a, b) => b.year.localeCompare(a.year));
}
