const dayMs = 86_400_000;
/** The demo stands in Wenzhou whatever the installation's zone is: UTC+8, no summer time. */
const offsetMs = 8 * 3_600_000;

export interface CityDay {
  /** Days since 1 January 1970 by local date. */
  readonly index: number;
  readonly startsAt: number;
  readonly kind: 'work' | 'rest' | 'holiday';
  /** 0 = January. */
  readonly month: number;
  /** 0…1 through the year. */
  readonly season: number;
  /** Summer or winter holidays of schools. */
  readonly schoolBreak: boolean;
}

export function dayIndex(ts: number): number {
  return Math.floor((ts + offsetMs) / dayMs);
}

/** Milliseconds since local midnight. */
export function timeOfDay(ts: number): number {
  return (((ts + offsetMs) % dayMs) + dayMs) % dayMs;
}

/** The day with this index. The holidays are those of a simulator: fixed dates, and a Spring Festival of ten days. */
export function cityDay(index: number): CityDay {
  const date = new Date(index * dayMs);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const monthDay = (month + 1) * 100 + day;
  const weekday = date.getUTCDay();
  const newYear = springFestival[year];
  const sinceNewYear = newYear === undefined ? NaN : index - newYear;
  const holiday =
    monthDay === 101 ||
    (monthDay >= 501 && monthDay <= 505) ||
    (monthDay >= 1001 && monthDay <= 1007) ||
    (sinceNewYear >= -1 && sinceNewYear <= 6);
  return {
    index,
    startsAt: index * dayMs - offsetMs,
    kind: holiday ? 'holiday' : weekday === 0 || weekday === 6 ? 'rest' : 'work',
    month,
    season: (index - Date.UTC(year, 0, 1) / dayMs) / 365.25,
    schoolBreak: (monthDay >= 705 && monthDay <= 831) || (sinceNewYear >= -18 && sinceNewYear <= 14),
  };
}

/** First day of the lunar year, as day index. */
const springFestival: Readonly<Record<number, number>> = Object.fromEntries(
  ['2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06', '2028-01-26', '2029-02-13', '2030-02-03'].map((date) => [
    Number(date.slice(0, 4)),
    Date.parse(date) / dayMs,
  ]),
);
