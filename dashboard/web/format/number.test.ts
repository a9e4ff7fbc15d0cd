import { describe, expect, it } from 'vitest';
import { change, count, exact, figure, figureDecimals, fixed, missing, percent, plusMinus } from './number.ts';

describe('figures read at a glance', () => {
  it.each([
    [212, '212.0'],
    [86.4, '86.40'],
    [8.123, '8.12'],
    [0.0234, '0.023'],
    [0.86, '0.86'],
    [0.0999, '0.100'],
    [1234.5, '1,235'],
    [9999.4, '9,999'],
    [39_799, '39,800'],
    [999.96, '1,000'],
    [99.996, '100.0'],
    [0, '0'],
    [-2.5, '−2.50'],
    [-276, '−276.0'],
    [-0.0001, '0.000'],
  ])('%d is written %s', (value, text) => expect(figure(value)).toBe(text));

  it('has at most four significant figures for every size', () => {
    for (let e = -3; e < 12; e++)
      for (const m of [1, 1.23456, 4.99995, 9.99949, 9.99951, 9.99999]) {
        const digits = figure(m * 10 ** e)
          .replace(/[,.]/g, '')
          .replace(/^0+/, '')
          .replace(/0+$/, '');
        expect(digits.length, `${m}e${e}`).toBeLessThanOrEqual(4);
      }
  });

  it('writes a missing value as a dash, never as 0', () => {
    for (const nothing of [null, undefined, Number.NaN, Infinity]) {
      expect(figure(nothing)).toBe(missing);
      expect(fixed(nothing, 2)).toBe(missing);
      expect(exact(nothing)).toBe(missing);
      expect(count(nothing)).toBe(missing);
      expect(percent(nothing)).toBe(missing);
      expect(change(nothing)).toBe(missing);
    }
  });

  it('keeps no decimals for nothing', () => expect(figureDecimals(0)).toBe(0));
});

describe('tables keep every digit', () => {
  it.each([
    [12_345.67, undefined, '12,345.67'],
    [48_211.6, 2, '48,211.60'],
    [3, undefined, '3'],
    [0.1 + 0.2, undefined, '0.3'],
    [-1.5, undefined, '−1.5'],
    [1e6, 0, '1,000,000'],
  ])('%d with %s decimals is %s', (value, decimals, text) => expect(exact(value, decimals)).toBe(text));
  it('groups from 1,000 on', () => expect([999, 1000, 152_340].map(count)).toEqual(['999', '1,000', '152,340']));
});

describe('shares', () => {
  it.each([
    [0.987, '98.7%'],
    [1, '100%'],
    [0, '0%'],
    [0.99999, '99.9%'],
    [0.00001, '<0.1%'],
  ])('%d is %s', (share, text) => expect(percent(share)).toBe(text));
  it('never rounds up to complete while something is missing', () => expect(percent(0.9996)).toBe('99.9%'));
  it.each([
    [0.314, '+31.4%'],
    [-0.028, '−2.8%'],
    [0, '0.0%'],
    [-0.0001, '0.0%'],
  ])('a change of %d is %s', (share, text) => expect(change(share)).toBe(text));
});

describe('uncertainty', () => {
  it('stands in the same digits as its value', () => {
    expect(plusMinus(183.61, 10.94)).toBe('183.6 ± 10.9');
    expect(plusMinus(1842.4, 12.3)).toBe('1,842 ± 12');
    expect(plusMinus(5.5, null)).toBe('5.50');
    expect(plusMinus(null, 3)).toBe(missing);
  });
});
