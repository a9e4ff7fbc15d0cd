import { expect, it } from 'vitest';
import { monthCourses, type DayOfBaseline } from './month-course.ts';

const night = Array.from({ length: 24 }, (_, hour) => (hour < 8 ? 3 : 1));
const noon = Array.from({ length: 24 }, (_, hour) => (hour >= 10 && hour < 18 ? 3 : 1));
const days = (n: number, month: number, used: readonly number[], kind: DayOfBaseline['kind'] = 'open') =>
  Array.from({ length: n }, (): DayOfBaseline => ({ month, kind, used }));

it('a month has the course of its own days, and those of a kind that it lacks are the year’s', () => {
  const courses = monthCourses([...days(22, 1, night), ...days(22, 7, noon), ...days(8, 7, night, 'closed')]);
  expect(courses[0]!.open![3]).toBeCloseTo(3 / 40, 5);
  expect(courses[0]!.closed).toBeNull();
  expect(courses[6]!.open![3]).toBeCloseTo(1 / 40, 5);
  expect(courses[6]!.closed![3]).toBeCloseTo(3 / 40, 5);
});

it('a month of holidays or of a feed that failed goes like the months beside it, December like January', () => {
  const courses = monthCourses([...days(4, 1, night), ...days(20, 2, night), ...days(3, 6, noon), ...days(1, 7, noon)]);
  expect(courses[0]!.open).toEqual(courses[1]!.open);
  expect(courses[11]!.open).toBeNull();
  // Four days of two months are too few for either.
  expect([courses[5]!.open, courses[6]!.open]).toEqual([null, null]);
  const winter = monthCourses([...days(3, 12, night), ...days(3, 1, night)]);
  expect([winter[11]!.open![3], winter[0]!.open![3]]).toEqual([0.075, 0.075]);
});

it('a meter of heating that used nothing all summer has the year’s course there', () => {
  expect(monthCourses(days(20, 1, night))[6]).toEqual({ open: null, closed: null });
});
