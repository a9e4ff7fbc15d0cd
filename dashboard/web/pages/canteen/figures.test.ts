import { describe, expect, it } from 'vitest';
import type { WireMeal } from '../../../../domain/wire-canteens.ts';
import { canteenZh } from '../../messages/canteen/zh.ts';
import { kilograms, perMeal, signOf, stateWords } from './figures.ts';
import { beforeFrom, trendMarks } from './trend.ts';

const meal: WireMeal = {
  ...{ date: '2026-11-23', meal: 'LUNCH', personMeals: 12, streams: {}, state: 'insufficient-data' },
  ...{ reasons: ['few-person-meals', 'not-weighed'], manual: false, running: false },
  ...{ trimmingsUsedPct: null, wasteRatePct: null },
};

describe('what may be said of a meal', () => {
  it('too little data is said in words, with each reason', () => {
    expect(stateWords(meal, canteenZh, '；')).toBe('数据不足：用餐人次太少，人均说明不了什么；有人用餐，却没有称重');
    expect(stateWords({ ...meal, state: 'ok', reasons: ['repeated'] }, canteenZh, '；')).toBe('');
    const begun = { ...meal, running: true, reasons: ['not-weighed'] as const };
    expect(stateWords(begun, canteenZh, '；')).toBe('本餐进行中，餐余尚未称重');
    expect(stateWords(null, canteenZh, '；')).toBe('本餐没有记录');
  });
  it('grams have one decimal, and what is unknown is a dash', () => {
    expect([perMeal(61.27), perMeal(null), kilograms(undefined)]).toEqual(['61.3', '—', '—']);
    expect([kilograms(450), kilograms(430_120)]).toEqual(['0.45', '430.1']);
  });
  it('more trimmings used are no fault, more waste is', () => {
    expect(signOf('more', 'PLATE_WASTE')).toBe('not-met');
    expect(signOf('more', 'TRIM_USED')).toBe('due');
    expect(signOf('cannot-tell', 'TRIM_USED')).toBe('cannot-tell');
  });
});

describe('the trend', () => {
  it('has a gap where data are too few, in the middle of its day', () => {
    const point = { date: '2026-11-23', grams: 300, personMeals: 9, days: 1, knownDays: 0, note: null };
    const [mark] = trendMarks(
      {
        ...{ meal: 'LUNCH', stream: 'PLATE_WASTE', every: 'day' },
        points: [{ ...point, gramsPerMeal: 33, state: 'insufficient-data' }],
      },
      'Asia/Shanghai',
    );
    expect(mark).toMatchObject({ value: null, at: Date.parse('2026-11-23T12:00:00+08:00') });
  });
  it('holds the last two weeks against the four before', () =>
    expect(beforeFrom('2026-11-09', '2026-11-23')).toBe('2026-10-12'));
});
