import type { LocalDate } from '../../format/zone.ts';

/** `2026Q4`: a quarter, as evaluations are filed. */
export type Quarter = string;

export const quarterOf = (date: LocalDate): Quarter => `${date.slice(0, 4)}Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
export const yearOf = (quarter: Quarter): number => Number(quarter.slice(0, 4));
export const numberIn = (quarter: Quarter): number => Number(quarter.slice(5));

/** The quarter so many later; negative: before. */
export function stepQuarter(quarter: Quarter, by: number): Quarter {
  const at = yearOf(quarter) * 4 + numberIn(quarter) - 1 + by;
  return `${Math.floor(at / 4)}Q${(at % 4) + 1}`;
}
