import { describe, expect, it } from 'vitest';
import { difference, isFiner, plain, sumOf, toFen, yuan } from './yuan.ts';

describe('yuan of a settlement', () => {
  it.each([
    ['100000', '100,000.00'],
    ['1600.005', '1,600.01'],
    ['-1600.005', '−1,600.01'],
    ['0.004999', '0.00'],
    ['-0.004', '0.00'],
    ['9007199254740993.015', '9,007,199,254,740,993.02'],
  ])('show %s as %s: half away from zero, no float in between', (text, shown) => {
    expect(yuan(text)).toBe(shown);
  });

  it('say when two decimals hide something, so that six are offered', () => {
    expect(isFiner('12.345678')).toBe(true);
    expect(isFiner('12.340000')).toBe(false);
    expect(isFiner('12.30')).toBe(false);
  });

  it('add up to what is paid, where floats would not', () => {
    expect(sumOf(['0.1', '0.2'])).toBe('0.30');
    expect(sumOf(['100000.00', '1600.00', '-600.00', '-1000.00'])).toBe('100000.00');
    expect(difference('99800.00', '100000.00')).toBe('-200.00');
    expect(difference('-1.5', '-2')).toBe('0.50');
  });

  it('keep the digits of a price, and leave words alone', () => {
    expect(plain('0.720000')).toBe('0.72');
    expect(plain('80000')).toBe('80,000');
    expect(plain('-12.5')).toBe('−12.5');
    expect(plain('peak')).toBe('peak');
    expect(toFen('peak')).toBe('peak');
  });
});
