import { describe, expect, it } from 'vitest';
import { join, quantity, reading, unitScale } from './quantity.ts';

const text = (v: number | null, u: string | null, l: 'zh' | 'en') => join(quantity(v, u, l));

describe('energy changes its unit when four digits are not enough', () => {
  it.each([
    [842.31, '842.3\u202fkWh', '842.3\u202fkWh'],
    [9999, '9,999\u202fkWh', '9,999\u202fkWh'],
    [9999.4, '9,999\u202fkWh', '9,999\u202fkWh'],
    [9999.6, '1.000\u202f万kWh', '10.00\u202fMWh'],
    [48_174.4, '4.817\u202f万kWh', '48.17\u202fMWh'],
    [12_345_678, '1,235\u202f万kWh', '12.35\u202fGWh'],
    [-25_000, '−2.500\u202f万kWh', '−25.00\u202fMWh'],
  ])('%d kWh', (kwh, zh, en) => {
    expect(text(kwh, 'kWh', 'zh')).toBe(zh);
    expect(text(kwh, 'kWh', 'en')).toBe(en);
  });
});

describe('other units', () => {
  it('show no decimals that such sensors don’t have', () => {
    expect(text(18.9, '°C', 'zh')).toBe('18.9\u202f°C');
    expect(text(-3.04, '°C', 'zh')).toBe('−3.0\u202f°C');
    expect(text(431.7, 'ppm', 'en')).toBe('432\u202fppm');
    expect(text(229.84, 'V', 'en')).toBe('229.8\u202fV');
  });
  it('stay as they are', () => {
    expect(text(212, 'kW', 'zh')).toBe('212.0\u202fkW');
    expect(text(14.2, 'm³', 'en')).toBe('14.20\u202fm³');
    expect(text(3.214, 'GJ', 'zh')).toBe('3.21\u202fGJ');
    expect(text(61.3, '%', 'zh')).toBe('61.3%');
    expect(text(0.93, '', 'en')).toBe('0.930');
    expect(text(7, null, 'en')).toBe('7.00');
  });
  it('have a name of their own in each language', () => {
    expect(text(35.2, 'g/meal', 'zh')).toBe('35.20\u202fg/人·餐');
    expect(text(35.2, 'g/meal', 'en')).toBe('35.20\u202fg per person-meal');
    expect(text(8214, 'tCO2e', 'zh')).toBe('8,214\u202ftCO₂e');
  });
  it('put the yuan sign before the number in English, 元 behind it in Chinese', () => {
    expect(text(1842, 'CNY', 'zh')).toBe('1,842\u202f元');
    expect(text(168_500, 'CNY', 'zh')).toBe('16.85\u202f万元');
    expect(text(168_500, 'CNY', 'en')).toBe('¥168.5k');
    expect(text(1842, 'CNY', 'en')).toBe('¥1,842');
  });
  it('stay beside the dash of a missing value, but for money', () => {
    expect(text(null, 'kWh', 'zh')).toBe('—\u202fkWh');
    expect(text(null, 'CNY', 'en')).toBe('—');
  });
});

describe('an axis has one unit', () => {
  it('taken from its largest value', () => {
    expect(unitScale('kWh', 48_000, 'zh')).toEqual({ unit: '万kWh', divisor: 1e4 });
    expect(unitScale('kWh', 48_000, 'en')).toEqual({ unit: 'MWh', divisor: 1e3 });
    expect(unitScale('kW', 48_000, 'zh')).toEqual({ unit: 'kW', divisor: 1 });
    expect(unitScale(null, 5, 'zh')).toEqual({ unit: '', divisor: 1 });
  });
});

it('a register reading keeps the digits that the meter shows', () => {
  expect(join(reading(1204.36, 'kWh', 2))).toBe('1,204.36\u202fkWh');
  expect(join(reading(48_211.6, 'kWh', 2))).toBe('48,211.60\u202fkWh');
  expect(join(reading(8112.4, 'm³'))).toBe('8,112.4\u202fm³');
});
