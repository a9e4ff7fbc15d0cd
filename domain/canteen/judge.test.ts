import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from './clock.ts';
import { concerns } from './finding.ts';
import { judgeWeighings } from './judge.ts';
import { canteenRules as rules } from './rules.ts';
import { at, clock, figuresOf, seeded, weighing, workdaysBefore } from './testing/canteen.ts';
import type { Weighing, WeighingFinding } from './types.ts';

const date = '2026-11-23';
const judge = (weighings: readonly Weighing[]) => judgeWeighings(weighings, rules, clock);
const rulesOf = (findings: readonly WeighingFinding[]) => findings.map(({ rule }) => rule);
/** A bin of plates every working day, of this tare, with contents that differ. */
const lunches = (until: string, days: number, tareOf: (nth: number, date: string) => number | null) =>
  workdaysBefore(until, days).map((day, nth) =>
    weighing(`${day} 12:30`, 9_000 + ((nth * 733) % 4_100), { tareG: tareOf(nth, day) }),
  );

describe('a single weighing', () => {
  test('net is gross less tare, to the rounding of a scale', () => {
    expect(judge([weighing(`${date} 12:10`, 14_450)])).toEqual([]);
    expect(judge([weighing(`${date} 12:10`, 14_450, { grossG: 18_700, tareG: 4_200 })])).toEqual([]);
    const odd = weighing(`${date} 12:10`, 14_450, { grossG: 18_650, tareG: 2_400 });
    expect(judge([odd])).toEqual([
      {
        rule: 'net-mismatch',
        effect: 'doubtful',
        device: 'CT012-S1',
        stream: 'PLATE_WASTE',
        first: { device: odd.device, seq: odd.seq, ts: odd.ts },
        last: { device: odd.device, seq: odd.seq, ts: odd.ts },
        events: 1,
        evidence: { netG: 14_450, grossG: 18_650, tareG: 2_400, differenceG: -1_800, boundG: 186.5 },
      },
    ]);
  });

  test('a bin that weighs less than its tare shows 0, which is not clean plates', () => {
    expect(rulesOf(judge([weighing(`${date} 12:10`, 0, { grossG: 3_100, tareG: 4_200 })]))).toEqual(['net-mismatch']);
  });

  test('a scale that tells net only has nothing to contradict', () => {
    expect(judge([weighing(`${date} 12:10`, 14_450, { tareG: null })])).toEqual([]);
    expect(judge([weighing(`${date} 12:10`, 14_450, { grossG: null })])).toEqual([]);
  });

  test('no container holds 144 kg', () => {
    expect(judge([weighing(`${date} 12:10`, 144_500)])).toMatchObject([
      { rule: 'over-container', effect: 'excluded', evidence: { netG: 144_500, containerG: 120_000 } },
    ]);
    expect(judge([weighing(`${date} 12:10`, 120_000)])).toEqual([]);
  });

  test.each([
    ['peelings of lunch at eight', '08:00', { stream: 'PREP_WASTE' }, []],
    ['plates of lunch at eight', '08:00', {}, ['outside-hours']],
    ['plates of lunch weighed before going home', '16:10', {}, ['outside-hours']],
    ['plates of lunch weighed while the tables are wiped', '14:50', {}, []],
    ['a night meal after midnight', '01:15', { meal: 'NIGHT' }, []],
    ['a night meal in the morning', '07:15', { meal: 'NIGHT' }, ['outside-hours']],
    ['dough for breakfast at half past four', '04:30', { meal: 'BREAKFAST', stream: 'PREP_WASTE' }, []],
  ] as const)('%s', (_, time, rest, expected) => {
    expect(rulesOf(judge([weighing(`${date} ${time}`, 8_000, rest)]))).toEqual(expected);
  });

  test('the button pressed twice is noted and counts: two bins may weigh the same', () => {
    const twice = [weighing(`${date} 12:10:00`, 9_350), weighing(`${date} 12:10:06`, 9_350)];
    expect(judge(twice)).toMatchObject([
      { rule: 'repeated', effect: 'noted', first: { seq: twice[1]!.seq }, evidence: { netG: 9_350, afterMs: 6_000 } },
    ]);
    expect(judge([weighing(`${date} 12:10:00`, 9_350), weighing(`${date} 12:14:00`, 9_350)])).toEqual([]);
    expect(judge([weighing(`${date} 12:10:00`, 9_350), weighing(`${date} 12:10:06`, 9_360)])).toEqual([]);
  });
});

