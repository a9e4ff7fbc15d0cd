import type { Analysis } from '../analysis.ts';
import type { Statistics } from '../analysis/types.ts';
import type { HourlyModel } from '../hourly/model.ts';
import type { DegreeDayModel, HourlyObservations, Sufficiency } from '../types.ts';
import type { LocalCalendar } from '../../time/calendar.ts';
import { closedDays } from './closed-days.ts';
import { monthCourses, type DayOfBaseline, type MonthCourse } from './month-course.ts';

const format = 'wattsteward-mandv-1';

/**
 * A baseline model with all that is needed to apply it later without its readings. This, as JSON, is what is frozen
 * and hashed.
 */
export interface KeptModel {
  readonly format: typeof format;
  readonly model: DegreeDayModel | HourlyModel;
  readonly statistics: Statistics;
  /** What the data rules said of the baseline. */
  readonly sufficiency: Sufficiency;
  readonly course: DayCourse;
}

/** How a day went in the baseline, by hour of the local clock: a daily model knows no hours. */
export interface DayCourse {
  /** Share of the day's use in each of 24 hours, over the whole year. */
  readonly open: readonly number[];
  readonly closed: readonly number[];
  /** Temperature of the hour − mean of its day, °C: a morning's mean is not the day's. */
  readonly air: readonly number[];
  /** January … December, whose days go otherwise than the year's; absent in what was kept before months were told apart. */
  readonly months?: readonly MonthCourse[];
}

/** null: there is no model to keep. */
export function keptModel(
  { model, statistics }: Analysis,
  sufficiency: Sufficiency,
  baseline: HourlyObservations,
  calendar: LocalCalendar,
): KeptModel | null {
  if (model === null || statistics === null) return null;
  return { format, model, statistics, sufficiency, course: courseOf(baseline, calendar) };
}

/** Throws a TypeError when the text is not a model that this version kept. */
export function parseKept(json: string): KeptModel {
  const kept = JSON.parse(json) as KeptModel;
  if (kept.format !== format) throw new TypeError(`a model of the format ${String(kept.format)} is not known here`);
  return kept;
}

/** From the baseline's days that have all their hours; without any, every hour is like another. */
function courseOf({ startsAt, energy, temperature }: HourlyObservations, calendar: LocalCalendar): DayCourse {
  const closed = closedDays(calendar.timeZone);
  const days: DayOfBaseline[] = [];
  const sums = { open: zeros(), closed: zeros(), air: zeros(), airHours: zeros() };
  for (let first = 0, end = 0; first < startsAt.length; first = end) {
    const dayEnd = calendar.nextDay(calendar.startOfDay(startsAt[first]!));
    while (end < startsAt.length && startsAt[end]! < dayEnd) end += 1;
    const used = energy.subarray(first, end);
    const air = temperature.subarray(first, end);
    // 23 and 25 hours: their clock hours are not like those of other days.
    if (used.length !== 24) continue;
    const total = used.reduce((sum, value) => sum + value, 0);
    const mean = air.reduce((sum, value) => sum + value, 0) / 24;
    const date = calendar.iso(startsAt[first]!).slice(0, 10);
    const kind = closed(date) ? 'closed' : 'open';
    if (total > 0) days.push({ month: Number(date.slice(5, 7)), kind, used });
    for (let hour = 0; hour < 24; hour += 1) {
      if (total > 0) sums[kind][hour]! += used[hour]!;
      if (!Number.isNaN(mean)) {
        sums.air[hour]! += air[hour]! - mean;
        sums.airHours[hour]! += 1;
      }
    }
  }
  const open = shares(sums.open) ?? new Array<number>(24).fill(1 / 24);
  return {
    open,
    closed: shares(sums.closed) ?? open,
    air: sums.air.map((sum, hour) => (sums.airHours[hour]! > 0 ? sum / sums.airHours[hour]! : 0)),
    months: monthCourses(days),
  };
}

const zeros = (): number[] => new Array<number>(24).fill(0);

function shares(sums: readonly number[]): readonly number[] | null {
  const total = sums.reduce((sum, value) => sum + value, 0);
  return total > 0 ? sums.map((value) => value / total) : null;
}
