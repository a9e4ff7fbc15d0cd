import { expect, it } from 'vitest';
import { portfolioSaving, type PortfolioMeter } from './portfolio.ts';
import { spreadOf } from './spread.ts';

const days = 365;
const usage = (seed: number): Float64Array =>
  Float64Array.from({ length: days }, (_, i) => 500 + 50 * Math.sin(i * seed) + 20 * Math.cos(i * seed * 1.3));
const meter = (id: string, column: Float64Array, change: Partial<PortfolioMeter> = {}): PortfolioMeter => ({
  id,
  saving: 100,
  halfWidth: 30,
  usage: column,
  ...change,
});

it('independent meters add in quadrature', () => {
  const { saving, halfWidth, merged } = portfolioSaving([meter('a', usage(1)), meter('b', usage(2.2))]);
  expect([saving, merged]).toEqual([200, []]);
  expect(halfWidth).toBeCloseTo(30 * Math.SQRT2, 10);
});

it('two scaled copies of one meter: their bands are added (spec §15 case 30)', () => {
  const copy = usage(1).map((value) => 0.4 * value);
  const { halfWidth, merged } = portfolioSaving([meter('b70', usage(1)), meter('b71', copy)]);
  expect(halfWidth).toBe(60);
  expect(merged).toEqual([['b70', 'b71']]);
});

it('a meter that ties two groups together makes one of them', () => {
  const a = usage(1);
  const gappy = (from: number, to: number): Float64Array => a.map((value, i) => (i >= from && i < to ? value : NaN));
  const { merged } = portfolioSaving([meter('x', gappy(0, 150)), meter('y', gappy(150, 365)), meter('z', a)]);
  expect(merged).toEqual([['x', 'y', 'z']]);
});

it('constant meters are not taken for one another, and an undefined band makes the sum undefined', () => {
  const flat = new Float64Array(days).fill(5);
  expect(portfolioSaving([meter('a', flat), meter('b', flat)]).merged).toEqual([]);
  expect(portfolioSaving([meter('a', usage(1)), meter('b', flat, { halfWidth: null })]).halfWidth).toBeNull();
});

it('methods that are over two percentage points apart are amber', () => {
  const of = (...fractions: (number | null)[]) =>
    spreadOf(fractions.map((fraction) => ({ method: 'daily' as const, fraction })));
  expect(of(0.1, 0.115).light).toBe('green');
  expect(of(0.1, null, 0.125)).toEqual({ percentagePoints: expect.closeTo(2.5, 9) as number, light: 'amber' });
  expect(of(0.1, null)).toEqual({ percentagePoints: null, light: 'none' });
});
