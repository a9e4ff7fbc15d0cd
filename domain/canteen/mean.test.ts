import { describe, expect, test } from 'vitest';
import { compare, meanOf, pooled, type Mean } from './mean.ts';
import { normal, seeded } from './testing/canteen.ts';

/** Days of a canteen with a true mean: the menu moves all plates of a day, and few people leave less evenly. */
function drawn(random: () => number, days: number, people: number, gramsPerMeal: number) {
  return Array.from({ length: days }, () => {
    const personMeals = Math.max(1, Math.round(people * (0.85 + 0.3 * random())));
    const menu = 1 + 0.15 * normal(random);
    const each = (40 * normal(random)) / Math.sqrt(personMeals);
    return { personMeals, grams: Math.max(0, Math.round(personMeals * (gramsPerMeal * menu + each))) };
  });
}

describe('a mean of grams a meal', () => {
  test('is that of the meals, not of the days, with the variance of a ratio', () => {
    const mean = meanOf(
      [
        { grams: 4_000, personMeals: 100 },
        { grams: 9_000, personMeals: 300 },
        { grams: 8_000, personMeals: 200 },
      ],
      0.9,
    )!;
    // 21,000 g of 600 people; residuals 500, −1,500, 1,000 g; 3/2 · 3.5e6 / 600².
    expect(mean).toMatchObject({ gramsPerMeal: 35, personMeals: 600, days: 3, freedom: 2 });
    expect(mean.variance).toBeCloseTo((1.5 * 3.5e6) / 360_000, 10);
    // Student's t for 90 % and two degrees of freedom.
    expect(mean.plusMinus).toBeCloseTo(2.919986 * Math.sqrt(mean.variance), 4);
  });

  test('one day says nothing of chance, and a day without people is none', () => {
    expect(meanOf([], 0.9)).toBeNull();
    expect(meanOf([{ grams: 4_000, personMeals: 100 }], 0.9)).toBeNull();
    expect(
      meanOf(
        [
          { grams: 4_000, personMeals: 100 },
          { grams: 900, personMeals: 0 },
        ],
        0.9,
      ),
    ).toBeNull();
  });

  test('holds the truth as often as it says, of large and small canteens', () => {
    const random = seeded(2026);
    for (const [people, days] of [
      [25, 10],
      [400, 20],
      [1_800, 20],
    ] as const) {
      const held = Array.from({ length: 1_000 }, () => meanOf(drawn(random, days, people, 45), 0.9)!).filter(
        ({ gramsPerMeal, plusMinus }) => Math.abs(gramsPerMeal - 45) <= plusMinus,
      ).length;
      // ± three standard errors of a share of 0.9, and a little for the linearisation.
      expect(held / 1_000, `${people} people`).toBeGreaterThan(0.865);
      expect(held / 1_000, `${people} people`).toBeLessThan(0.93);
    }
  });
});

describe('a comparison', () => {
  const mean = (gramsPerMeal: number, error: number, freedom = 19): Mean => ({
    gramsPerMeal,
    variance: error ** 2,
    plusMinus: 1.73 * error,
    personMeals: 8_000,
    days: freedom + 1,
    freedom,
  });

  test('is less or more beyond chance, or nothing', () => {
    expect(compare(mean(36, 1), mean(40, 1), 0.9)).toBe('less');
    expect(compare(mean(40, 1), mean(36, 1), 0.9)).toBe('more');
    expect(compare(mean(36, 2), mean(40, 2), 0.9)).toBe('no-difference');
    // Three days tell less than twenty.
    expect(compare(mean(36, 1.5), mean(40, 1.5), 0.9)).toBe('less');
    expect(compare(mean(36, 1.5, 2), mean(40, 1.5, 2), 0.9)).toBe('no-difference');
  });

  test('with nothing to compare with it cannot tell', () => {
    expect(compare(mean(36, 1), null, 0.9)).toBe('cannot-tell');
    expect(compare(null, mean(36, 1), 0.9)).toBe('cannot-tell');
  });

  test('of days that are all alike any difference is one, and none is none', () => {
    expect(compare(mean(36, 0), mean(37, 0), 0.9)).toBe('less');
    expect(compare(mean(36, 0), mean(36 + 1e-13, 0), 0.9)).toBe('no-difference');
  });

  test('of one canteen with itself is wrong as rarely as it says', () => {
    const random = seeded(7);
    const wrong = Array.from({ length: 1_000 }, () =>
      compare(meanOf(drawn(random, 10, 300, 45), 0.9), meanOf(drawn(random, 20, 300, 45), 0.9), 0.9),
    ).filter((said) => said !== 'no-difference').length;
    expect(wrong / 1_000).toBeLessThan(0.135);
    expect(wrong / 1_000).toBeGreaterThan(0.065);
  });
});

test('a city is its meals: the small canteen with the large plates hardly moves it', () => {
  const random = seeded(3);
  const large = meanOf(drawn(random, 20, 1_800, 40), 0.9)!;
  const small = meanOf(drawn(random, 20, 30, 90), 0.9)!;
  const city = pooled([large, small], 0.9)!;
  const whole = large.personMeals + small.personMeals;
  expect(city.personMeals).toBe(whole);
  expect(city.gramsPerMeal).toBeCloseTo(
    (large.gramsPerMeal * large.personMeals + small.gramsPerMeal * small.personMeals) / whole,
    10,
  );
  expect(Math.abs(city.gramsPerMeal - large.gramsPerMeal)).toBeLessThan(1.2);
  expect(pooled([], 0.9)).toBeNull();
});
