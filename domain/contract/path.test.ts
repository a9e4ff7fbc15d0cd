import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { dayOf } from './local-days.ts';
import { guaranteePath, perDayOf } from './path.ts';
import { figuresOf } from './testing/figures.ts';

const contract = {
  guarantee: [
    { year: 2026, amount: '36500' },
    { year: 2028, amount: '36600' },
  ],
  term: { from: '2026-07-02', to: '2029-06-30' },
};

it('a term that begins mid-year owes its days of the year: 183 of 365', () => {
  const path = guaranteePath(contract, 2026, null)!;
  expect(path.guarantee).toBe(18_300);
  expect(path.days).toEqual({ from: dayOf('2026-07-02'), to: dayOf('2027-01-01') });
  expect(path.cumulative).toHaveLength(183);
  expect(path.cumulative[0]).toBeCloseTo(100, 9);
  expect(path.cumulative.at(-1)).toBe(18_300);
});

it('a leap year has 366 days, and a whole one owes all of it', () => {
  const path = guaranteePath(contract, 2028, null)!;
  expect(path.cumulative).toHaveLength(366);
  expect(path.cumulative[59]).toBeCloseTo(6000, 9);
  expect(path.cumulative.at(-1)).toBe(36_600);
});

it('a cooling plant saves in summer', () => {
  const perDay = [0, 0, 0, 0, 0, 0, 3, 1, 0, 0, 0, 0];
  const path = guaranteePath(contract, 2026, perDay)!;
  expect(path.cumulative[29]).toBeCloseTo((18_300 * 90) / 121, 6);
  expect(path.cumulative[60]).toBeCloseTo(18_300, 6);
});

it('without a guarantee of the year, or outside the term, there is no path', () => {
  expect(guaranteePath(contract, 2027, null)).toBeNull();
  expect(guaranteePath(contract, 2025, null)).toBeNull();
});

it('meters add up, a month that a model does not know is its mean one', () => {
  const flat = figuresOf({ from: '2026-01-01', to: '2026-01-02' });
  const gappy = { model: { ...flat.model!, perDayOfMonth: [10, 30, ...new Array<number>(10).fill(NaN)] } };
  expect(perDayOf([flat, gappy])!.slice(0, 3)).toEqual([110, 130, 120]);
  expect(perDayOf([{ model: null }])).toBeNull();
});

it('it never falls and ends at the guarantee exactly, whatever the months look like', () => {
  const months = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(months, fc.constantFrom(2026, 2028), (perDay, year) => {
      const { cumulative, guarantee } = guaranteePath(contract, year, perDay)!;
      expect(cumulative.at(-1)).toBe(guarantee);
      for (let i = 1; i < cumulative.length; i += 1) {
        expect(cumulative[i]! - cumulative[i - 1]!).toBeGreaterThan(-1e-6);
      }
    }),
  );
});
