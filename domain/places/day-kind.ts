import type { DayTypes } from '../time/day-types.ts';

/** What kind of day it was for people who work in offices; days count from 1970-01-01 (`time/civil.ts`). */
export type DayKind = 'workday' | 'weekend' | 'holiday' | 'make-up-workday';

/** 0 = Sunday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** A year whose calendar is not published yet is what its weekdays say. */
export function dayKind(day: number, dayTypes: DayTypes): DayKind {
  const type = dayTypes.typeOf(day);
  if (type === 'holiday' || type === 'make-up-workday') return type;
  const weekday = weekdayOf(day);
  return weekday === 0 || weekday === 6 ? 'weekend' : 'workday';
}

/** Ten weeks: long enough for four like days around the Spring Festival, short enough to stay in the season. */
const furthest = 70;

/**
 * The days before `day` that it is compared with, newest first. Workdays and weekends: the same kind and weekday. A
 * make-up workday, whatever its weekday: the latest workdays. A holiday: the latest holidays and Sundays.
 */
export function likeDays(day: number, dayTypes: DayTypes, count = 4): number[] {
  const kind = dayKind(day, dayTypes);
  const found: number[] = [];
  for (let other = day - 1; other >= day - furthest && found.length < count; other--) {
    if (isLike(kind, weekdayOf(day), dayKind(other, dayTypes), weekdayOf(other))) found.push(other);
  }
  return found;
}

function isLike(kind: DayKind, weekday: number, otherKind: DayKind, otherWeekday: number): boolean {
  switch (kind) {
    case 'workday':
    case 'weekend':
      return otherKind === kind && otherWeekday === weekday;
    case 'make-up-workday':
      return otherKind === 'workday' || otherKind === 'make-up-workday';
    case 'holiday':
      return otherKind === 'holiday' || (otherKind === 'weekend' && otherWeekday === 0);
  }
}
