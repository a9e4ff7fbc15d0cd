import { addDays } from '../canteen/clock.ts';

/** A quarter of a year, `2026Q4`, in local dates. */
export interface Quarter {
  readonly id: string;
  readonly year: number;
  readonly number: 1 | 2 | 3 | 4;
  readonly from: string;
  /** First day after it. */
  readonly to: string;
}

/** null: not a quarter between 2000 and 2199. */
export function quarterOf(id: string): Quarter | null {
  const match = /^(2[01]\d\d)Q([1-4])$/.exec(id);
  if (match === null) return null;
  const year = Number(match[1]);
  const number = Number(match[2]) as Quarter['number'];
  const to = number === 4 ? firstDay(year + 1, 1) : firstDay(year, number * 3 + 1);
  return { id, year, number, from: firstDay(year, number * 3 - 2), to };
}

export function quarterBefore({ year, number }: Quarter): Quarter {
  return quarterOf(number === 1 ? `${year - 1}Q4` : `${year}Q${number - 1}`)!;
}

/** The last day of it. */
export function lastDayOf({ to }: Quarter): string {
  return addDays(to, -1);
}

/** Over for two years and more: what is found of it now nobody can look at again. */
export function isLongOver({ to }: Quarter, today: string): boolean {
  return to <= `${Number(today.slice(0, 4)) - 2}${today.slice(4)}`;
}

/** Local dates in [from, to), ascending. */
export function datesIn(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let date = from; date < to; date = addDays(date, 1)) dates.push(date);
  return dates;
}

function firstDay(year: number, month: number): string {
  return `${year}-${String(month).padStart(2, '0')}-01`;
}
