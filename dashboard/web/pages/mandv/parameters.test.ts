import { describe, expect, it } from 'vitest';
import type { WireMandvModel, WireScatterPoint } from '../../../../domain/wire-mandv.ts';
import { balanceText, honest, parameterErrors } from './parameters.ts';

const points: WireScatterPoint[] = Array.from({ length: 100 }, (_, i) => ({
  date: `d${i}`,
  temperatureC: 15 + (i % 20),
  energy: 0,
  closed: false,
  period: 'baseline',
}));
const model = (changes: object = {}, n = {}) =>
  ({
    method: 'daily',
    parameters: {
      interceptPerDay: 100,
      heatingSlope: null,
      coolingSlope: 5,
      heatingBalanceC: null,
      coolingBalanceC: 20,
    },
    statistics: { guideline14: { rmse: 10, n: 100, nPrime: 100, ...n } },
    ...changes,
  }) as unknown as WireMandvModel;

describe('what the digits of a parameter are worth', () => {
  it('is the textbook error of a straight line', () => {
    const x = points.map((p) => Math.max(p.temperatureC - 20, 0));
    const mean = x.reduce((a, b) => a + b) / 100;
    const spread = x.reduce((s, v) => s + (v - mean) ** 2, 0);
    const found = parameterErrors(model(), points, 1)!;
    expect(found.cooling).toBeCloseTo(10 / Math.sqrt(spread), 10);
    expect(found.base).toBeCloseTo(10 * Math.sqrt(1 / 100 + mean ** 2 / spread), 10);
    expect(found.heating).toBeNull();
  });
  it('grows when days follow each other', () =>
    expect(parameterErrors(model({}, { nPrime: 25 }), points, 1)!.cooling).toBeCloseTo(
      2 * parameterErrors(model(), points, 1)!.cooling!,
    ));
  it('is not claimed for months, for hours, or where columns say the same', () => {
    expect(parameterErrors(model({ method: 'monthly' }), points)).toBeNull();
    expect(parameterErrors(model({ parameters: null }), points)).toBeNull();
    expect(
      parameterErrors(
        model(),
        points.map((p) => ({ ...p, temperatureC: 30 })),
      ),
    ).toBeNull();
  });
});

it.each([
  [3362.4, 78, 3360, 80],
  [241.3, 18.2, 242, 18],
  [81.7, 34.9, 80, 35],
  [0.4321, 0.0061, 0.432, 0.006],
])('%d ± %d is said as %d ± %d', (value, half, shown, band) => {
  const found = honest(value, half);
  expect(found.value).toBeCloseTo(shown, 9);
  expect(found.half).toBeCloseTo(band, 9);
});
it('without an error three figures stand', () =>
  expect(honest(3362.4, null)).toMatchObject({ value: 3360, decimals: 0 }));
it('a balance point is a range of whole degrees', () => {
  expect(balanceText([7.8, 13.9])).toBe('8–14 °C');
  expect(balanceText([-1.1, -0.6])).toBe('−1 °C');
});
