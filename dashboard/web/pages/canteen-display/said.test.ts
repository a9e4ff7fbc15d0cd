import { describe, expect, it } from 'vitest';
import type { WireDisplay } from '../../../../domain/wire-canteens.ts';
import { canteenZh } from '../../messages/canteen/zh.ts';
import { saidOf } from './said.ts';

const m = canteenZh.display;
const today = '2026-11-23';
const lunch: WireDisplay = {
  ...{ name: '一食堂', date: today, meal: 'LUNCH', gramsPerMeal: 31.6, norm: 40.2, comparison: 'less' },
  ...{ state: 'ok', running: true },
};
const of = (change: Partial<WireDisplay>) => saidOf({ ...lunch, ...change }, today, m);

describe('what a dining hall reads', () => {
  it('thanks when less is left, by how many grams', () =>
    expect(of({})).toMatchObject({ grams: 31.6, comparison: '比近四周少 9 克', sentence: m.sentences.less }));

  it('blames nobody when more is left', () => {
    expect(of({ gramsPerMeal: 52, comparison: 'more' }).comparison).toBe('比近四周多 12 克');
    for (const text of Object.values(m.sentences)) expect(text).not.toMatch(/你|谁|浪费的人|批评/);
  });

  it('shows no number of too little data, of another day, or at night', () => {
    expect(of({ state: 'insufficient-data' })).toMatchObject({ grams: null, state: 'waiting' });
    expect(of({ date: '2026-11-22', running: false })).toMatchObject({ grams: null, state: 'closed' });
    expect(of({ gramsPerMeal: null, running: false })).toMatchObject({ grams: null, comparison: m.closed });
  });

  it('compares nothing while weighings are doubtful, nor without a norm', () => {
    expect(of({ state: 'doubtful' })).toMatchObject({ grams: 31.6, norm: null, comparison: m.doubtful });
    expect(of({ norm: null })).toMatchObject({ word: 'cannot-tell', comparison: m['cannot-tell'] });
  });

  it('after the meal the number stays until the next one begins', () =>
    expect(of({ running: false, comparison: 'no-difference' })).toMatchObject({
      state: 'figure',
      sentence: m.sentences.closed,
    }));
});
