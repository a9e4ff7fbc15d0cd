import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanteenMode } from '../canteen/types.ts';
import { applies, bandScore, gradeOf, itemsOf, scoreOf } from './score.ts';
import { canteenWasteSheet } from './sheets/canteen-waste.ts';
import { metricIds, type Answer, type MetricValues, type Template } from './template.ts';

const sheet: Template = { ...canteenWasteSheet, version: 1 };
const buffet: CanteenMode = { operatingMode: 'self', supplyMode: 'buffet' };
const outsourced: CanteenMode = { operatingMode: 'outsourced', supplyMode: 'set' };

/** Figures of a canteen that leaves nothing to be wished for. */
const best: MetricValues = {
  'plate-grams-per-meal': 28,
  'unsold-grams-per-meal': 12,
  'prep-grams-per-meal': 55,
  'trimmings-used-pct': 24,
  'plate-change-pct': -6,
  'days-weighed-pct': 100,
  'days-counted-pct': 97,
  'matters-overdue': 0,
};
const answersOf = (mode: CanteenMode, share: number, evaluator = '张三'): Answer[] =>
  itemsOf(sheet)
    .filter((item) => item.how !== 'automatic' && applies(item, mode))
    .map(({ id, max }) => ({ item: id, evaluator, score: max * share, note: '', attachments: [] }));
const find = (score: ReturnType<typeof scoreOf>, id: string) => score.items.find(({ item }) => item === id)!;

describe('a score sheet', () => {
  it('gives a self-run canteen with everything in order 100, whatever it serves', () => {
    for (const supplyMode of ['buffet', 'set'] as const) {
      const mode = { ...buffet, supplyMode };
      const score = scoreOf(sheet, mode, answersOf(mode, 1), best);
      expect(score).toMatchObject({ total: 100, atLeast: 100, atMost: 100, grade: 'excellent' });
      expect(score.items.filter(({ state }) => state !== 'not-applicable').reduce((sum, { max }) => sum + max, 0)).toBe(
        100,
      );
    }
  });

  it('leaves the buffet’s reminders out where dishes are ordered, and rescales the rest to 100', () => {
    const score = scoreOf(sheet, outsourced, answersOf(outsourced, 1), { ...best, 'trimmings-used-pct': 12 });
    expect(find(score, 'buffet-reminder')).toMatchObject({ state: 'not-applicable', score: null });
    expect(find(score, 'outsourcing-contract')).toMatchObject({ state: 'scored', score: 4 });
    // 104 points apply, 2 of them are lost: not 98 but 98.08.
    expect(score.total).toBeCloseTo((102 / 104) * 100, 9);
  });

  it('asks for every item while nobody has entered how the canteen serves', () => {
    const unknown = { operatingMode: null, supplyMode: null };
    expect(scoreOf(sheet, unknown, answersOf(buffet, 1), best).total).toBeNull();
    expect(scoreOf(sheet, unknown, answersOf(unknown, 1), best).total).toBe(100);
  });

  it('averages two inspectors item by item, also where only one of them looked', () => {
    const first = answersOf(buffet, 1, '张三');
    const second = answersOf(buffet, 0.5, '李四').filter(({ item }) => item !== 'hall-signs');
    const score = scoreOf(sheet, buffet, [...first, ...second], best);
    expect(find(score, 'cutting-flow').score).toBe(2.25);
    expect(find(score, 'hall-signs').score).toBe(3);
  });

  it('has no total while plates were not weighed: what is not known is not full points, and not none', () => {
    const score = scoreOf(sheet, buffet, answersOf(buffet, 1), { ...best, 'plate-grams-per-meal': null });
    expect(find(score, 'plate-waste')).toEqual({
      ...{ item: 'plate-waste', score: null, max: 10, state: 'cannot-tell', value: null },
    });
    // Excellent with none of them as with all.
    expect(score).toMatchObject({ total: null, atLeast: 90, atMost: 100, grade: 'excellent' });
  });

  it('fails a canteen that fails whatever its silent scale would have said', () => {
    const silent = Object.fromEntries(metricIds.map((id) => [id, null]));
    const poor = scoreOf(sheet, buffet, answersOf(buffet, 0.1), silent);
    expect(poor.atMost).toBeLessThan(sheet.cutoffs.pass);
    expect(poor).toMatchObject({ total: null, grade: 'fail' });
    const middling = scoreOf(sheet, buffet, answersOf(buffet, 0.7), silent);
    expect(middling.atMost).toBeGreaterThan(sheet.cutoffs.pass);
    expect(middling).toMatchObject({ total: null, grade: null });
  });

  it('says what is missing of an inspection that is under way', () => {
    const score = scoreOf(sheet, buffet, answersOf(buffet, 1).slice(1), best);
    expect(score.items.filter(({ state }) => state === 'missing').map(({ item }) => item)).toEqual(['rules-by-stage']);
    expect(score.total).toBeNull();
  });

  it('grades at the cutoffs themselves, and not by rounding up to them', () => {
    expect([90, 89.996, 80, 79.99, 60, 59.999].map((total) => gradeOf(total, sheet.cutoffs))).toEqual([
      ...['excellent', 'good', 'good', 'pass', 'pass', 'fail'],
    ]);
  });

  it('takes the first band that holds, bounds included', () => {
    const bands = itemsOf(sheet).find(({ id }) => id === 'plate-waste')!.bands!;
    expect([0, 30, 30.001, 60, 90, 90.5].map((grams) => bandScore(bands, grams))).toEqual([10, 10, 8, 6, 3, 0]);
    expect(bandScore([{ upTo: 5, score: 1 }], 6)).toBeNull();
  });
});