describe('a scale that shows one and the same weight', () => {
  const stuck = (days: readonly string[]) =>
    days.map((day) => weighing(`${day} 12:30`, 14_450, { tareG: 4_200, grossG: 18_650 }));
  const week = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'];

  test('18,650 g for five days is one finding, whatever was in the bin', () => {
    const before = lunches('2026-11-16', 28, () => 4_200);
    const after = weighing('2026-11-23 12:30', 11_105);
    const events = stuck(week);
    events[2] = { ...events[2]!, stream: 'PREP_WASTE', tareG: 1_600, netG: 17_050, ts: at('2026-11-18 09:30') };
    const findings = judge([...before, ...events, after]).filter(({ rule }) => rule === 'stuck');
    expect(findings).toMatchObject([
      { effect: 'doubtful', stream: null, events: 5, evidence: { grossG: 18_650, days: 5 } },
    ]);
    expect([...before, ...events, after].filter((event) => concerns(findings[0]!, event))).toEqual(events);
  });

  test('its meals are doubtful, and only these', () => {
    const weighings = [...lunches('2026-11-16', 14, () => 4_200), ...stuck(week)];
    const counts = weighings.map(({ ts, seq }) => ({ device: 'C', seq, ts, meal: 'LUNCH' as const, personMeals: 300 }));
    const doubtful = figuresOf({ weighings, counts }).filter(({ state }) => state === 'doubtful');
    expect(doubtful.map(({ date, reasons }) => [date, ...reasons])).toEqual(week.map((day) => [day, 'stuck']));
  });

  test('four days of chance, five on one day, and five in three weeks are none', () => {
    expect(judge(stuck(week.slice(0, 4)))).toEqual([]);
    const oneDay = ['11:40', '11:55', '12:10', '12:25', '12:40'].map((time) => weighing(`${date} ${time}`, 9_350));
    expect(judge(oneDay)).toEqual([]);
    const rare = ['2026-11-02', '2026-11-06', '2026-11-11', '2026-11-16', '2026-11-20'];
    expect(judge(stuck(rare))).toEqual([]);
  });

  test('a scale that tells no gross is told by its net', () => {
    const events = week.map((day) => weighing(`${day} 12:30`, 14_450, { tareG: null }));
    expect(judge(events)).toMatchObject([{ rule: 'stuck', evidence: { netG: 14_450, days: 5 } }]);
  });

  test('a counter that sells out every day is not stuck; plates of nothing every day are', () => {
    const nothing = (rest: Partial<Weighing>) => week.map((day) => weighing(`${day} 13:00`, 0, rest));
    expect(judge(nothing({ stream: 'UNSOLD_DISCARD', tareG: 1_600 }))).toEqual([]);
    expect(rulesOf(judge(nothing({})))).toEqual(['stuck']);
  });

  test('two scales that happen to show the same are two', () => {
    const events = week.map((day, i) => weighing(`${day} 12:30`, 14_450, { device: `CT012-S${1 + (i % 2)}` }));
    expect(judge(events)).toEqual([]);
  });
});

