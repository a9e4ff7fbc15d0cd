import { describe, expect, it } from 'vitest';
import type { WireEvaluation, WireEvaluationItem } from '../../../../domain/wire-evaluation.ts';
import { progressOf, runningOf } from './running.ts';
import type { Draft } from './unsent.ts';

const item = (id: string, max: number, more: Partial<WireEvaluationItem> = {}): WireEvaluationItem => ({
  ...{ id, max, section: 'a', title: { zh: id, en: id }, criterion: { zh: '', en: '' }, how: 'inspection' },
  ...{ takesAnswers: true, metric: null, bands: null, value: null, unit: null, score: null, state: 'missing' },
  answers: [],
  ...more,
});
const answer = (evaluator: string, score: number) => ({ evaluator, score, note: '', attachments: [] });
const sheet = (...items: WireEvaluationItem[]) =>
  ({
    ...{ template: 't', version: 1, cutoffs: { excellent: 90, good: 80, pass: 60 } },
    items,
  }) as unknown as WireEvaluation;
const draft = (id: string, score: number | null, evaluator = 'wangmin'): Draft => ({
  ...{ item: id, evaluator, score, note: '', attachments: [], photos: [], revision: 1, refused: null },
});

describe('the running total on a phone', () => {
  const whole = sheet(
    item('plates', 10, { how: 'automatic', takesAnswers: false, score: 8, state: 'scored' }),
    item('bins', 5, { answers: [answer('liqiang', 3)], score: 3, state: 'scored' }),
    item('portions', 5),
    item('a-la-carte', 20, { state: 'not-applicable' }),
  );
  it('counts what is not sent yet, beside the other evaluator’s, and leaves out what does not apply', () => {
    const { atLeast, atMost, total } = runningOf(whole, [draft('bins', 5)]);
    expect({ atLeast, atMost, total }).toEqual({ atLeast: 60, atMost: 85, total: null });
    const done = runningOf(whole, [draft('bins', 5), draft('portions', 4)]);
    expect([done.total, done.grade]).toEqual([80, 'good']);
  });
  it('a changed answer takes the place of one’s own, not of the other’s', () => {
    const mine = sheet(item('bins', 10, { answers: [answer('wangmin', 10), answer('liqiang', 6)], state: 'scored' }));
    expect(runningOf(mine, [draft('bins', 2)]).total).toBe(40);
  });
  it('a photo without a score is none', () => {
    expect(runningOf(whole, [draft('portions', null)]).total).toBeNull();
    expect(progressOf(whole, 'a', runningOf(whole, [draft('portions', null)]))).toEqual({ done: 1, of: 2 });
  });
});
