import { describe, expect, it } from 'vitest';
import type { WireContractItem, WireContractSummary } from '../../../../domain/wire-contracts.ts';
import { contractsEn } from '../../messages/contracts/en.ts';
import { formatter } from '../../format/index.ts';
import { chosenRows, portfolioRows } from './risk.ts';
import { standingOf, type Judged } from './standing.ts';
import { decimalSum, totalsOf } from './totals.ts';
import { whyOf } from './words.ts';

const said = (code: string) => ({ code, message: { zh: code, en: code }, numbers: {} });
const forecast = (probability: number | null) => ({ expected: 100, halfWidth: 10, confidence: 0.9, probability });
type V = WireContractSummary['verdicts'][number];
const energy = (over: Partial<V> = {}): V => ({
  ...{ duty: 'energy-2026', kind: 'energy', verdict: 'cannot-tell', phase: 'open', reasons: [said('energy.open')] },
  ...over,
});
const short: V = {
  ...{ duty: 'investment-4', kind: 'investment', verdict: 'not-met', phase: 'closed' },
  reasons: [said('investment.short')],
};
const summary = (over: Partial<WireContractSummary>): WireContractSummary => ({
  ...{ at: '2026-11-24T02:10:00+08:00', year: 2026, saving: 90, halfWidth: 6, path: 80, guarantee: 100 },
  ...{ forecast: forecast(0.95), money: '64.80', completenessPct: 99, investment: null, shortfall: null },
  verdicts: [energy()],
  ...over,
});
const item = (id: string, over: Partial<WireContractSummary> | null, more: Partial<WireContractItem> = {}) =>
  ({
    ...{ id, name: null, type: 'custody', institution: null, institutionName: null, contractor: 'Ou', unit: 'kWh' },
    ...{ term: { from: '2025-06-01', to: '2033-05-31' }, meters: [], demo: false },
    summary: over === null ? null : summary(over),
    ...more,
  }) as WireContractItem;
const order = (items: readonly WireContractItem[], overdue = new Map<string, number>()) =>
  portfolioRows(items, overdue).map(({ item: { id } }) => id);

describe('the portfolio shows first what somebody must look at', () => {
  it('money that is owed before a year that will probably fail, then what nobody can tell, then the rest', () => {
    const failed = [energy({ reasons: [said('energy.open'), said('energy.incomplete')] })];
    const items = [
      item('fine', {}),
      item('silent', { verdicts: failed, forecast: null }),
      item('failing', { forecast: forecast(0.2) }),
      item('owes', { verdicts: [energy(), short], shortfall: { amount: '168500', days: 54 } }),
      item('new', null),
    ];
    expect(order(items)).toEqual(['owes', 'failing', 'silent', 'new', 'fine']);
  });
  it('of two that owe, the one whose year is less probable; then the one that owes more', () => {
    const owing = (id: string, amount: string, probability: number) =>
      item(id, { verdicts: [energy(), short], shortfall: { amount, days: 1 }, forecast: forecast(probability) });
    expect(order([owing('a', '9', 0.9), owing('b', '1000', 0.9), owing('c', '1', 0.3)])).toEqual(['c', 'b', 'a']);
  });
  it('one that is on its way but has let a deadline pass is at risk', () => {
    const [first] = portfolioRows([item('a', {}), item('b', {})], new Map([['b', 2]]));
    expect(first).toMatchObject({ item: { id: 'b' }, risk: { state: 'at-risk', overdue: 2 } });
    expect(whyOf(first!.item, first!.risk, contractsEn, formatter('en', 'Asia/Shanghai'))).toEqual([
      'remedies overdue: 2',
    ]);
  });
  it('filters keep what they say', () => {
    const rows = portfolioRows([item('a', {}), item('b', {}, { type: 'water', contractor: 'Qing' })], new Map());
    const ids = (query: Parameters<typeof chosenRows>[1]) => chosenRows(rows, query).map((row) => row.item.id);
    expect(ids({ type: 'water', state: null, contractor: null })).toEqual(['b']);
    expect(ids({ type: null, state: null, contractor: 'Ou' })).toEqual(['a']);
    expect(ids({ type: null, state: 'at-risk', contractor: null })).toEqual([]);
  });
});

describe('an open year', () => {
  const open = (over: Partial<Judged>) => standingOf({ ...energy(), ...over });
  it.each([
    [0.93, 'likely'],
    [0.8, 'likely'],
    [0.79, 'doubtful'],
    [0.49, 'unlikely'],
    [null, 'cannot-tell'],
  ] as const)('with a chance of %s is %s', (chance, standing) =>
    expect(open({ forecast: forecast(chance) })).toBe(standing),
  );
  it('whose meters failed cannot be told, whatever is forecast', () => {
    const reasons = [said('energy.open'), said('energy.incomplete')];
    expect(open({ reasons, forecast: forecast(0.99) })).toBe('cannot-tell');
  });
  it('a milestone before its day is not yet due; a verdict that was given stands', () => {
    expect(open({ kind: 'investment', reasons: [said('investment.not-due')] })).toBe('due');
    expect(open({ verdict: 'not-met' })).toBe('not-met');
    expect(open({ phase: 'closed', forecast: forecast(0.99) })).toBe('cannot-tell');
  });
});

describe('what all contracts come to', () => {
  it('adds kWh to kWh and m³ to m³, bands in quadrature, money to the last digit', () => {
    const rows = portfolioRows(
      [
        item('a', { saving: 90, halfWidth: 6, money: '0.1' }),
        item('b', { saving: 10, halfWidth: 8, money: '0.200001', shortfall: { amount: '168500', days: 54 } }),
        item('w', { saving: 5, halfWidth: null, money: null }, { unit: 'm³' }),
        item('new', null),
      ],
      new Map([['a', 1]]),
    );
    const totals = totalsOf(rows);
    expect(totals.units).toEqual([
      { unit: 'kWh', saving: 100, halfWidth: 10, counted: 2, of: 3 },
      { unit: 'm³', saving: 5, halfWidth: null, counted: 1, of: 1 },
    ]);
    expect(totals).toMatchObject({ money: '0.300001', shortfall: '168500', short: 1, overdue: 1 });
  });
  it('sums decimal texts exactly, with their sign', () => {
    expect(decimalSum(['0.1', '0.2', '-0.31'])).toBe('-0.01');
    expect(decimalSum(['9007199254740993', '0.000001'])).toBe('9007199254740993.000001');
    expect(decimalSum([])).toBe('0');
  });
});
