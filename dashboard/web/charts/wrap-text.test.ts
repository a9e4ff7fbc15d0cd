import { describe, expect, it } from 'vitest';
import { widthOf } from './tree/fit-text.ts';
import { wrapText } from './wrap-text.ts';

describe('words under a picture', () => {
  const zh = '数据来源：示范行政中心 · 行政中心主楼 · 演示数据 · 实测 98.7% · 估计 1.1% · 缺测 0.2%';
  const en =
    'Source: Demo Administrative Centre, main building · Demo data · measured 98.7% · est. 1.1% · missing 0.2%';

  it.each([
    ['zh', zh],
    ['en', en],
  ])('a phone’s picture (358 px) says all of them, in lines that fit (%s)', (_, text) => {
    const lines = wrapText(text, 358, 11);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(widthOf(line, 11)).toBeLessThanOrEqual(358);
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  });
  it('what fits stays one line', () => expect(wrapText(en, 2_000, 11)).toEqual([en]));
  it('a word that is wider than the picture is not lost', () =>
    expect(wrapText('see DEMO-METER-WITH-A-VERY-LONG-NAME here', 60, 11)).toEqual([
      'see',
      'DEMO-METER-WITH-A-VERY-LONG-NAME',
      'here',
    ]));
  it('no words, no lines', () => expect(wrapText('', 100, 11)).toEqual([]));
});
