import { noDayTypes, unpublishedYears, type DayTypes } from '../../time/day-types.ts';
import type { BaselineData, HourlyObservations, MandvProblem } from '../types.ts';
import { hoursOfWeek, LocalHours } from './hour-of-week.ts';
import type { BaselineRows } from './baseline-rows.ts';
import type { HourlySegment } from './model.ts';

const leastShare = 0.9;
const hourMs = 3_600_000;
/** Of a common year: what of a month lies outside the baseline is missing too. */
const nominalDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export interface BaselineWindow {
  /** Start of the first and end of the last hour, ms UTC; 0 and 0 without any. */
  readonly from: number;
  readonly to: number;
}

export function windowOf({ startsAt }: HourlyObservations): BaselineWindow {
  if (startsAt.length === 0) return { from: 0, to: 0 };
  let [first, last] = [Infinity, -Infinity];
  for (const ts of startsAt) {
    first = Math.min(first, ts);
    last = Math.max(last, ts);
  }
  return { from: first, to: last + hourMs };
}

/** Share of each month's hours that are rows, 0…1; months of two years are taken together (spec §3). */
export function monthCoverage(rows: BaselineRows, timeZone: string, { from, to }: BaselineWindow): number[] {
  const expected = new Float64Array(12);
  const clock = new LocalHours(timeZone, noDayTypes);
  for (let ts = from; ts < to; ts += hourMs) {
    clock.locate(ts);
    expected[clock.month]! += 1;
  }
  return rows.months.map((stretches, month) => {
    const present = stretches.reduce((sum, [first, end]) => sum + end - first, 0);
    return present / Math.max(expected[month]!, nominalDays[month]! * 24);
  });
}

/** A month is enough when more than 90 % of its hours are there. */
export function isEnough(share: number): boolean {
  return share > leastShare;
}

export function coverageProblems(coverage: readonly number[]): MandvProblem[] {
  return coverage.flatMap((share, month) =>
    isEnough(share)
      ? []
      : [
          {
            code: 'caltrack.hourly.month-under-90-percent',
            message: {
              zh: `基期 ${month + 1} 月有效小时数不足 90%，该月及相邻月份的小时模型不可用于结算`,
              en: `Month ${month + 1} of the baseline has 90 % of its hours or less: hourly models of it and of its neighbours are not sufficient`,
            },
            numbers: { month: month + 1, share, leastShare },
          },
        ],
  );
}

/** Years without published holidays, and hours of week that a segment can't predict. */
export function hourlyWarnings(
  data: BaselineData<HourlyObservations>,
  rows: BaselineRows,
  dayTypes: DayTypes,
  segments: readonly HourlySegment[],
): MandvProblem[] {
  const last = rows.day.length - 1;
  const years = last < 0 ? [] : unpublishedYears(dayTypes, rows.day[0]!, rows.day[last]! + 1);
  return [
    ...years.map((year) => unpublishedYear(dayTypes.name, year)),
    ...segments.flatMap(({ name, hourOfWeek }) => {
      const unseen = hourOfWeek.filter((level) => level === null).length;
      return unseen === 0 ? [] : [unseenHours(name, unseen, data.timeZone)];
    }),
  ];
}

/** Also for reporting periods: their year may be one that nobody has published yet. */
export function unpublishedYear(calendar: string, year: number): MandvProblem {
  return {
    code: 'mandv.day-types.unpublished-year',
    message: {
      zh: `${year} 年节假日及调休安排尚无公布数据，按普通星期处理`,
      en: `Holidays and make-up workdays of ${year} are not published: its days are taken by their weekday`,
    },
    numbers: { calendar, year },
  };
}

/** Years of a reporting period without published holidays, as problems; none for the plain method. */
export function dayTypeProblems(dayTypes: DayTypes, timeZone: string, window: BaselineWindow): MandvProblem[] {
  if (!(window.from < window.to)) return [];
  const clock = new LocalHours(timeZone, dayTypes);
  clock.locate(window.from);
  const first = clock.day;
  clock.locate(window.to - 1);
  return unpublishedYears(dayTypes, first, clock.day + 1).map((year) => unpublishedYear(dayTypes.name, year));
}

function unseenHours(segment: string, hours: number, timeZone: string): MandvProblem {
  return {
    code: 'caltrack.hourly.unseen-hours-of-week',
    message: {
      zh: `分段 ${segment} 的基期缺少一周 ${hoursOfWeek} 小时中的 ${hours} 个，这些小时不作预测`,
      en: `Segment ${segment} has no baseline for ${hours} of the ${hoursOfWeek} hours of the week: they are not predicted`,
    },
    numbers: { segment, hours, timeZone },
  };
}
