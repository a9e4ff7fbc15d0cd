import { expect, it } from 'vitest';
import { bridgedTemperature } from './temperature-gaps.ts';

const hours = (temperature: readonly number[], at = (i: number): number => i): number[] => {
  const startsAt = Float64Array.from(temperature, (_, i) => at(i) * 3_600_000);
  const energy = new Float64Array(temperature.length).fill(1);
  return [...bridgedTemperature({ startsAt, energy, temperature: Float64Array.from(temperature) }).temperature];
};

it('six hours of a broken sensor are bridged, seven are not', () => {
  const gap = (n: number): number[] => [10, ...Array.from({ length: n }, () => NaN), 17];
  expect(hours(gap(6))).toEqual([10, 11, 12, 13, 14, 15, 16, 17]);
  expect(hours(gap(7))).toEqual(gap(7));
});

it('hours that were never recorded lengthen the gap', () => {
  expect(hours([10, NaN, 20], (i) => [0, 1, 10][i]!)).toEqual([10, NaN, 20]);
  expect(hours([10, NaN, 20], (i) => [0, 1, 5][i]!)).toEqual([10, 12, 20]);
});

it('before the first and after the last reading nothing is made up', () => {
  expect(hours([NaN, 10, NaN])).toEqual([NaN, 10, NaN]);
});
