import { describe, expect, it } from 'vitest';
import { canteenRules as rules } from '../../../domain/canteen/rules.ts';
import { count, figuresOf, weighing } from '../../../domain/canteen/testing/canteen.ts';
import type { MealFigures } from '../../../domain/canteen/types.ts';
import { together } from './trend.ts';

/** A lunch of November; `grams` null: nobody weighed plates. */
const lunch = (day: number, people: number, grams: number | null): MealFigures => {
  const date = `2026-11-${String(day).padStart(2, '0')}`;
  return figuresOf({
    counts: [count(`${date} 12:00`, people)],
    weighings: grams === null ? [] : [weighing(`${date} 12:30`, grams)],
  })[0]!;
};
const lunches = (weighed: number, of: number) =>
  Array.from({ length: of }, (_, i) => lunch(i + 1, 60, i < weighed ? 1_800 : null));
const asOne = (meals: readonly MealFigures[]) => together(meals, 'PLATE_WASTE', rules);

describe('a month as one', () => {
  it('of which 11 of 16 lunches were not weighed has no figure a meal, and tells how many it knows', () => {
    expect(asOne(lunches(5, 16))).toEqual({
      ...{ gramsPerMeal: null, grams: 9_000, personMeals: 960, days: 16, knownDays: 5, state: 'insufficient-data' },
    });
  });

  it('of which half is known rests on that half, and tells of all who came', () => {
    expect(asOne(lunches(8, 16))).toEqual({
      ...{ gramsPerMeal: 30, grams: 14_400, personMeals: 960, days: 16, knownDays: 8, state: 'ok' },
    });
  });

  it('in which nobody weighed left something that is not known, not nothing', () => {
    expect(asOne(lunches(0, 5))).toEqual({
      ...{ gramsPerMeal: null, grams: null, personMeals: 300, days: 5, knownDays: 0, state: 'insufficient-data' },
    });
  });

  it('takes doubtful days in only when the others are too few, and says so', () => {
    const doubtful = (from: number, to: number) =>
      lunches(16, 16)
        .slice(from, to)
        .map((one): MealFigures => ({ ...one, state: 'doubtful', reasons: ['tare-drift'] }));
    expect(asOne([...lunches(12, 12), ...doubtful(12, 16)])).toMatchObject({ days: 16, knownDays: 12, state: 'ok' });
    expect(asOne([...lunches(4, 4), ...doubtful(4, 16)])).toMatchObject({ knownDays: 16, state: 'doubtful' });
  });

  it('is not of days on which only the few ate whose plates were weighed', () => {
    const day = (date: number): MealFigures[] => [
      { ...lunch(date, 400, null) },
      { ...lunch(date, 30, 900), meal: 'DINNER' },
    ];
    expect(asOne([...day(2), ...day(3)])).toMatchObject({ days: 2, knownDays: 0, gramsPerMeal: null, grams: 1_800 });
    const dozen = { ...lunch(2, 12, 500), meal: 'BREAKFAST' as const };
    expect(asOne([dozen, lunch(2, 400, 12_000)])).toMatchObject({ days: 1, knownDays: 1, gramsPerMeal: 30 });
  });
});
