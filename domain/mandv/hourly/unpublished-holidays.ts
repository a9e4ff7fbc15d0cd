import { unpublishedYears, type DayTypes } from '../../time/day-types.ts';
import type { MandvProblem } from '../types.ts';
import { LocalHours } from './hour-of-week.ts';
import type { Window } from './sufficiency.ts';

/**
 * Years of a baseline or reporting period of which the calendar knows no holidays: their days are taken by their
 * weekday, and that is said. Empty for the plain method.
 */
export function unpublishedHolidays(dayTypes: DayTypes, timeZone: string, { from, to }: Window): MandvProblem[] {
  if (!(from < to)) return [];
  const clock = new LocalHours(timeZone, dayTypes);
  clock.locate(from);
  const first = clock.day;
  clock.locate(to - 1);
  return unpublishedYears(dayTypes, first, clock.day + 1).map((year) => ({
    code: 'mandv.day-types.unpublished-year',
    message: {
      zh: `${year} 年节假日及调休安排尚无公布数据，按普通星期处理`,
      en: `Holidays and make-up workdays of ${year} are not published: its days are taken by their weekday`,
    },
    numbers: { calendar: dayTypes.name, year },
  }));
}
