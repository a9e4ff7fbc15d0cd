import { describe, expect, test } from 'vitest';
import { meterRules, minute } from './testing.ts';
import { besideGaps, climbing, named, quarter, shownAs, start, told } from './testing/stories.ts';

/** What goes wrong in the field, as whole stories: register values only, a day or a week of them. */

describe('readings that stand off the level', () => {
  const n = 192;
  const plain = climbing(start, n, 54_321);
  const rose = (n - 1) * 1.5;

  test.each([
    ['a zero and return', 100, 1, () => 0],
    ['eight zeros and return', 100, 8, () => 0],
    ['a night of zeros', 60, 40, () => 0],
    ['an hour on a high level', 100, 4, (v: number) => v + 80_000],
    ['an afternoon on a high level', 100, 20, (v: number) => v + 80_000],
    ['an hour of a register that lies lower', 100, 4, (v: number) => v - 9_000],
    ['almost a day of zeros', 97, 94, () => 0],
  ])('%s: left out, and the energy over them is known', (_name, first, many, show) => {
    const answer = told(shownAs(plain, first, many, show));
    expect(answer.energy).toBe(rose);
    expect(besideGaps(answer)).toEqual(['glitch judged']);
  });

  test('zeros that came back in the newest reading are left out at once', () => {
    const answer = told(shownAs(plain, n - 9, 8, () => 0));
    expect(answer.energy).toBe(rose);
    expect(besideGaps(answer)).toEqual(['glitch judged']);
  });

  test('zeros without return are a reset, and a glitch as soon as the register is back', () => {
    const zeros = shownAs(plain, n - 6, 6, () => 0);
    expect(besideGaps(told(zeros))).toEqual(['reset unknown']);
    const back = [...zeros, ...climbing(start + n * quarter, 2, plain.at(-1)!.value + 1.5)];
    expect(besideGaps(told(back))).toEqual(['glitch judged']);
  });

  test('a high level from which a single 0 has just come is no glitch: the 0 is', () => {
    const risen = [...shownAs(plain.slice(0, 150), 0, 90, () => 0), { ts: start + 150 * quarter, value: 0 }];
    expect(told(risen).found.filter(({ rule }) => rule === 'glitch')).toEqual([]);
    const after = told([...risen, ...plain.slice(151)]);
    expect(after.found.filter(({ rule }) => rule === 'glitch')).toMatchObject([{ from: start + 150 * quarter }]);
  });

  test('a zero in every hour, and a zero in every third reading, for days', () => {
    for (const every of [4, 3]) {
      const answer = told(plain.map((r, i) => (i % every === 1 ? { ...r, value: 0 } : r)).slice(0, 189));
      expect(answer.energy).toBe(188 * 1.5);
    }
  });

  test('every second reading is zero for a day: two series in turn', () => {
    const answer = told(
      shownAs(plain, 60, 71, (v) => v).map((r, i) => (i > 60 && i < 130 && i % 2 ? { ...r, value: 0 } : r)),
    );
    expect(answer.energy).toBe(rose);
    expect(besideGaps(answer)).toEqual(['glitch judged']);
    expect(answer.found.find(({ rule }) => rule === 'glitch')!.evidence).toMatchObject({ readings: 35, value: 0 });
  });

  test('a register that starts again from 0 and climbs past its old value by its own rates is a reset', () => {
    const answer = told([...climbing(start, 40, 20), ...climbing(start + 40 * quarter, 120, 0)]);
    expect(besideGaps(answer)).toEqual(['reset unknown']);
    expect(answer.energy).toBe(39 * 1.5 + 119 * 1.5);
  });
});

