import { expect, test } from 'vitest';
import { flag } from './block.ts';
import { fold } from './fold.ts';
import { qualityOf } from './quality.ts';
import { day, hour } from './testing.ts';

const both = flag.startEdgeMeasured | flag.endEdgeMeasured;

function one(flags: number, durationMs: number, knownMs: number): Parameters<typeof qualityOf>[0] {
  return {
    edges: Float64Array.of(0, durationMs),
    value: Float64Array.of(1),
    knownMs: Uint32Array.of(knownMs),
    flags: Uint8Array.of(flags),
  };
}

test.each([
  ['both edges measured', both, hour, hour, hour, 'measured'],
  ['one edge open to an estimate', flag.startEdgeMeasured, hour, hour, hour, 'estimated'],
  ['finer than the meter', both, hour / 4, hour / 4, hour, 'estimated'],
  ['a part unknown', both, hour, hour - 1, hour, 'missing'],
  ['unresolved step inside', both | flag.unresolved, hour, hour / 2, hour, 'missing'],
  ['entered by a person', both | flag.manual, hour, hour, hour, 'manual'],
  ['entered by a person, and a part unknown', both | flag.manual, hour, hour - 1, hour, 'missing'],
  ['a daily meter on the day of 23 hours', both, 23 * hour, 23 * hour, day, 'measured'],
  ['a daily meter asked for half a day', both, 12 * hour, 12 * hour, day, 'estimated'],
] as const)('%s', (_name, flags, durationMs, knownMs, intervalMs, expected) => {
  expect(qualityOf(one(flags, durationMs, knownMs), 0, intervalMs)).toBe(expected);
});

test('a coarse interval takes the edges of its first and last part and every doubt inside', () => {
  const fine = {
    edges: Float64Array.of(0, 1, 2, 3, 4),
    value: Float64Array.of(0.1, 0.2, NaN, 0.7),
    knownMs: Uint32Array.of(1, 1, 0, 1),
    flags: Uint8Array.of(flag.startEdgeMeasured, flag.endEdgeMeasured, flag.unresolved, both),
  };
  const coarse = fold(fine, Float64Array.of(0, 2, 4));
  expect([...coarse.value]).toEqual([0.3, 0.7]);
  expect([...coarse.knownMs]).toEqual([2, 1]);
  expect([...coarse.flags]).toEqual([both, flag.endEdgeMeasured | flag.unresolved]);
});

test('what lies outside the fine block is unknown', () => {
  const fine = {
    edges: Float64Array.of(10, 20),
    value: Float64Array.of(5),
    knownMs: Uint32Array.of(10),
    flags: Uint8Array.of(both),
  };
  const coarse = fold(fine, Float64Array.of(0, 20, 40));
  expect([...coarse.value]).toEqual([5, NaN]);
  expect([...coarse.knownMs]).toEqual([10, 0]);
  expect([...coarse.flags]).toEqual([flag.endEdgeMeasured, 0]);
});
