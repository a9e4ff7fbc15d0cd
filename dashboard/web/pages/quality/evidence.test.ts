import { describe, expect, it } from 'vitest';
import { formatter } from '../../format/index.ts';
import { qualityEn } from '../../messages/quality/en.ts';
import { qualityZh } from '../../messages/quality/zh.ts';
import { evidenceLines } from './evidence.ts';

const f = formatter('zh', 'Asia/Shanghai');
const lines = (evidence: Record<string, number | string | boolean>, before: number | null = null) =>
  evidenceLines({ evidence, unit: 'kWh', before, after: null }, qualityZh.evidence, f).map(({ name, value }) =>
    `${name} ${value}`.replaceAll('\u202f', ' '),
  );

describe('evidence in words', () => {
  it('a step above the limit says both figures and where the limit comes from', () => {
    expect(lines({ limitFrom: 'max-per-hour', limit: 400, used: 51_795.7 }, 3.2)).toEqual([
      '之前读数 3.2 kWh',
      '这一步的读数差 51,795.7 kWh',
      '判断上限 400 kWh',
      '上限来自 档案中的每小时上限',
    ]);
  });
  it('instants are local times, lengths are lengths, and what does not hold is not said', () => {
    expect(lines({ stillFromAt: '2026-11-20T16:00:00Z', elapsedMs: 1_209_600_000, stillLonger: false })).toEqual([
      '两读数相隔 14 天',
      '自此停走 2026-11-21 00:00',
    ]);
    expect(lines({ offsetMs: -86_400_000 })).toEqual(['时间与收到时刻之差 −1 天']);
  });
  it('shows no dust of decimal sums, and keeps a name that no dictionary has', () => {
    expect(lines({ used: 0.30000000000000004 })).toEqual(['这一步的读数差 0.3 kWh']);
    expect(lines({ phaseOfTheMoon: 'full' })).toEqual(['phaseOfTheMoon full']);
  });
  it('both languages know the same evidence', () => {
    expect(Object.keys(qualityEn.evidence.names)).toEqual(Object.keys(qualityZh.evidence.names));
  });
});
