import { describe, expect, test } from 'vitest';
import { rhythms, usualRhythm, usuallyWeighedBy, type RhythmPoint } from './rhythm.ts';
import { canteenRules as rules } from './rules.ts';
import { at, clock, count, figuresOf, weighing, workdaysBefore } from './testing/canteen.ts';
import type { MealCount, Weighing } from './types.ts';

const date = '2026-11-23';
const of = { meal: 'LUNCH', stream: 'PLATE_WASTE' } as const;
const running = (weighings: readonly Weighing[], counts: readonly MealCount[]) =>
  rhythms({ weighings, counts, corrections: [], findings: [], rules, clock }, of);

test('a lunch as it grows, in steps of five minutes from its first event to its last', () => {
  const points = running(
    [
      weighing(`${date} 11:52`, 2_000),
      weighing(`${date} 12:04:59`, 4_000),
      weighing(`${date} 09:30`, 6_000, { stream: 'PREP_WASTE' }),
      weighing(`${date} 07:30`, 900, { meal: 'BREAKFAST' }),
    ],
    [count(`${date} 11:45`, 15), count(`${date} 12:00`, 135)],
  ).get(date)!;
  expect(
    points.map(({ at, minute, ...rest }) => [clock.minuteOf(at), minute - 11 * 60, ...Object.values(rest)]),
  ).toEqual([
    [710, 50, 0, 15, null],
    [715, 55, 2_000, 15, null],
    [720, 60, 2_000, 15, null],
    [725, 65, 6_000, 150, 40],
  ]);
});

test('it ends at the figures of the meal, what is left out and what was corrected included', () => {
  const wrong = weighing(`${date} 12:50`, 1_445_000);
  const inputs = {
    weighings: [weighing(`${date} 12:05`, 9_350), wrong],
    counts: [count(`${date} 12:00`, 400)],
    corrections: [{ device: wrong.device, seq: wrong.seq, ts: wrong.ts, as: 'value' as const, value: 14_450 }],
    findings: [],
    rules,
    clock,
  };
  const [figures] = figuresOf(inputs);
  expect(rhythms(inputs, of).get(date)!.at(-1)).toMatchObject({
    grams: 23_800,
    gramsPerMeal: figures!.streams.PLATE_WASTE!.gramsPerMeal,
  });
});

describe('what is usual', () => {
  /** Twenty lunches: people at 11:30 and 12:00, plates at noon and at one; some leave more. */
  const days = workdaysBefore(date, 28).map((day, i) => {
    const each = 30 + (i % 5) * 5;
    return running(
      [weighing(`${day} 12:02`, 100 * each), weighing(`${day} 13:02`, 300 * each)],
      [count(`${day} 11:30`, 200), count(`${day} 12:00`, 200)],
    ).get(day)!;
  });

  test('is the middle half of the days at each minute', () => {
    const usual = usualRhythm(days, rules);
    const by = (time: string) => usual.find(({ minute }) => minute === clock.minuteOf(at(`${date} ${time}`)));
    expect(usual[0]).toMatchObject({ minute: 11 * 60 + 35, low: 0, mid: 0, high: 0 });
    expect(by('12:05')).toEqual({ minute: 725, low: 35 / 4, mid: 10, high: 45 / 4 });
    expect(by('13:00')).toEqual({ minute: 780, low: 35 / 4, mid: 10, high: 45 / 4 });
    expect(usual.at(-1)).toEqual({ minute: 785, low: 35, mid: 40, high: 45 });
    expect(usual).toHaveLength((785 - 695) / 5 + 1);
  });

  test('a day that ended earlier stands at what it came to', () => {
    const early = days.map((points, i) => (i < 3 ? points.slice(0, 10) : points));
    expect(usualRhythm(early, rules).at(-1)!.minute).toBe(785);
  });

  test('of too few days there is none', () => {
    expect(usualRhythm(days.slice(0, rules.leastNormDays - 1), rules)).toEqual([]);
    expect(usualRhythm([], rules)).toEqual([]);
    const nobody: RhythmPoint[] = [{ at: 0, minute: 700, grams: 0, personMeals: 3, gramsPerMeal: null }];
    expect(usualRhythm([...days.slice(0, 5), ...Array.from({ length: 10 }, () => nobody)], rules)).toEqual([]);
  });

  test('plates were weighed by five past twelve, and on a day without a weighing never', () => {
    expect(usuallyWeighedBy(days, rules)).toBe(725);
    const silent = running([], [count(`${date} 11:30`, 200)]).get(date)!;
    expect(usuallyWeighedBy([...days, silent], rules)).toBe(725);
    expect(usuallyWeighedBy([silent], rules)).toBeNull();
  });
});
