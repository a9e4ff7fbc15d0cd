import { describe, expect, it } from 'vitest';
import { civilFromDays, daysFromCivil } from '../time/civil.ts';
import { chinaDayTypes } from '../time/day-types.ts';
import { dayKind, likeDays, weekdayOf } from './day-kind.ts';

const on = (text: string): number => {
  const [year, month, day] = text.split('-').map(Number) as [number, number, number];
  return daysFromCivil(year, month, day);
};
const text = (day: number): string => {
  const { year, month, day: d } = civilFromDays(day);
  return `${year}-${String(month).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
};

describe('what kind of day it was', () => {
  it.each([
    ['a Monday', '2025-11-24', 'workday'],
    ['a Sunday', '2025-11-23', 'weekend'],
    ['National Day', '2025-10-01', 'holiday'],
    ['the Sunday that was worked before it', '2025-09-28', 'make-up-workday'],
    ['a Wednesday of a year that nobody published', '2031-01-01', 'workday'],
  ])('%s', (_, date, kind) => expect(dayKind(on(date), chinaDayTypes)).toBe(kind));

  it('weekdays before 1970 too', () => expect(weekdayOf(on('1969-12-28'))).toBe(0));
});

describe('the days that a day is compared with', () => {
  it('a Monday: the Mondays before it', () => {
    expect(likeDays(on('2025-11-24'), chinaDayTypes).map(text)).toEqual([
      '2025-11-17',
      '2025-11-10',
      '2025-11-03',
      '2025-10-27',
    ]);
  });
  it('a Wednesday after the National Day week leaves the holidays out', () => {
    expect(likeDays(on('2025-10-15'), chinaDayTypes).map(text)).toEqual([
      '2025-09-24',
      '2025-09-17',
      '2025-09-10',
      '2025-09-03',
    ]);
  });
  it('a Saturday that was worked: workdays, not Saturdays', () => {
    expect(likeDays(on('2025-10-11'), chinaDayTypes, 2).map(text)).toEqual(['2025-10-10', '2025-10-09']);
  });
  it('a holiday: holidays, then Sundays', () => {
    expect(likeDays(on('2025-10-02'), chinaDayTypes, 3).map(text)).toEqual(['2025-10-01', '2025-09-21', '2025-09-14']);
  });
});
