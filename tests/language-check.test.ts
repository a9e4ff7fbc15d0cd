import { describe, expect, test } from 'vitest';
import { foreignIn } from './support/language-check.ts';

const none = { names: [] };

describe('the check of languages', () => {
  test('finds a Chinese word on an English page, wherever it hides', () => {
    expect(foreignIn('en', ['Meters', 'Reading age 3 s, 缺测', '市图书馆 E-0301'], { names: ['市图书馆'] })).toEqual([
      '缺测 ← Reading age 3 s, 缺测',
    ]);
    expect(foreignIn('en', ['能管家', '中文', 'Last 24 h'], none)).toEqual([]);
  });
  test('finds an English word on a Chinese page, and lets units and names of things stand', () => {
    const page = ['此刻用电功率', '212.4 kW', '单位面积 kWh/m²', 'E-0301 · main', 'v1/E-0301/readings', 'energy_kwh'];
    expect(foreignIn('zh', page, { names: ['E-0301'] })).toEqual(['main ← E-0301 · main']);
    expect(foreignIn('zh', ['导出 CSV', 'MQTT 端口 1883', 'UTC+8', '2026-11-23T14:35:00+08:00'], none)).toEqual([]);
    expect(foreignIn('zh', ['Loading…'], none)).toEqual(['Loading ← Loading…']);
  });
});
