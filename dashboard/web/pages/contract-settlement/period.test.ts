import { describe, expect, it } from 'vitest';
import type { WireSettlementItem } from '../../../../domain/wire-contracts.ts';
import { contractSettlementZh } from '../../messages/contract-settlement/zh.ts';
import { byYear, lastDayOf, periodWord } from './period.ts';

const item = (period: string): WireSettlementItem => ({
  period,
  kind: period.length === 4 ? 'year' : 'month',
  status: 'draft',
  payer: 'institution',
  payable: '1.00',
  problem: null,
});

describe('periods of a contract', () => {
  it('stand by year, the newest first, the true-up apart from its months', () => {
    const years = byYear(['2026-01', '2025', '2025-12', '2025-06', '2026-10'].map(item));
    expect(years.map(({ year, whole, months }) => [year, whole?.period ?? null, months.map((m) => m.period)])).toEqual([
      ['2026', null, ['2026-10', '2026-01']],
      ['2025', '2025', ['2025-12', '2025-06']],
    ]);
  });
  it('are named as people name them', () => {
    expect(periodWord('2026-10', true, contractSettlementZh)).toBe('2026 年 10 月');
    expect(periodWord('2025', true, contractSettlementZh)).toBe('2025 年度清算');
    expect(periodWord('2025', false, contractSettlementZh)).toBe('2025 年度');
  });
  it('end on a day that exists, in February too', () => {
    expect(lastDayOf('2024-02')).toBe('2024-02-29');
    expect(lastDayOf('2026-02')).toBe('2026-02-28');
    expect(lastDayOf('2026')).toBe('2026-12-31');
  });
});
