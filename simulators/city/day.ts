import { chinaDayTypes } from '../../domain/time/day-types.ts';

const dayMs = 86_400_000;
/** The demo stands in Wenzhou whatever the installation's zone is: UTC+8, no summer time. */
const offsetMs = 8 * 3_600_000;

/** What the course of a day follows: so few that a load's courses are worked out once each. */
export interface DayCharacter {
  /** `work` holds for a weekend day that is worked instead of a holiday (调休), too. */
  readonly kind: 'work' | 'rest' | 'holiday';
  readonly monday: boolean;
  /** Summer or winter holidays of schools. */
  readonly schoolBreak: boolean;
}

export interface CityDay extends DayCharacter {
  /** Days since 1 January 1970 by local date. */
  readonly index: number;
  readonly startsAt: number;
  /** 0 = January. */
  readonly month: number;
  /** 0…1 through the year. */
  readonly season: number;
}

export function dayIndex(ts: number): number {
  return Math.floor((ts + offsetMs) / dayMs);
}

/** Milliseconds since local midnight. */
export function timeOfDay(ts: number): number {
  return (((ts + offsetMs) % dayMs) + dayMs) % dayMs;
}

/** The day with this index, as the State Council's calendar has it. */
export function cityDay(index: number): CityDay {
  const date = new Date(index * dayMs);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const monthDay = (month + 1) * 100 + day;
  const newYear = springFestival[year];
  const sinceNewYear = newYear === undefined ? NaN : index - newYear;
  return {
    index,
    startsAt: index * dayMs - offsetMs,
    kind: kindOf(index, monthDay, sinceNewYear),
    monday: date.getUTCDay() === 1,
    month,
    season: (index - Date.UTC(year, 0, 1) / dayMs) / 365.25,
    schoolBreak: (monthDay >= 705 && monthDay <= 831) || (sinceNewYear >= -18 && sinceNewYear <= 14),
  };
}

function kindOf(index: number, monthDay: number, sinceNewYear: number): CityDay['kind'] {
  switch (chinaDayTypes.typeOf(index)) {
    case 'holiday':
      return 'holiday';
    case 'make-up-workday':
      return 'work';
    case 'ordinary':
      return byWeekday(index);
    case 'unpublished':
      return usuallyHoliday(monthDay, sinceNewYear) ? 'holiday' : byWeekday(index);
  }
}

/** Day 0 was a Thursday. */
const byWeekday = (index: number) => ([2, 3].includes(((index % 7) + 7) % 7) ? 'rest' : 'work');

/**
 * In a year that nobody has published: the days that are never worked, and no make-up workdays. The platform can't know
 * them either; a city lives on all the same.
 */
function usuallyHoliday(monthDay: number, sinceNewYear: number): boolean {
  return (
    monthDay === 101 ||
    (monthDay >= 501 && monthDay <= 505) ||
    (monthDay >= 1001 && monthDay <= 1007) ||
    (sinceNewYear >= -1 && sinceNewYear <= 6)
  );
}

/** First day of the lunar year, as day index. */
const springFestival: Readonly<Record<number, number>> = Object.fromEntries(
  ['2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06', '2028-01-26', '2029-02-13', '2030-02-03'].map((date) => [
    Number(date.slice(0, 4)),
    Date.parse(date) / dayMs,
  ]),
);
