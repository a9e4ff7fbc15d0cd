import { daysFromCivil, civilFromDays } from '../time/civil.ts';

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
  const next = number === 4 ? `${year + 1}-01-01` : dateText(year, number * 3 + 1);
  return { id, year, number, from: dateText(year, number * 3 - 2), to: next };
}

/** The quarter that a local date lies in. */
export function quarterAt(date: string): Quarter {
  const quarter = quarterOf(`${date.slice(0, 4)}Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`);
  if (quarter === null) throw new RangeError(`${date} lies in no quarter`);
  return quarter;
}

export function quarterBefore({ year, number }: Quarter): Quarter {
  return quarterOf(number === 1 ? `${year - 1}Q4` : `${year}Q${number - 1}`)!;
}

/** Local dates in [from, to), ascending. */
export function datesIn(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let day = dayOf(from); day < dayOf(to); day += 1) {
    const civil = civilFromDays(day);
    dates.push(dateText(civil.year, civil.month, civil.day));
  }
  return dates;
}

/** Days from 1970-01-01. */
export function dayOf(date: string): number {
  return daysFromCivil(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
}

function dateText(year: number, month: number, day = 1): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
