import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalsOf, hasDecimals, splitDecimal } from './decimal.ts';
import { Multipliers } from './multiplier.ts';

test.each([
  [0, 0],
  [12345, 0],
  [123.4, 1],
  [999_999_999.1234, 4],
  [0.1 + 0.2, 1],
  [12345.67 + 2e-12, 2],
  [-0.25, 2],
  [1e-7, 7],
  [1 / 3, 10],
  [123456.703125, 6],
])('%d has %d decimals', (value, decimals) => {
  expect(decimalsOf(value)).toBe(decimals);
});

test('a reading splits into integers that give it back', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }),
      fc.integer({ min: 0, max: 4 }),
      (ticks, decimals) => {
        const value = Number(`${ticks}e-${decimals}`);
        const { whole, quanta } = splitDecimal(value);
        expect(BigInt(whole) * 10n ** 10n + BigInt(quanta)).toBe(ticks * 10n ** BigInt(10 - decimals));
        if (hasDecimals(value, 6)) expect(decimalsOf(value)).toBeLessThanOrEqual(6);
      },
    ),
  );
});

test('multipliers become integers over one power of ten', () => {
  const multipliers = new Multipliers([
    { from: -Infinity, value: 0.1 },
    { from: 1000, value: 1.25 },
    { from: 2000, value: 4000 },
  ]);
  expect([...multipliers.scaled]).toEqual([10, 125, 400_000]);
  expect([999, 1000, 1999, 2000].map((ts) => multipliers.indexAt(ts))).toEqual([0, 1, 1, 2]);
  expect(multipliers.mean(0, 500)).toBe(0.1);
  expect(multipliers.mean(500, 1500)).toBe((0.1 + 1.25) / 2);
  expect(multipliers.mean(1000, 2000)).toBe(1.25);
});
