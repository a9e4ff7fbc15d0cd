import { describe, expect, it } from 'vitest';
import type { SettlementLine, TraceInput } from '../../../../domain/contract/settlement.ts';
import { crumbsOf, lotsOf, monthsOf, opens, stateOf, type Place } from './trace-tree.ts';

const saving: TraceInput = {
  name: 'saving',
  value: '1200.5',
  unit: 'kWh',
  sources: [
    { kind: 'readings', meter: 'E-1', from: '2026-10-05', to: '2026-10-31', tariffKind: 'peak' },
    { kind: 'model', meter: 'E-1', sha256: 'a'.repeat(64) },
  ],
};
const line: SettlementLine = {
  code: 'shared-saving',
  quantity: '1200.5',
  unit: 'kWh',
  price: '0.72',
  amount: '432.18',
  formula: 'ΔE × p × s',
  trace: [saving],
};
const nowhere: Place = { line: null, input: null, meter: null, month: null, kind: null, date: null };
const day: Place = { line: 0, input: 0, meter: 'E-1', month: '2026-10', kind: 'peak', date: '2026-10-07' };

describe('the way from a yuan down to the readings', () => {
  it('goes one level a step, and every level is an address', () => {
    const levels = [
      nowhere,
      { ...nowhere, line: 0 },
      { ...nowhere, line: 0, input: 0 },
      { ...day, date: null },
      day,
    ].map((place) => stateOf([line], place).level);
    expect(levels).toEqual(['lines', 'inputs', 'sources', 'days', 'readings']);
    const state = stateOf([line], day);
    expect(crumbsOf(state, day).map(({ level }) => level)).toEqual(levels);
    expect(crumbsOf(state, day)[3]!.place).toEqual({ line: 0, input: 0, meter: 'E-1', month: '2026-10', kind: 'peak' });
  });

  it('shows the level above where a line or an input is no more', () => {
    expect(stateOf([line], { ...day, line: 7 }).level).toBe('lines');
    expect(stateOf([line], { ...day, input: 7 }).level).toBe('inputs');
  });

  it('goes to a zone’s day without a month between', () => {
    const zone = { ...nowhere, line: 0, input: 0, meter: 'T-3', date: '2026-10-13' };
    const state = stateOf([line], zone);
    expect(crumbsOf(state, zone).map(({ level }) => level)).toEqual(['lines', 'inputs', 'sources', 'readings']);
  });

  it('cuts readings into lots: each month, kind and meter once', () => {
    expect(lotsOf([...saving.sources, ...saving.sources])).toEqual([{ meter: 'E-1', month: '2026-10', kind: 'peak' }]);
    expect(monthsOf('2025-11-20', '2026-02-03')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(lotsOf([{ kind: 'readings', meter: 'W-1', from: '2026-01-01', to: '2026-12-31' }])).toHaveLength(12);
  });

  it('ends where a number has no source', () => {
    expect(opens(saving)).toBe(true);
    expect(opens({ ...saving, sources: [] })).toBe(false);
  });
});
