import { expect, it } from 'vitest';
import type { ComparedIntervals } from './compared.ts';
import { levelShifts } from './non-routine.ts';

const dayMs = 86_400_000;
const noise = (i: number): number => 6 * Math.sin(i * 12.9898) + 4 * Math.cos(i * 78.233);
const days = (n: number, observed: (i: number) => number): ComparedIntervals => ({
  edges: Float64Array.from({ length: n + 1 }, (_, i) => i * dayMs),
  observed: Float64Array.from({ length: n }, (_, i) => observed(i) + noise(i)),
  counterfactual: new Float64Array(n).fill(100),
});

it('half of the house moved out in August: one shift, in its week, of its size', () => {
  const shifts = levelShifts(days(365, (i) => (i < 217 ? 100 : 70)));
  expect(shifts).toHaveLength(1);
  expect(Math.abs(shifts[0]!.at / dayMs - 217)).toBeLessThanOrEqual(7);
  expect(shifts[0]!.perDay).toBeCloseTo(-30, 0);
});

it('an extension that was closed again: up and down', () => {
  const shifts = levelShifts(days(365, (i) => (i >= 140 && i < 210 ? 130 : 100)));
  expect(shifts.map((shift) => Math.sign(shift.perDay))).toEqual([1, -1]);
});

it.each([
  ['noise alone', (): number => 100],
  ['a shift of 3 %', (i: number): number => (i < 180 ? 100 : 103)],
  ['one odd week', (i: number): number => (i >= 140 && i < 147 ? 130 : 100)],
])('%s is no event', (_, observed) => {
  expect(levelShifts(days(365, observed))).toEqual([]);
});

it('a gap of a month does not hide the shift behind it', () => {
  const compared = days(365, (i) => (i < 200 ? 100 : 75));
  compared.observed.fill(NaN, 185, 215);
  const shifts = levelShifts(compared);
  expect(shifts).toHaveLength(1);
  expect(shifts[0]!.at / dayMs).toBeGreaterThanOrEqual(203);
});

it('what the weeks of the baseline do too is no event later on', () => {
  const seasons = days(365, (i) => 100 + 12 * Math.sin((2 * Math.PI * i) / 182));
  expect(levelShifts(seasons).length).toBeGreaterThan(0);
  expect(levelShifts(seasons, seasons)).toEqual([]);
});

it('three weeks can hold no shift', () => {
  expect(levelShifts(days(21, (i) => (i < 10 ? 100 : 10)))).toEqual([]);
});
