import chineseDays from 'chinese-days';
import { civilFromDays } from './civil.ts';

/** What a calendar of the State Council (or of a site) makes of a date; `unpublished`: nobody has said yet. */
export type DayType = 'ordinary' | 'holiday' | 'make-up-workday' | 'unpublished';

/** Days that don't behave like their weekday. Pure: the same day always gets the same answer. */
export interface DayTypes {
  /** `none`, `china`, or the name of a site's own calendar. */
  readonly name: string;
  /** `day` counts local days from 1970-01-01 (civil.ts). */
  typeOf(day: number): DayType;
}

/** Every day is what its weekday says. */
export const noDayTypes: DayTypes = { name: 'none', typeOf: () => 'ordinary' };

/**
 * Public holidays and make-up workdays (调休) of mainland China as published by the State Council each autumn for the
 * year after, from the package `chinese-days`. A year that it doesn't hold is `unpublished`: holidays aren't guessed.
 */
export const chinaDayTypes: DayTypes = {
  name: 'china',
  typeOf(day) {
    const { year, month, day: dayOfMonth } = civilFromDays(day);
    let exceptions = chinaYears.get(year);
    if (exceptions === undefined) chinaYears.set(year, (exceptions = publishedExceptions(year)));
    if (exceptions === null) return 'unpublished';
    return exceptions.get(month * 100 + dayOfMonth) ?? 'ordinary';
  },
};

/** The calendar of that name; undefined when it isn't one of ours. */
export function dayTypesNamed(name: string): DayTypes | undefined {
  return [noDayTypes, chinaDayTypes].find((known) => known.name === name);
}

/** Local years that touch [fromDay, toDay) and for which nothing is published, ascending. */
export function unpublishedYears(dayTypes: DayTypes, fromDay: number, toDay: number): number[] {
  const years = new Set<number>();
  for (let day = fromDay; day < toDay; day += 1) {
    if (dayTypes.typeOf(day) === 'unpublished') years.add(civilFromDays(day).year);
  }
  return [...years];
}

/** By year: month · 100 + day → what it is; null: the package holds nothing for that year. */
const chinaYears = new Map<number, ReadonlyMap<number, DayType> | null>();

function publishedExceptions(year: number): ReadonlyMap<number, DayType> | null {
  const exceptions = new Map<number, DayType>();
  for (let month = 1; month <= 12; month += 1) {
    for (let day = 1; day <= 31; day += 1) {
      const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
      // A published day is named "National Day,国庆节,3"; any other one only by its weekday.
      const { work, name } = chineseDays.getDayDetail(date);
      if (name.includes(',')) exceptions.set(month * 100 + day, work ? 'make-up-workday' : 'holiday');
    }
  }
  return exceptions.size === 0 ? null : exceptions;
}
