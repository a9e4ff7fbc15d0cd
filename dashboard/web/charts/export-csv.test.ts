import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { formatter } from '../format/index.ts';
import type { SeriesChartModel } from './chart.ts';
import { cell, csvOf, type CsvWords } from './export-csv.ts';

const at = Date.parse('2026-11-23T14:30:00+08:00');
const model: SeriesChartModel = {
  title: '当日电量',
  period: '2026-11-23\n周一',
  from: at,
  to: at + 1,
  until: at,
  kind: 'bars',
  marks: [
    { at, until: at + 900_000, value: 46.10000000000001, quality: 'estimated', coverage: 1 },
    { at: at + 900_000, until: at + 1_800_000, value: null, quality: 'missing', coverage: 0, partial: true },
  ],
  previous: [],
  previousName: '',
  maxGapMs: 0,
  unit: 'kWh',
  fromZero: true,
  colour: { mark: '', text: '', band: '' },
  interval: '15 min',
  source: 'E-0301',
  fileName: 'x',
};

describe('a CSV of a chart', () => {
  const words: CsvWords = {
    ...{ source: '数据来源：E-0301', state: '估计 100%', partial: '未结束' },
    columns: ['时间', '数值', '单位', '质量', '覆盖率', '最小', '最大', '未结束'],
    quality: { measured: '实测', estimated: '估计', missing: '缺测', manual: '人工' },
  };
  const text = csvOf(model, words, formatter('zh', 'Asia/Shanghai'));
  const rows = parse(text, { bom: true, comment: '#', columns: true }) as Record<string, string>[];

  it('speaks the language on screen, keeps every digit, the offset of each time, and leaves what is missing empty', () => {
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      时间: '2026-11-23T14:30:00+08:00',
      数值: '46.10000000000001',
      质量: '估计',
    });
    expect(rows[1]).toMatchObject({ 数值: '', 质量: '缺测', 覆盖率: '0', 未结束: '未结束' });
  });
  it('says what it is in its first lines, one line each', () =>
    expect(text.split('\r\n').slice(0, 4)).toEqual([
      '\ufeff# 当日电量',
      '# 2026-11-23 周一',
      '# 数据来源：E-0301',
      '# 估计 100%',
    ]));
});

describe('a cell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['@x', "'@x"],
    ['a,"b"', '"a,""b"""'],
    [-3, '-3'],
    [null, ''],
  ])('%j is written %s', (value, text) => expect(cell(value)).toBe(text));
});
