import { describe, expect, test } from 'vitest';
import { dayOf } from './clock.ts';
import { changeDays, changesOf } from './change.ts';
import { canteenRules as rules } from './rules.ts';
import { day, normal, seeded, workdaysBefore } from './testing/canteen.ts';
import type { Meal } from './types.ts';

const date = '2026-11-23';
const quarter = workdaysBefore(date, 92);
/** 0 a quarter ago, 1 now. */
const through = (one: string) => 1 + (dayOf(one) - dayOf(date)) / 92;
const canteen = (seed: number, factor: (date: string) => number, meal: Meal = 'LUNCH') => {
  const random = seeded(seed);
  return quarter.map((one) => day(one, 45 * factor(one) * (1 + 0.15 * normal(random)), { meal, people: 300 }));
};
const told = (meals: ReturnType<typeof canteen>) =>
  changesOf(meals, date, rules).map(({ meal, stream, comparison, from }) => `${meal} ${stream} ${comparison} ${from}`);

describe('what changed in the last weeks', () => {
  test.each([
    ['smaller portions and a clean-plate drive, week by week', (one: string) => 1.05 - 0.45 * through(one), 'less'],
    ['a caterer that cooks what nobody likes', (one: string) => 1 + 0.75 * through(one), 'more'],
  ])('%s, whatever the menus', (_, factor, comparison) => {
    for (let seed = 0; seed < 40; seed++) {
      const changes = changesOf(canteen(seed, factor), date, rules);
      expect(changes, `seed ${seed}`).toMatchObject([{ meal: 'LUNCH', stream: 'PLATE_WASTE', comparison }]);
    }
  });

  test('a new cook ten days ago, at dinner only', () => {
    const meals = [...canteen(3, () => 1), ...canteen(4, (one) => (one < '2026-11-12' ? 1 : 1.6), 'DINNER')];
    expect(told(meals)).toEqual(['DINNER PLATE_WASTE more 2026-11-09']);
    const [change] = changesOf(meals, date, rules);
    expect(change!.after.gramsPerMeal).toBeGreaterThan(change!.before.gramsPerMeal * 1.2);
  });

  test('five percent are not worth a word, however sure', () => {
    expect(told(quarter.map((one, i) => day(one, (one < '2026-11-09' ? 40 : 42) + (i % 2) / 10)))).toEqual([]);
  });
});

test('canteens in which nothing changes say so, nine of ten', () => {
  let said = 0;
  const canteens = 400;
  for (let seed = 0; seed < canteens; seed++) {
    const meals = [...canteen(seed, () => 1), ...canteen(seed + 5_000, () => 1, 'BREAKFAST')];
    if (changesOf(meals, date, rules).length > 0) said++;
  }
  expect(said / canteens).toBeLessThan(1 - rules.confidence + 0.045);
});

test('doubtful days, holidays and canteens that hardly weigh are no change', () => {
  const doubtful = canteen(1, (one) => 1.05 - 0.45 * through(one)).map((figures) => ({
    ...figures,
    state: 'doubtful' as const,
  }));
  expect(told(doubtful)).toEqual([]);
  const holiday = canteen(5, (one) => (one < '2026-11-18' ? 1 : 0.3)).filter(
    ({ date }) => date < '2026-10-26' || date > '2026-11-17',
  );
  expect(told(holiday)).toEqual([]);
  expect(changesOf([], date, rules)).toEqual([]);
});

test('older days change nothing', () => {
  const meals = canteen(1, (one) => 1.05 - 0.45 * through(one));
  const recent = meals.filter((figures) => dayOf(figures.date) >= dayOf(date) - changeDays);
  expect(recent.length).toBeLessThan(meals.length);
  expect(changesOf(recent, date, rules)).toEqual(changesOf(meals, date, rules));
});
