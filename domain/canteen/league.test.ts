import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from './clock.ts';
import { entrantOf, league, type LeagueEntrant } from './league.ts';
import { canteenRules as rules } from './rules.ts';
import { day, normal, seeded, workdaysBefore } from './testing/canteen.ts';
import type { MealFigures } from './types.ts';

const to = '2026-11-23';
const span = { from: addDays(to, -28), to, meal: 'LUNCH', stream: 'PLATE_WASTE' } as const;
const days = workdaysBefore(to, 28);

/** Four weeks of a canteen: the menu moves a day by `menu`, few people leave unevenly. */
function weeks(random: () => number, gramsPerMeal: number, people: number, menu = 0.15): MealFigures[] {
  return days.map((date) => {
    const each = (40 * normal(random)) / Math.sqrt(people);
    return day(date, Math.max(0, gramsPerMeal * (1 + menu * normal(random)) + each), { people });
  });
}
const entrant = (id: string, meals: readonly MealFigures[], rest: Partial<LeagueEntrant> = {}): LeagueEntrant => ({
  ...entrantOf({ id, operatingMode: 'self', supplyMode: 'buffet' }, meals, span, rules),
  ...rest,
});
const rowOf = (table: ReturnType<typeof league>, id: string) => table.rows.find((row) => row.id === id)!;

describe('canteens that are all alike', () => {
  test('differ by chance no oftener than the league says, whatever their sizes', () => {
    let rows = 0;
    let wrong = 0;
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.integer({ min: 20, max: 2_000 }), { minLength: 8, maxLength: 66 }),
        (seed, sizes) => {
          const random = seeded(seed);
          const table = league(
            sizes.map((people, i) => entrant(`CT${i}`, weeks(random, 45, people))),
            rules,
          );
          rows += table.rows.length;
          wrong += table.rows.filter(({ comparison }) => comparison !== 'no-difference').length;
        },
      ),
      { seed: 8, numRuns: 60 },
    );
    expect(rows).toBeGreaterThan(1_000);
    expect(wrong / rows).toBeLessThan(1 - rules.confidence);
  });

  test('are drawn together, the small ones most', () => {
    const random = seeded(11);
    const table = league(
      Array.from({ length: 40 }, (_, i) => entrant(`CT${i}`, weeks(random, 45, i % 2 ? 25 : 900))),
      rules,
    );
    const spread = (of: (row: (typeof table.rows)[number]) => number) => {
      const values = table.rows.map(of);
      return Math.max(...values) - Math.min(...values);
    };
    expect(spread(({ estimate }) => estimate!.gramsPerMeal)).toBeLessThan(spread(({ raw }) => raw!.gramsPerMeal) / 2);
  });
});

test('intervals hold the truth as often as they say, small canteens included', () => {
  const random = seeded(66);
  let held = 0;
  let all = 0;
  for (let round = 0; round < 25; round++) {
    const truths = Array.from({ length: 40 }, () => 45 + 6 * normal(random));
    const sizes = truths.map((_, i) => (i % 4 === 0 ? 25 : 300));
    const table = league(
      truths.map((truth, i) => entrant(`CT${i}`, weeks(random, truth, sizes[i]!))),
      rules,
    );
    for (const { id, estimate } of table.rows) {
      const truth = truths[Number(id.slice(2))]!;
      all++;
      if (truth >= estimate!.low && truth <= estimate!.high) held++;
    }
  }
  expect(held / all).toBeGreaterThan(rules.confidence - 0.025);
  expect(held / all).toBeLessThan(rules.confidence + 0.05);
});

test.each([3, 4, 8])(
  'so do those of %s peers that hardly differ: a few show too little of how much they do',
  (peers) => {
    const random = seeded(peers);
    let held = 0;
    const rounds = 150;
    for (let round = 0; round < rounds; round++) {
      const truths = Array.from({ length: peers }, () => 45 + 2 * normal(random));
      const table = league(
        truths.map((truth, i) => entrant(`CT${i}`, weeks(random, truth, i % 4 === 0 ? 25 : 300))),
        rules,
      );
      for (const { id, estimate } of table.rows) {
        const truth = truths[Number(id.slice(2))]!;
        if (truth >= estimate!.low && truth <= estimate!.high) held++;
      }
    }
    expect(held / (rounds * peers)).toBeGreaterThan(rules.confidence - 0.035);
  },
);

test('a unit of 25 people does not lead by a lucky month', () => {
  // The best in truth is a large one; the small ones are as the city, and differ much from day to day.
  const random = seeded(9);
  let rawLed = 0;
  let led = 0;
  for (let round = 0; round < 60; round++) {
    const table = league(
      [
        entrant('best', weeks(random, 38, 900)),
        ...Array.from({ length: 12 }, (_, i) => entrant(`tiny${i}`, weeks(random, 45, 21, 0.35))),
        ...Array.from({ length: 12 }, (_, i) => entrant(`large${i}`, weeks(random, 45 + 4 * normal(random), 600))),
      ],
      rules,
    );
    const byRaw = table.rows.toSorted((a, b) => a.raw!.gramsPerMeal - b.raw!.gramsPerMeal);
    if (byRaw[0]!.id.startsWith('tiny')) rawLed++;
    if (table.rows[0]!.id.startsWith('tiny')) led++;
  }
  expect(rawLed).toBeGreaterThan(15);
  expect(led).toBeLessThan(rawLed / 3);
});

