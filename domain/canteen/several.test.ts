import { describe, expect, it } from 'vitest';
import { compare } from './mean.ts';
import { normOf, type Norm } from './norm.ts';
import { canteenRules as rules } from './rules.ts';
import { dayOfSeveral, meanOfSeveral } from './several.ts';
import { day, normal, seeded, workdaysBefore } from './testing/canteen.ts';

const of = { date: '2026-11-23', meal: 'LUNCH', stream: 'PLATE_WASTE' } as const;
const days = workdaysBefore(of.date, 28);
const { confidence } = rules;

/** Thirty canteens that leave 25 to 65 g; each day moves each by 15 %, and all of them together by `common`. */
function city(random: () => number, common: number, today = 1) {
  const [shared, ofToday] = [days.map(() => 1 + common * normal(random)), today * (1 + common * normal(random))];
  return Array.from({ length: 30 }, (_, i) => {
    const [usual, people] = [25 + (i * 40) / 29, 30 + ((i * 67) % 400)];
    const moved = (by: number) => usual * by * (1 + 0.15 * normal(random));
    const norm = normOf(
      days.map((date, d) => day(date, moved(shared[d]!), { people })),
      of,
      rules,
    )!;
    return { norm, grams: people * moved(ofToday), personMeals: people };
  });
}
const normsOf = (canteens: readonly { readonly norm: Norm }[]) =>
  meanOfSeveral(
    canteens.map(({ norm }) => norm),
    confidence,
  )!;
const told = (canteens: ReturnType<typeof city>) =>
  compare(dayOfSeveral(canteens, normsOf(canteens), confidence), normsOf(canteens), confidence);

describe('a day of the whole city', () => {
  it('is all grams over all people; that canteens differ is no error of it', () => {
    const canteens = city(seeded(1), 0);
    const [grams, people] = [
      canteens.reduce((s, c) => s + c.grams, 0),
      canteens.reduce((s, c) => s + c.personMeals, 0),
    ];
    const now = dayOfSeveral(canteens, normsOf(canteens), confidence)!;
    expect(now).toMatchObject({ personMeals: people, days: 1 });
    expect(now.gramsPerMeal).toBeCloseTo(grams / people, 10);
    const own = canteens.reduce((sum, c) => sum + (c.personMeals * c.norm.deviation) ** 2, 0) / people ** 2;
    expect(now.variance).toBeGreaterThanOrEqual(own);
    expect(now.plusMinus).toBeLessThan(4);
    // Whoever has no norm yet moves as the middle one of the others.
    const [first, ...rest] = canteens;
    const one = dayOfSeveral([{ ...first!, norm: null }, ...rest], normsOf(rest), confidence)!;
    expect(one.gramsPerMeal).toBe(now.gramsPerMeal);
    expect(one.plusMinus).toBeLessThan(4);
  });

  it('where nobody has a norm the canteens’ differences stand in, and one alone is no city', () => {
    const canteens = city(seeded(2), 0).map((one) => ({ ...one, norm: null }));
    expect(dayOfSeveral(canteens, null, confidence)!.plusMinus).toBeGreaterThan(2.5);
    expect(dayOfSeveral(canteens.slice(1, 2), null, confidence)).toBeNull();
    expect(dayOfSeveral([], null, confidence)).toBeNull();
    expect(meanOfSeveral([], confidence)).toBeNull();
  });

  it.each([0, 0.1])('like all others is told from its norm as rarely as it says, days in common %s', (common) => {
    const random = seeded(3);
    const wrong = Array.from({ length: 300 }, () => told(city(random, common))).filter((s) => s !== 'no-difference');
    expect(wrong.length / 300).toBeLessThan(0.14);
    expect(wrong.length).toBeGreaterThan(0);
  });

  it('a tenth less is told, unless whole days move as much', () => {
    const random = seeded(4);
    const less = (common: number) =>
      Array.from({ length: 50 }, () => told(city(random, common, 0.88))).filter((said) => said === 'less').length;
    expect(less(0)).toBeGreaterThan(45);
    expect(less(0.1)).toBeLessThan(35);
  });
});

it('the norm of several has the ratio of all grams, and the interval of days of all', () => {
  const random = seeded(5);
  const held = { apart: 0, together: 0 };
  for (let i = 0; i < 200; i++) {
    const people = Array.from({ length: 30 }, (_, n) => 30 + ((n * 67) % 400));
    const truth = people.reduce((s, p, n) => s + p * (25 + (n * 40) / 29), 0) / people.reduce((s, p) => s + p, 0);
    for (const [key, common] of [
      ['apart', 0],
      ['together', 0.1],
    ] as const) {
      const { gramsPerMeal, plusMinus, together } = normsOf(city(random, common));
      if (Math.abs(gramsPerMeal - truth) <= plusMinus) held[key]++;
      if (common > 0) expect(together).toBeGreaterThan(2);
    }
  }
  // ± three standard errors of a share of 0.9.
  for (const n of Object.values(held)) expect(Math.abs(n / 200 - 0.9)).toBeLessThan(0.065);
});
