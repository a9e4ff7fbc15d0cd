import { noDayTypes } from '../../time/day-types.ts';
import type { HourlyObservations, MandvProblem } from '../types.ts';
import { hoursOfWeek, LocalHours } from './hour-of-week.ts';
import type { BaselineRows } from './baseline-rows.ts';
import type { HourlySegment } from './model.ts';

const leastShare = 0.9;
const hourMs = 3_600_000;
/** Of a common year: what of a month lies outside the baseline is missing too. */
const nominalDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The stretch of time that some hours cover. */
export interface Window {
  /** Start of the first and end of the last hour, ms UTC; 0 and 0 without any. */
  readonly from: number;
  readonly to: number;
}

export function windowOf({ startsAt }: HourlyObservations): Window {
  if (startsAt.length === 0) return { from: 0, to: 0 };
  let [first, last] = [Infinity, -Infinity];
  for (const ts of startsAt) {
    first = Math.min(first, ts);
    last = Math.max(last, ts);
  }
  return { from: first, to: last + hourMs };
}

/** Share of each month's hours that are rows, 0…1; months of two years are taken together (spec §3). */
export function monthCoverage(rows: BaselineRows, timeZone: string, { from, to }: Window): number[] {
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

/** Hours of week that a segment had no rows of, said for each such segment. */
export function unseenHours(segments: readonly HourlySegment[]): MandvProblem[] {
  return segments.flatMap(({ name: segment, hourOfWeek }) => {
    const hours = hourOfWeek.filter((level) => level === null).length;
    if (hours === 0) return [];
    return [
      {
        code: 'caltrack.hourly.unseen-hours-of-week',
        message: {
          zh: `分段 ${segment} 的基期缺少一周 ${hoursOfWeek} 小时中的 ${hours} 个，这些小时不作预测`,
          en: `Segment ${segment} has no baseline for ${hours} of the ${hoursOfWeek} hours of the week: they are not predicted`,
        },
        numbers: { segment, hours },
      },
    ];
  });
}
