import type { LocalDate } from '../../format/zone.ts';

/** `2026Q4`: a quarter, as evaluations are filed. */
export type Quarter = string;

export function quarterOf(date: LocalDate): Quarter {
  return `${date.slice(0, 4)}Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
}

export const yearOf = (quarter: Quarter): number => Number(quarter.slice(0, 4));
export const numberIn = (quarter: Quarter): number => Number(quarter.slice(5));

/** The quarter so many later; negative: before. */
export function stepQuarter(quarter: Quarter, by: number): Quarter {
  const at = yearOf(quarter) * 4 + numberIn(quarter) - 1 + by;
  return `${Math.floor(at / 4)}Q${(at % 4) + 1}`;
}

/** Its first local day, and the first one after it. */
export function daysOf(quarter: Quarter): { readonly from: LocalDate; readonly to: LocalDate } {
  const first = (of: Quarter) => `${yearOf(of)}-${String(numberIn(of) * 3 - 2).padStart(2, '0')}-01`;
  return { from: first(quarter), to: first(stepQuarter(quarter, 1)) };
}
