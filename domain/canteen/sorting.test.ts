import { expect, test } from 'vitest';
import { carbonKg, wastedFood } from './carbon.ts';
import { addDays } from './clock.ts';
import { sortingMonth } from './sorting.ts';
import { count, figuresOf, weighing } from './testing/canteen.ts';
import type { MealFigures } from './types.ts';

/** 20 lunches of November: 6 kg peelings, 1 kg trimmings eaten, 3 kg unsold, 15 kg from plates. */
const dates = Array.from({ length: 28 }, (_, i) => addDays('2026-11-02', i)).filter(
  (date) => ![0, 6].includes(new Date(date).getUTCDay()),
);
const month = dates.flatMap((date) =>
  figuresOf({
    counts: [count(`${date} 12:00`, 400)],
    weighings: [
      weighing(`${date} 09:30`, 6_000, { stream: 'PREP_WASTE' }),
      weighing(`${date} 10:00`, 1_000, { stream: 'TRIM_USED' }),
      weighing(`${date} 12:30`, 15_000),
      weighing(`${date} 13:20`, 3_000, { stream: 'UNSOLD_DISCARD' }),
    ],
  }),
);
const fetches = (kg: number, nth = 10) =>
  dates
    .filter((_, i) => i % 2 === 0)
    .slice(0, nth)
    .map((date) => ({ date, kg }));

test('what was weighed went into the bin and was fetched', () => {
  expect(sortingMonth('2026-11', month, fetches(50.1))).toEqual({
    month: '2026-11',
    weighedKg: 480,
    fetchedKg: 501,
    fetches: 10,
    differenceKg: -21,
    differencePct: (-21 / 501) * 100,
    state: 'agrees',
    carbonKg: 1_200,
  });
});

test('twice as much was fetched as weighed: something is not weighed', () => {
  expect(sortingMonth('2026-11', month, fetches(96))).toMatchObject({ differenceKg: -480, state: 'differs' });
});

test('less was fetched than weighed by half: it went elsewhere', () => {
  expect(sortingMonth('2026-11', month, fetches(24))).toMatchObject({ differencePct: 100, state: 'differs' });
});

test('without a ledger it cannot be told, which is not agreement', () => {
  expect(sortingMonth('2026-11', month, [])).toMatchObject({
    fetchedKg: null,
    differenceKg: null,
    state: 'cannot-tell',
  });
  expect(sortingMonth('2026-10', month, fetches(48))).toMatchObject({ weighedKg: 0, fetches: 0, state: 'cannot-tell' });
});

test('a canteen that hardly weighs agrees with nothing', () => {
  const silent = (nth: number) =>
    month.map((figures, i): MealFigures =>
      i < nth ? { ...figures, streams: {}, state: 'insufficient-data', reasons: ['not-weighed'] } : figures,
    );
  expect(sortingMonth('2026-11', silent(5), fetches(48)).state).toBe('cannot-tell');
  expect(sortingMonth('2026-11', silent(4), fetches(48)).state).toBe('agrees');
  expect(sortingMonth('2026-11', [], fetches(48))).toMatchObject({ weighedKg: 0, state: 'cannot-tell' });
});

test('a ledger that begins or ends in the middle of the month differs from nothing', () => {
  const of = (more: readonly string[], keep: (date: string) => boolean) => {
    const fetched = [...fetches(48).filter(({ date }) => keep(date)), ...more.map((date) => ({ date, kg: 48 }))];
    return sortingMonth('2026-11', month, fetched);
  };
  // Weighed from the 2nd to the 27th.
  const fromThe12th = (date: string) => date >= '2026-11-12';
  const untilThe12th = (date: string) => date <= '2026-11-12';
  expect(of([], fromThe12th)).toMatchObject({ fetches: 6, fetchedKg: 288, differenceKg: 192, state: 'cannot-tell' });
  expect(of([], untilThe12th)).toMatchObject({ fetches: 5, state: 'cannot-tell' });
  // It was kept before, or is kept on: then what lacks is a difference.
  expect(of(['2026-10-28'], fromThe12th)).toMatchObject({ fetches: 6, state: 'differs' });
  expect(of(['2026-12-02'], untilThe12th)).toMatchObject({ fetches: 5, state: 'differs' });
  expect(of(['2026-08-28'], fromThe12th).state).toBe('cannot-tell');
  // A lorry that comes once a week comes within the first.
  expect(of(['2026-11-09'], (date) => date > '2026-11-09').state).toBe('differs');
});

test('days of other months are not in it', () => {
  const december = figuresOf({ weighings: [weighing('2026-12-01 12:30', 90_000)] });
  const fetched = [...fetches(48), { date: '2026-12-01', kg: 900 }];
  expect(sortingMonth('2026-11', [...month, ...december], fetched)).toMatchObject({ weighedKg: 480, fetchedKg: 480 });
});

test('carbon is the weight times a factor that says where it comes from', () => {
  expect(carbonKg(480)).toBe(480 * wastedFood.kgPerKg);
  expect(wastedFood.kgPerKg).toBeCloseTo(3.3 / 1.3, 1);
  expect(wastedFood.source).toMatch(/FAO/);
});
