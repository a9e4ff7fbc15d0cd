import { expect, test } from 'vitest';
import { isFarAbove, knownDays, normOf } from './norm.ts';
import { canteenRules as rules } from './rules.ts';
import { day, normal, seeded, workdaysBefore } from './testing/canteen.ts';

const of = { date: '2026-11-23', meal: 'LUNCH', stream: 'PLATE_WASTE' } as const;
const days = workdaysBefore(of.date, 28);
/** 36, 38, …, 44, 36, …: 40 on average. */
const restless = days.map((date, i) => day(date, 36 + 2 * (i % 5)));

test('the norm is what was in the four weeks before, without the day itself and what lies before them', () => {
  const meals = [day('2026-10-25', 400), ...restless, day(of.date, 400), day('2026-11-24', 400)];
  const norm = normOf(meals, of, rules)!;
  expect(norm).toMatchObject({ gramsPerMeal: 40, days: 20, personMeals: 4_000 });
  expect(norm.deviation).toBeCloseTo(Math.sqrt((4 * (16 + 4 + 0 + 4 + 16)) / 19), 10);
  expect(norm.plusMinus).toBeCloseTo((1.729133 * norm.deviation) / Math.sqrt(20), 4);
});

test('doubtful days and days without weighings are no part of what is usual', () => {
  const meals = restless.map((figures, i) =>
    i < 5 ? { ...day(figures.date, 400), state: 'doubtful' as const } : figures,
  );
  expect(normOf(meals, of, rules)).toMatchObject({ gramsPerMeal: 40, days: 15 });
});

test('seven days are no norm, eight are', () => {
  expect(normOf(restless.slice(-7), of, rules)).toBeNull();
  expect(normOf(restless.slice(-8), of, rules)).toMatchObject({ days: 8 });
});

test('other meals and streams have norms of their own; a stream that was not weighed is not 0', () => {
  const dinners = days.map((date) => day(date, 90, { meal: 'DINNER' }));
  const unsold = days.map((date, i) => day(date, 12, i % 2 ? { stream: 'UNSOLD_DISCARD' } : {}));
  expect(normOf([...restless, ...dinners], of, rules)!.gramsPerMeal).toBe(40);
  expect(normOf([...restless, ...dinners], { ...of, meal: 'DINNER' }, rules)!.gramsPerMeal).toBe(90);
  expect(normOf(unsold, { ...of, stream: 'UNSOLD_DISCARD' }, rules)).toMatchObject({ gramsPerMeal: 12, days: 10 });
  expect(knownDays(unsold, { ...of, stream: 'PREP_WASTE', from: days[0]!, to: of.date })).toEqual([]);
});

test('far above is both: by a quarter, and more than the canteen differs from day to day', () => {
  const steady = normOf(
    days.map((date, i) => day(date, 40 + (i % 2))),
    of,
    rules,
  )!;
  expect(isFarAbove(49, steady, rules)).toBe(false);
  expect(isFarAbove(52, steady, rules)).toBe(true);
  const random = seeded(1);
  const wild = normOf(
    days.map((date) => day(date, 40 * (1 + 0.3 * normal(random)))),
    of,
    rules,
  )!;
  expect(isFarAbove(56, wild, rules)).toBe(false);
});

test('a canteen in which nothing changes is called far above about once in a hundred days', () => {
  const random = seeded(2);
  let called = 0;
  for (let i = 0; i < 3_000; i++) {
    const past = days.map((date) => day(date, 40 * (1 + 0.15 * normal(random))));
    if (isFarAbove(40 * (1 + 0.15 * normal(random)), normOf(past, of, rules)!, rules)) called++;
  }
  expect(called / 3_000).toBeLessThan(0.02);
  expect(called).toBeGreaterThan(0);
});