describe('another meter', () => {
  const old = climbing(start, 60, 54_321);
  const swapAt = start + 60 * quarter - 5 * minute;

  test('announced: both sides of the swap are measured', () => {
    const fresh = climbing(start + 60 * quarter, 60, 3);
    const rules = meterRules(quarter, { replacements: [{ at: swapAt, closing: 54_410.5, opening: 2.5 }] });
    const answer = told([...old, ...fresh], rules);
    expect(answer.energy).toBe(59 * 1.5 + 1 + 0.5 + 59 * 1.5);
    expect(answer.found).toMatchObject([
      {
        rule: 'swap',
        effect: 'judged',
        before: 54_409.5,
        after: 3,
        evidence: { announced: true, closing: 54_410.5, opening: 2.5, swapAt },
      },
    ]);
  });

  test.each([
    ['lower', 12_000],
    ['higher', 812_345],
  ])('detected: counts on from a %s level, proposed, and nothing of it is consumption', (_name, opening) => {
    const answer = told([...old, ...climbing(start + 60 * quarter, 60, opening)]);
    expect(answer.energy).toBe(2 * 59 * 1.5);
    expect(answer.found).toMatchObject([
      { rule: 'swap', effect: 'unknown', evidence: { proposed: true, closing: 54_409.5, opening } },
    ]);
  });

  test('a register that restarts high is held back as soon as it does', () => {
    const answer = told([...old, { ts: start + 60 * quarter, value: 812_345 }]);
    expect(answer.energy).toBe(59 * 1.5);
    expect(named(answer)).toEqual(['swap unknown']);
  });

  test('a register that restarts high after few readings', () => {
    const few = [...climbing(start, 3, 1_000, 10), ...climbing(start + 3 * quarter, 3, 90_000, 10)];
    expect(told(few).energy).toBe(40);
    expect(named(told(few))).toEqual(['swap unknown']);
  });

  test('a fall to about 0 that stays is a reset', () => {
    const answer = told([...old, ...climbing(start + 60 * quarter, 60, 0.4)]);
    expect(answer.energy).toBe(2 * 59 * 1.5);
    expect(named(answer)).toEqual(['reset unknown']);
  });
});

describe('rollover', () => {
  test('at 999999.99', () => {
    const readings = climbing(start, 40, 999_970.49).map((r) => ({ ...r, value: Number((r.value % 1e6).toFixed(2)) }));
    const answer = told(readings, meterRules(quarter, { digits: 6, decimals: 2 }));
    expect(answer.energy).toBe(39 * 1.5);
    expect(answer.found).toMatchObject([{ rule: 'rollover', evidence: { digits: 6, used: 1.5 } }]);
  });

  test('while a zero comes between', () => {
    const readings = climbing(start, 60, 999_970.49).map((r) => ({ ...r, value: Number((r.value % 1e6).toFixed(2)) }));
    const answer = told(
      shownAs(readings, 10, 1, () => 0),
      meterRules(quarter, { digits: 6, decimals: 2 }),
    );
    expect(answer.energy).toBe(59 * 1.5);
    expect(besideGaps(answer)).toEqual(['glitch judged', 'rollover judged']);
  });
});

describe('late and silent', () => {
  test('offline for a week: its energy is known, its shape is not', () => {
    const readings = climbing(start, 10 * 96, 100);
    const answer = told(readings.filter((_, i) => i < 96 || i >= 8 * 96));
    expect(answer.energy).toBe((10 * 96 - 1) * 1.5);
    expect(answer.found).toMatchObject([
      { rule: 'gap', effect: 'judged', evidence: { elapsedMs: (7 * 96 + 1) * quarter, used: (7 * 96 + 1) * 1.5 } },
    ]);
  });

  test('a register that stood still for six hours and shows all of it at once: measured, and flagged', () => {
    const readings = shownAs(climbing(start, 96, 100), 40, 24, () => 100 + 39 * 1.5);
    const answer = told(readings);
    expect(answer.energy).toBe(95 * 1.5);
    expect(answer.found).toMatchObject([
      {
        rule: 'catch-up',
        effect: 'flagged',
        from: start + 63 * quarter,
        to: start + 64 * quarter,
        evidence: { used: 37.5, stillFromAt: start + 39 * quarter, stillSteps: 24, meanPerHour: 6, usualPerHour: 6 },
      },
    ]);
  });

  test('the same over what the meter can measure in that step is impossible; after silence the whole time counts', () => {
    const rules = meterRules(quarter, { maxPerHour: 10 });
    const stood = shownAs(climbing(start, 96, 100), 40, 24, () => 100 + 39 * 1.5);
    expect(named(told(stood, rules))).toEqual(['impossible unknown']);
    const silent = climbing(start, 96, 100).filter((_, i) => i < 40 || i >= 64);
    expect(told(silent, rules).energy).toBe(95 * 1.5);
  });

  test('an office that starts in the morning has not caught up', () => {
    let value = 100;
    const readings = Array.from({ length: 3 * 96 }, (_, i) => {
      const open = i % 96 >= 32 && i % 96 < 72;
      return { ts: start + i * quarter, value: (value += open ? 12 : 0) };
    });
    expect(named(told(readings))).toEqual([]);
  });
});
