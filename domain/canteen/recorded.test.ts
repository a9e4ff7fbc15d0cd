import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { addDays } from './clock.ts';
import { entrantOf, league } from './league.ts';
import { meanOf } from './mean.ts';
import { isFarAbove, knownDays, normOf } from './norm.ts';
import { canteenRules as rules } from './rules.ts';
import { count, figuresOf, seeded, weighing } from './testing/canteen.ts';
import type { MealFigures } from './types.ts';

/**
 * A school's lunches in Helsingborg, 141 serving days without dates (see the README beside it): waste of kitchen,
 * serving and plates in kg a person. Beside the repository, never in it; absent there, the tests are skipped by name.
 */
const file = new URL('../../../shared/data/canteen/helsingborg_school_waste.csv.gz', import.meta.url);
const known = existsSync(file);
const first = '2026-03-02';

/** Day n is the nth working day from `first` on; one weighing a stream, as the school keeps its book. */
function schoolLunches(): readonly MealFigures[] {
  const rows = gunzipSync(readFileSync(file)).toString().trim().split('\n').slice(1);
  const events = rows.map((row, i) => {
    const [, diners, kitchen, serving, plate] = row.split(',').map(Number) as [number, number, number, number, number];
    const date = addDays(first, Math.floor(i / 5) * 7 + (i % 5));
    const grams = (kgPerPerson: number) => Math.round(kgPerPerson * 1000 * diners);
    return {
      counts: [count(`${date} 11:40`, diners)],
      weighings: [
        weighing(`${date} 10:00`, grams(kitchen), { stream: 'PREP_WASTE' }),
        weighing(`${date} 12:40`, grams(plate)),
        weighing(`${date} 13:20`, grams(serving), { stream: 'UNSOLD_DISCARD' }),
      ],
    };
  });
  return figuresOf({
    weighings: events.flatMap(({ weighings }) => weighings),
    counts: events.flatMap(({ counts }) => counts),
  });
}

describe.skipIf(!known)('a real school of about 570 lunches (../shared/data/canteen)', () => {
  const lunches = known ? schoolLunches() : [];
  const lunch = { meal: 'LUNCH', stream: 'PLATE_WASTE' } as const;
  const plates = knownDays(lunches, { ...lunch, from: first, to: '2027-01-01' });

  test('every day with its diners gives a figure a meal', () => {
    expect(lunches).toHaveLength(141);
    expect(lunches.filter(({ state }) => state === 'ok')).toHaveLength(141);
    expect(lunches[0]!.streams.PLATE_WASTE!.gramsPerMeal).toBeCloseTo(15.8, 1);
  });

  test('of a year: a few grams to a few tens of grams, known to a tenth', () => {
    const mean = meanOf(plates, rules.confidence)!;
    expect(mean.gramsPerMeal).toBeGreaterThan(4);
    expect(mean.gramsPerMeal).toBeLessThan(30);
    expect(mean.plusMinus).toBeLessThan(0.12 * mean.gramsPerMeal);
    // The mean of daily figures differs little where days are of one size.
    const daily = plates.reduce((sum, { grams, personMeals }) => sum + grams / personMeals, 0) / plates.length;
    expect(Math.abs(mean.gramsPerMeal / daily - 1)).toBeLessThan(0.03);
  });

  test('the interval of four weeks drawn of the year holds the year as often as it says', () => {
    const random = seeded(141);
    const year = meanOf(plates, rules.confidence)!.gramsPerMeal;
    const rounds = 600;
    let held = 0;
    for (let round = 0; round < rounds; round++) {
      const drawn = Array.from({ length: 20 }, () => plates[Math.floor(random() * plates.length)]!);
      const { gramsPerMeal, plusMinus } = meanOf(drawn, rules.confidence)!;
      if (Math.abs(gramsPerMeal - year) <= plusMinus) held++;
    }
    expect(held / rounds).toBeGreaterThan(0.83);
    expect(held / rounds).toBeLessThan(0.95);
  });

  test('its norm follows it: few days are far above, and these truly are', () => {
    const judged = plates.flatMap(({ date, grams, personMeals }) => {
      const norm = normOf(lunches, { ...lunch, date }, rules);
      return norm ? [{ norm, figure: grams / personMeals }] : [];
    });
    expect(judged.length).toBeGreaterThan(125);
    const far = judged.filter(({ figure, norm }) => isFarAbove(figure, norm, rules));
    expect(far.length / judged.length).toBeLessThan(0.08);
    for (const { figure, norm } of far) expect(figure).toBeGreaterThan(1.25 * norm.gramsPerMeal);
    for (const { norm } of judged) {
      expect(norm.plusMinus).toBeGreaterThan(0);
      expect(norm.plusMinus).toBeLessThan(norm.gramsPerMeal);
    }
  });

  test('dealt out to fourteen canteens it makes no ranking: they are one school', () => {
    const random = seeded(14);
    let rows = 0;
    let told = 0;
    for (let round = 0; round < 40; round++) {
      const dealt = lunches.map((figures) => ({ figures, at: random() })).toSorted((a, b) => a.at - b.at);
      const canteens = Array.from({ length: 14 }, (_, i) =>
        entrantOf(
          { id: `S${i}`, operatingMode: 'self', supplyMode: 'buffet' },
          dealt.slice(i * 10, i * 10 + 10).map(({ figures }) => figures),
          { ...lunch, from: first, to: '2027-01-01' },
          rules,
        ),
      );
      const table = league(canteens, rules);
      rows += table.rows.length;
      told += table.rows.filter(({ comparison }) => comparison !== 'no-difference').length;
      const spread = (values: number[]) => Math.max(...values) - Math.min(...values);
      expect(spread(table.rows.map(({ estimate }) => estimate!.gramsPerMeal))).toBeLessThan(
        spread(table.rows.map(({ raw }) => raw!.gramsPerMeal)),
      );
    }
    expect(told / rows).toBeLessThan(1 - rules.confidence);
  });
});