const modes = fc.record({
  operatingMode: fc.constantFrom('self' as const, 'outsourced' as const, null),
  supplyMode: fc.constantFrom('buffet' as const, 'set' as const, 'weighed' as const, 'a-la-carte' as const, null),
});
const someMetrics = fc.record(
  Object.fromEntries(metricIds.map((id) => [id, fc.option(fc.double({ min: -50, max: 200, noNaN: true }))])),
) as fc.Arbitrary<MetricValues>;
const someAnswers = fc.array(
  fc
    .tuple(fc.constantFrom(...itemsOf(sheet)), fc.constantFrom('甲', '乙'), fc.integer({ min: 0, max: 10 }))
    .map(([{ id, max }, evaluator, tenths]): Answer => {
      return { item: id, evaluator, score: (max * tenths) / 10, note: '', attachments: [] };
    }),
);

it('is bounded by what is sure, and fills those bounds as answers come in, whatever is answered', () => {
  fc.assert(
    fc.property(modes, someAnswers, someMetrics, fc.constantFrom(...itemsOf(sheet)), (mode, answers, metrics, item) => {
      const score = scoreOf(sheet, mode, answers, metrics);
      expect(score.atLeast).toBeGreaterThanOrEqual(0);
      expect(score.atMost).toBeLessThanOrEqual(100);
      expect(score.atLeast).toBeLessThanOrEqual(score.atMost);
      const open = score.items.some(({ state }) => state === 'missing' || state === 'cannot-tell');
      expect(score.total === null).toBe(open);
      const [worst, best] = [score.atLeast, score.atMost].map((points) => gradeOf(points, sheet.cutoffs));
      expect(score.grade).toBe(worst === best ? worst : null);
      if (!open) expect([score.atLeast, score.atMost]).toEqual([score.total, score.total]);
      if (answers.some((own) => own.item === item.id)) return;
      const more = { item: item.id, evaluator: '甲', score: item.max / 2, note: '', attachments: [] };
      const after = scoreOf(sheet, mode, [...answers, more], metrics);
      expect(after.atLeast).toBeGreaterThanOrEqual(score.atLeast);
      expect(after.atMost).toBeLessThanOrEqual(score.atMost);
    }),
  );
});
