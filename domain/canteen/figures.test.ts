import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeWeighings } from './judge.ts';
import { canteenRules as rules } from './rules.ts';
import { at, clock, count, figuresOf, weighing } from './testing/canteen.ts';
import { streams, type Correction, type Weighing } from './types.ts';

const date = '2026-11-23';
const lunch = {
  weighings: [
    weighing(`${date} 09:40`, 6_200, { stream: 'PREP_WASTE' }),
    weighing(`${date} 10:10`, 1_800, { stream: 'TRIM_USED', tareG: 850 }),
    weighing(`${date} 12:05`, 9_350),
    weighing(`${date} 12:40`, 8_125),
    weighing(`${date} 13:20`, 3_300, { stream: 'UNSOLD_DISCARD', tareG: 1_600 }),
  ],
  counts: [count(`${date} 11:30`, 180), count(`${date} 12:00`, 170), count(`${date} 12:45`, 62)],
};
const told = (event: Weighing, as: Correction['as'], value: number | null = null): Correction => ({
  device: event.device,
  seq: event.seq,
  ts: event.ts,
  as,
  value,
});

test('a lunch: what was weighed over who came', () => {
  expect(figuresOf(lunch)).toEqual([
    {
      date,
      meal: 'LUNCH',
      personMeals: 412,
      streams: {
        PREP_WASTE: { grams: 6_200, gramsPerMeal: 6_200 / 412, weighings: 1, manual: false },
        TRIM_USED: { grams: 1_800, gramsPerMeal: 1_800 / 412, weighings: 1, manual: false },
        UNSOLD_DISCARD: { grams: 3_300, gramsPerMeal: 3_300 / 412, weighings: 1, manual: false },
        PLATE_WASTE: { grams: 17_475, gramsPerMeal: 17_475 / 412, weighings: 2, manual: false },
      },
      state: 'ok',
      reasons: [],
      manual: false,
      trimmingsUsed: 1_800 / 8_000,
      wasteRate: null,
    },
  ]);
});

test('fewer than 20 people say nothing, and 20 do', () => {
  const of = (people: number) =>
    figuresOf({ weighings: [weighing(`${date} 12:30`, 900)], counts: [count(`${date} 12:00`, people)] })[0]!;
  expect(of(19)).toMatchObject({ state: 'insufficient-data', reasons: ['few-person-meals'] });
  expect(of(19).streams.PLATE_WASTE).toMatchObject({ grams: 900, gramsPerMeal: null });
  expect(of(20)).toMatchObject({ state: 'ok', streams: { PLATE_WASTE: { gramsPerMeal: 45 } } });
});

test('people who ate and a scale that is silent are no clean plates', () => {
  const [figures] = figuresOf({ counts: lunch.counts, weighings: [lunch.weighings[0]!] });
  expect(figures).toMatchObject({ state: 'insufficient-data', reasons: ['not-weighed'], wasteRate: null });
  expect(figures!.streams).not.toHaveProperty('PLATE_WASTE');
});

test('a counter that is silent gives sums without figures a meal', () => {
  const [figures] = figuresOf({ weighings: lunch.weighings });
  expect(figures).toMatchObject({ state: 'insufficient-data', reasons: ['no-counts'], personMeals: 0 });
  expect(figures!.streams.PLATE_WASTE).toMatchObject({ grams: 17_475, gramsPerMeal: null });
});

test('a bin of nothing was weighed: 0 g is a figure', () => {
  const [figures] = figuresOf({ counts: lunch.counts, weighings: [weighing(`${date} 12:30`, 0)] });
  expect(figures).toMatchObject({ state: 'ok', streams: { PLATE_WASTE: { grams: 0, gramsPerMeal: 0, weighings: 1 } } });
});

test('the local date of the event decides, not that of Greenwich', () => {
  const days = figuresOf({
    weighings: [
      weighing('2026-11-24 06:59', 500, { meal: 'BREAKFAST' }),
      weighing('2026-11-23 23:59:59', 700, { meal: 'NIGHT' }),
      weighing('2026-11-24 00:00', 300, { meal: 'NIGHT' }),
    ],
  });
  expect(days.map(({ date, meal, streams }) => [date, meal, streams.PLATE_WASTE!.grams])).toEqual([
    ['2026-11-23', 'NIGHT', 700],
    ['2026-11-24', 'BREAKFAST', 500],
    ['2026-11-24', 'NIGHT', 300],
  ]);
});

test('a weighing over any container is left out until a person says so', () => {
  const wrong = weighing(`${date} 12:50`, 1_445_000);
  const weighings = [...lunch.weighings, wrong];
  const of = (...corrections: Correction[]) => figuresOf({ ...lunch, weighings, corrections })[0]!;

  expect(of()).toMatchObject({ state: 'doubtful', reasons: ['over-container'] });
  expect(of().streams.PLATE_WASTE).toMatchObject({ grams: 17_475, weighings: 2, manual: false });
  expect(of(told(wrong, 'value', 14_450))).toMatchObject({
    state: 'ok',
    reasons: [],
    manual: true,
    streams: { PLATE_WASTE: { grams: 31_925, weighings: 3, manual: true }, PREP_WASTE: { manual: false } },
  });
  expect(of(told(wrong, 'kept')).streams.PLATE_WASTE!.grams).toBe(1_462_475);
  // The later word counts.
  expect(of(told(wrong, 'kept'), told(wrong, 'ignored'))).toMatchObject({ state: 'ok', manual: false });
  expect(of(told(wrong, 'kept'), told(wrong, 'ignored')).streams.PLATE_WASTE!.grams).toBe(17_475);
});