describe('what a scale subtracts', () => {
  /** 900 g over a quarter, as grime builds up under a bin that is tared empty once a day. */
  const creeping = (day: string) =>
    4_200 + Math.round((900 * (Date.parse(day) - Date.parse('2026-08-03'))) / 92 / 864e5);

  test('900 g over 92 days is a drift from where it left the bound', () => {
    const weighings = [
      ...lunches('2026-08-03', 28, () => 4_200),
      ...lunches('2026-11-03', 92, (_, day) => creeping(day)),
    ];
    const findings = judge(weighings);
    expect(findings).toMatchObject([
      { rule: 'tare-drift', effect: 'doubtful', stream: 'PLATE_WASTE', evidence: { tareFromG: 4_200, boundG: 100 } },
    ]);
    // 100 g are passed on the eleventh day.
    expect(clock.dateOf(findings[0]!.first.ts)).toBe('2026-08-14');
    expect(clock.dateOf(findings[0]!.last.ts)).toBe('2026-11-02');
    expect(findings[0]!.evidence.driftG).toBe(creeping('2026-11-02') - 4_200);
  });

  test('downwards, and in the steps of a coarse scale, it is the same', () => {
    const step = (grams: number) => (day: string) => Math.round((8_400 - creeping(day)) / grams) * grams;
    for (const grams of [5, 20, 50]) {
      const tareOf = step(grams);
      const findings = judge(lunches('2026-11-03', 92, (_, day) => tareOf(day)));
      expect(rulesOf(findings), `${grams} g`).toEqual(['tare-drift']);
    }
  });

  test('a new container is noted once, and its meals count', () => {
    const findings = judge(lunches(date, 60, (nth) => (nth < 20 ? 4_200 : 4_900)));
    expect(findings).toMatchObject([
      { rule: 'tare-changed', effect: 'noted', events: 1, evidence: { tareG: 4_900, beforeG: 4_200, boundG: 100 } },
    ]);
  });

  test('two bins in turn are two bins', () => {
    const findings = judge(lunches(date, 90, (nth) => (nth % 2 === 0 ? 4_200 : 3_850)));
    expect(rulesOf(findings)).toEqual(['tare-changed']);
  });

  test('one of two bins in use every day drifts', () => {
    const both = workdaysBefore('2026-11-03', 92).flatMap((day, nth) => [
      weighing(`${day} 12:10`, 9_000 + ((nth * 733) % 4_100), { tareG: 3_100 }),
      weighing(`${day} 12:50`, 7_000 + ((nth * 917) % 4_100), { tareG: creeping(day) }),
    ]);
    const drift = judge(both).filter(({ rule }) => rule === 'tare-drift');
    expect(drift).toHaveLength(1);
    expect(drift[0]!.evidence.tareToG).toBe(creeping('2026-11-02'));
  });

  test('a tare that is taken anew each time trembles, and does not drift', () => {
    const random = seeded(5);
    expect(judge(lunches(date, 120, () => 4_180 + Math.round(40 * random())))).toEqual([]);
  });

  test('drops of water on a creeping tare do not hide it', () => {
    const random = seeded(6);
    const findings = judge(lunches('2026-11-03', 92, (_, day) => creeping(day) + Math.round(6 * random())));
    expect(rulesOf(findings)).toEqual(['tare-drift']);
  });

  test('a scale that tells no tare cannot be told', () => {
    expect(judge(lunches(date, 60, () => null))).toEqual([]);
  });

  test('it ends when the tare has stood still for as long as a judgement looks back', () => {
    const findings = judge([
      ...lunches('2026-11-03', 92, (_, day) => creeping(day)),
      ...lunches('2027-01-01', 59, () => 5_100),
    ]);
    expect(rulesOf(findings)).toEqual(['tare-drift']);
    // The last levels that lie more than the bound below are 11 days older than the new ones' first.
    expect(clock.dateOf(findings[0]!.last.ts) < '2026-12-01').toBe(true);
  });
});

test('what is said of a day is the same with four weeks before and one after as with all there is', () => {
  const first = '2026-06-01';
  const anything = fc.record({
    seed: fc.integer(),
    drift: fc.constantFrom(0, 6, 11, 25),
    stuckFrom: fc.integer({ min: 0, max: 110 }),
    stuckDays: fc.integer({ min: 0, max: 12 }),
    share: fc.constantFrom(0.3, 0.8, 1),
    asked: fc.integer({ min: 30, max: 110 }),
  });
  fc.assert(
    fc.property(anything, ({ seed, drift, stuckFrom, stuckDays, share, asked }) => {
      const random = seeded(seed);
      const all = Array.from({ length: 120 }, (_, nth) => addDays(first, nth)).flatMap((day, nth) => {
        if (random() > share) return [];
        const tareG = 4_200 + Math.round(drift * Math.max(0, nth - 40));
        const isStuck = nth >= stuckFrom && nth < stuckFrom + stuckDays;
        const netG = isStuck ? 18_650 - tareG : 5 * Math.round(3_000 * random());
        return [weighing(`${day} ${random() < 0.9 ? '12:30' : '16:30'}`, netG, { tareG })];
      });
      const day = addDays(first, asked);
      const said = (weighings: readonly Weighing[]) => {
        const findings = judge(weighings);
        const own = weighings.filter(({ ts }) => clock.dateOf(ts) === day);
        return own.map((event) => rulesOf(findings.filter((finding) => concerns(finding, event))).toSorted());
      };
      const from = clock.startOf(addDays(day, -rules.driftDays));
      const to = clock.startOf(addDays(day, 8));
      expect(said(all.filter(({ ts }) => ts >= from && ts < to))).toEqual(said(all));
      expect(said(all.toReversed()).toReversed()).toEqual(said(all));
    }),
    { numRuns: 60 },
  );
});