test('one that is truly better is told, and a few meals are drawn hollow', () => {
  const random = seeded(12);
  const table = league(
    [
      entrant('better', weeks(random, 30, 400)),
      entrant('worse', weeks(random, 70, 400)),
      entrant('few', weeks(random, 45, 20).slice(-10)),
      ...Array.from({ length: 10 }, (_, i) => entrant(`CT${i}`, weeks(random, 45, 400))),
    ],
    rules,
  );
  expect(table.rows[0]).toMatchObject({ id: 'better', comparison: 'less', few: false });
  expect(table.rows.at(-1)).toMatchObject({ id: 'worse', comparison: 'more' });
  expect(rowOf(table, 'few')).toMatchObject({ few: true, reason: null });
  expect(table.city!.gramsPerMeal).toBeGreaterThan(40);
});

describe('peers', () => {
  const random = seeded(4);
  const weighed = { supplyMode: 'weighed' } as const;

  test('are those who run and serve alike; one or two of a kind are drawn towards all', () => {
    const buffets = Array.from({ length: 6 }, (_, i) => entrant(`B${i}`, weeks(random, 46, 300)));
    const by = (n: number) => Array.from({ length: n }, (_, i) => entrant(`W${i}`, weeks(random, 29, 300), weighed));
    const three = league([...buffets, ...by(3)], rules);
    expect(rowOf(three, 'W0').peers!.canteens).toBe(3);
    expect(Math.abs(rowOf(three, 'W0').peers!.gramsPerMeal - 29)).toBeLessThan(2.5);
    expect(rowOf(three, 'B0').peers!.canteens).toBe(6);
    const two = league([...buffets, ...by(2)], rules);
    expect(rowOf(two, 'W0').peers!.canteens).toBe(8);
    expect(rowOf(two, 'B0').peers!.canteens).toBe(6);
  });

  test('of canteens whose mode nobody entered are all', () => {
    const unknown = { operatingMode: null, supplyMode: null };
    const table = league(
      [
        ...Array.from({ length: 4 }, (_, i) => entrant(`U${i}`, weeks(random, 46, 300), unknown)),
        ...Array.from({ length: 4 }, (_, i) => entrant(`B${i}`, weeks(random, 46, 300))),
      ],
      rules,
    );
    expect(rowOf(table, 'U0').peers!.canteens).toBe(8);
  });

  test('a canteen alone is compared with nobody', () => {
    const table = league([entrant('CT1', weeks(random, 46, 300))], rules);
    expect(table.rows).toMatchObject([
      { comparison: 'cannot-tell', estimate: { gramsPerMeal: table.city!.gramsPerMeal } },
    ]);
  });
});

describe('not ranked', () => {
  const random = seeded(5);
  const others = Array.from({ length: 5 }, (_, i) => entrant(`CT${i}`, weeks(random, 45, 300)));
  const silent = (meals: MealFigures[], one: number) =>
    meals.map((figures, i) =>
      i % one === 0
        ? figures
        : { ...figures, streams: {}, state: 'insufficient-data' as const, reasons: ['not-weighed' as const] },
    );

  test('one that is mostly silent, though the days it tells of look best', () => {
    const table = league([...others, entrant('silent', silent(weeks(random, 12, 300), 5))], rules);
    expect(table.rows.at(-1)).toMatchObject({
      id: 'silent',
      estimate: null,
      raw: null,
      comparison: 'cannot-tell',
      reason: 'insufficient-data',
    });
  });

  test('one that weighs a third of a whole quarter, though these are days enough', () => {
    const quarter = workdaysBefore(to, 92).map((date, i) => day(date, i % 3 === 0 ? 12 : 45));
    const meals = silent(quarter, 3);
    const long = { ...span, from: addDays(to, -92) };
    const mode = { id: 'CT9', operatingMode: 'self', supplyMode: 'buffet' } as const;
    expect(entrantOf(mode, meals, long, rules)).toMatchObject({ mean: null, reason: 'insufficient-data' });
    expect(entrantOf(mode, quarter, long, rules)).toMatchObject({ reason: null });
  });

  test('one whose scale drifts', () => {
    const drifting = weeks(random, 20, 300).map((figures) => ({ ...figures, state: 'doubtful' as const }));
    expect(league([...others, entrant('drift', drifting)], rules).rows.at(-1)).toMatchObject({
      id: 'drift',
      reason: 'doubtful',
    });
  });

  test('nobody is: no city, no row with a number', () => {
    expect(league([entrant('CT1', [])], rules)).toMatchObject({ city: null, rows: [{ estimate: null }] });
    expect(league([], rules)).toEqual({ city: null, rows: [] });
  });
});

test('a canteen that enters the same every day does not count for more than all others', () => {
  const random = seeded(6);
  const constant = days.map((date) => day(date, 20));
  const table = league(
    [entrant('constant', constant), ...Array.from({ length: 8 }, (_, i) => entrant(`CT${i}`, weeks(random, 45, 300)))],
    rules,
  );
  expect(rowOf(table, 'CT0').peers!.gramsPerMeal).toBeGreaterThan(35);
  for (const { estimate } of table.rows) expect(Number.isFinite(estimate!.gramsPerMeal)).toBe(true);
  // All of them alike: raw figures, and no division by nothing.
  const alike = league(
    ['a', 'b', 'c'].map((id, i) =>
      entrant(
        id,
        days.map((date) => day(date, 20 + i)),
      ),
    ),
    rules,
  );
  expect(alike.rows.map(({ estimate }) => estimate!.gramsPerMeal)).toEqual([20, 21, 22]);
});
