import { describe, expect, it } from 'vitest';
import { dayOf } from '../canteen/clock.ts';
import type { Meal, MealFigures, Stream } from '../canteen/types.ts';
import { metricsOf } from './metrics.ts';
import { datesIn, quarterBefore, quarterOf } from './quarter.ts';

/** Working days of the fourth quarter, without the holidays of October. */
const workdays = datesIn('2026-10-08', '2027-01-01').filter((date) => ![2, 3].includes(dayOf(date) % 7));

function lunch(
  date: string,
  personMeals: number,
  kg: Partial<Record<Stream, number>>,
  more: Partial<MealFigures> = {},
) {
  const streams = Object.fromEntries(
    Object.entries(kg).map(([stream, weight]) => [
      stream,
      { grams: weight * 1000, gramsPerMeal: (weight * 1000) / personMeals, weighings: 1, manual: false },
    ]),
  );
  const base = { date, meal: 'LUNCH' as Meal, personMeals, streams, state: 'ok' as const, reasons: [] };
  return { ...base, manual: false, trimmingsUsed: null, wasteRate: null, ...more } satisfies MealFigures;
}
const base = { before: [], openDates: workdays, mattersOverdue: 0 };

describe('figures of a quarter', () => {
  it('are sums over people: a busy Monday counts more than a quiet Friday', () => {
    const meals = workdays.map((date, i) =>
      i % 2 === 0 ? lunch(date, 400, { PLATE_WASTE: 12 }) : lunch(date, 100, { PLATE_WASTE: 8 }),
    );
    const days = workdays.length;
    const [busy, quiet] = [Math.ceil(days / 2), Math.floor(days / 2)];
    const expected = (busy * 12_000 + quiet * 8000) / (busy * 400 + quiet * 100);
    expect(metricsOf({ ...base, meals })['plate-grams-per-meal']).toBeCloseTo(expected, 9);
    expect(expected).toBeGreaterThan(39);
    expect(expected).toBeLessThan(42);
  });

  it('cannot be told of a scale that was mostly silent, and do not turn into a good score', () => {
    const meals = workdays.map((date, i) => lunch(date, 300, i < 19 ? { PLATE_WASTE: 9 } : {}, i < 19 ? {} : silent));
    const metrics = metricsOf({ ...base, meals });
    expect(metrics).toMatchObject({ 'plate-grams-per-meal': null, 'plate-change-pct': null, 'days-counted-pct': 100 });
    expect(metrics['days-weighed-pct']).toBeCloseTo((19 * 100) / workdays.length, 9);
    const one = workdays.map((date, i) => lunch(date, 300, i < 20 ? { PLATE_WASTE: 9 } : {}, i < 20 ? {} : silent));
    expect(metricsOf({ ...base, meals: one })['plate-grams-per-meal']).toBe(30);
  });

  it('leave out meals of a drifting scale with their people', () => {
    const meals = workdays.map((date, i) =>
      i < 10 ? lunch(date, 300, { PLATE_WASTE: 60 }, { state: 'doubtful' }) : lunch(date, 300, { PLATE_WASTE: 15 }),
    );
    expect(metricsOf({ ...base, meals })['plate-grams-per-meal']).toBe(50);
  });

  it('compare with the quarter before only when both are known', () => {
    const meals = workdays.map((date) => lunch(date, 200, { PLATE_WASTE: 9 }));
    const before = workdays.map((date) => lunch(date, 200, { PLATE_WASTE: 10 }));
    expect(metricsOf({ ...base, meals, before })['plate-change-pct']).toBeCloseTo(-10, 9);
    expect(metricsOf({ ...base, meals, before: before.slice(0, 5) })['plate-change-pct']).toBeNull();
  });

  it('say nothing of unsold food that nobody weighed, and count trimmings that nobody weighed as thrown away', () => {
    const meals = workdays.map((date, i) => lunch(date, 200, { PREP_WASTE: 8, ...(i % 2 ? { TRIM_USED: 4 } : {}) }));
    const metrics = metricsOf({ ...base, meals });
    expect(metrics['unsold-grams-per-meal']).toBeNull();
    expect(metrics['prep-grams-per-meal']).toBe(40);
    const halves = Math.floor(workdays.length / 2);
    expect(metrics['trimmings-used-pct']).toBeCloseTo((halves * 4 * 100) / (halves * 4 + workdays.length * 8), 9);
    const none = workdays.map((date) => lunch(date, 200, { PREP_WASTE: 8 }));
    expect(metricsOf({ ...base, meals: none })['trimmings-used-pct']).toBe(0);
  });

  it('hold prepared waste against all who ate that day, whichever meal it was weighed under', () => {
    const meals = workdays.flatMap((date) => [
      lunch(date, 100, { PREP_WASTE: 12 }),
      lunch(date, 50, {}, { meal: 'DINNER', state: 'insufficient-data' }),
    ]);
    expect(metricsOf({ ...base, meals })['prep-grams-per-meal']).toBe(80);
  });

  it('know a day on which it was closed when somebody entered 0, and miss one of which nothing came', () => {
    const served = workdays.slice(0, 40).map((date) => lunch(date, 200, { PLATE_WASTE: 8 }));
    const closed = workdays
      .slice(40)
      .map((date) => lunch(date, 0, {}, { manual: true, state: 'insufficient-data', reasons: ['few-person-meals'] }));
    expect(metricsOf({ ...base, meals: [...served, ...closed] })['days-counted-pct']).toBe(100);
    expect(metricsOf({ ...base, meals: served })['days-counted-pct']).toBeCloseTo(4000 / workdays.length, 9);
    // Nobody weighs plates on a day that it is closed.
    expect(metricsOf({ ...base, meals: [...served, ...closed] })['days-weighed-pct']).toBe(100);
  });

  it('of a canteen of which nothing ever came cannot be told', () => {
    const metrics = metricsOf({ ...base, meals: [], mattersOverdue: null });
    expect(metrics).toMatchObject({ 'days-counted-pct': 0, 'days-weighed-pct': null, 'matters-overdue': null });
  });
});

const silent = { state: 'insufficient-data', reasons: ['not-weighed'] } as const;

it('knows its quarters over the turn of a year', () => {
  expect(quarterOf('2026Q4')).toMatchObject({ from: '2026-10-01', to: '2027-01-01' });
  expect(quarterBefore(quarterOf('2027Q1')!)).toMatchObject({ id: '2026Q4' });
  expect(quarterBefore(quarterOf('2026Q3')!)).toMatchObject({ from: '2026-04-01', to: '2026-07-01' });
  expect(['2026Q5', '26Q1', '2026-Q1', '2026Q', 'Q1'].map(quarterOf)).toEqual([null, null, null, null, null]);
});