test('with the only weighing of plates left out, nobody weighed', () => {
  const [figures] = figuresOf({ ...lunch, weighings: [weighing(`${date} 12:50`, 1_445_000)] });
  expect(figures).toMatchObject({
    state: 'insufficient-data',
    reasons: ['not-weighed', 'over-container'],
    streams: {},
  });
});

test('net that is not gross less tare counts and is doubtful, until a person has looked', () => {
  const odd = weighing(`${date} 12:50`, 14_450, { grossG: 18_650, tareG: 2_400 });
  const weighings = [...lunch.weighings, odd];
  expect(figuresOf({ ...lunch, weighings })[0]).toMatchObject({
    state: 'doubtful',
    reasons: ['net-mismatch'],
    streams: { PLATE_WASTE: { grams: 31_925 } },
  });
  expect(figuresOf({ ...lunch, weighings, corrections: [told(odd, 'kept')] })[0]).toMatchObject({
    state: 'ok',
    reasons: [],
    streams: { PLATE_WASTE: { grams: 31_925 } },
  });
});

test('a count that was corrected is by hand', () => {
  const { device, seq, ts } = lunch.counts[2]!;
  const corrections: Correction[] = [{ device, seq, ts, as: 'value', value: 26 }];
  expect(figuresOf({ ...lunch, corrections })[0]).toMatchObject({ personMeals: 376, manual: true });
});

test('a canteen without a scale enters by hand; a second entry replaces the first', () => {
  const entry = { date, meal: 'LUNCH' } as const;
  const figures = figuresOf({
    entries: [
      { ...entry, what: 'PERSON_MEALS', value: 100 },
      { ...entry, what: 'PLATE_WASTE', value: 44_000 },
      { ...entry, what: 'PLATE_WASTE', value: 4_400 },
      { ...entry, what: 'UNSOLD_DISCARD', value: 1_600 },
      { ...entry, what: 'COOKED', value: 60_000 },
      { ...entry, what: 'PURCHASED', value: 80_000 },
    ],
  });
  expect(figures).toMatchObject([
    {
      personMeals: 100,
      state: 'ok',
      manual: true,
      wasteRate: 0.1,
      streams: { PLATE_WASTE: { grams: 4_400, gramsPerMeal: 44, weighings: 0, manual: true } },
    },
  ]);
});

test('what was cooked does not make weighed figures manual, and less than the waste is not believed', () => {
  const of = (value: number) => figuresOf({ ...lunch, entries: [{ date, meal: 'LUNCH', what: 'COOKED', value }] })[0]!;
  expect(of(207_750)).toMatchObject({ manual: false, wasteRate: 0.1 });
  expect(of(2_077)).toMatchObject({ wasteRate: null });
});

test('a kitchen that weighs its trimmings only has not used all of them', () => {
  const [trimmings] = figuresOf({ weighings: [lunch.weighings[1]!], counts: lunch.counts });
  expect(trimmings!.trimmingsUsed).toBeNull();
  const [peelings] = figuresOf({ weighings: [lunch.weighings[0]!], counts: lunch.counts });
  expect(peelings!.trimmingsUsed).toBe(0);
});

const anyWeighing = fc.record({
  day: fc.integer({ min: 1, max: 4 }),
  minute: fc.integer({ min: 0, max: 1439 }),
  stream: fc.constantFrom(...streams),
  netG: fc.oneof(fc.integer({ min: 0, max: 30_000 }), fc.double({ min: 0, max: 30_000, noNaN: true })),
});
const built = (drawn: readonly { day: number; minute: number; stream: Weighing['stream']; netG: number }[]) =>
  drawn.map(({ day, minute, ...rest }, seq): Weighing => {
    const ts = at(`2026-11-0${day} 00:00`) + minute * 60_000;
    return { device: 'S1', seq, ts, meal: 'LUNCH', grossG: null, tareG: null, ...rest };
  });

test('in whatever order events arrive, the figures are the same to the last digit', () => {
  fc.assert(
    fc.property(
      fc.array(anyWeighing, { maxLength: 60 }).chain((drawn) => {
        const weighings = built(drawn);
        return fc.tuple(fc.constant(weighings), fc.shuffledSubarray(weighings, { minLength: weighings.length }));
      }),
      ([weighings, arrived]) => {
        const counts = [count('2026-11-01 12:00', 333), count('2026-11-02 12:00', 19)];
        expect(figuresOf({ weighings: arrived, counts: counts.toReversed() })).toEqual(
          figuresOf({ weighings, counts }),
        );
      },
    ),
  );
});

test('one weighing that is changed flips its stream at its meal on its day, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(anyWeighing, { minLength: 1, maxLength: 40 }), fc.nat(), (drawn, pick) => {
      const weighings = built(drawn);
      const counts = ['1', '2', '3', '4'].map((day) => count(`2026-11-0${day} 12:00`, 250));
      const findings = judgeWeighings(weighings, rules, clock);
      const changed = weighings[pick % weighings.length]!;
      const corrections = [told(changed, 'value', changed.netG + 1_000)];
      const before = figuresOf({ weighings, counts, findings });
      const after = figuresOf({ weighings, counts, findings, corrections });
      for (const [i, figures] of after.entries()) {
        for (const stream of streams) {
          const own = figures.date === clock.dateOf(changed.ts) && stream === changed.stream;
          const was = before[i]!.streams[stream];
          if (!own) expect(figures.streams[stream]).toEqual(was);
          else {
            expect(figures.streams[stream]!.grams).toBeCloseTo(was!.grams + 1_000, 6);
            expect(figures.streams[stream]!.gramsPerMeal).toBeCloseTo(was!.gramsPerMeal! + 4, 9);
          }
        }
      }
    }),
  );
});
