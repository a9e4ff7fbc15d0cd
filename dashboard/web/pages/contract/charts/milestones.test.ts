import { describe, expect, it } from 'vitest';
import type { WireContract, WireContractEntry } from '../../../../../domain/wire-contracts.ts';
import {
  nearestMilestone,
  paymentsOf,
  promisedStairs,
  shortfallOf,
  stairPath,
  stairSpan,
  verifiedStairs,
} from './milestones.ts';

const milestone = (due: string, promised: string, shortfall: { amount: string; days: number } | null = null) =>
  ({ due, promised, amount: promised, verified: '671500', latePct: '1', late: shortfall !== null, shortfall }) as const;
const investment: WireContract['investment'] = [
  milestone('2026-06-30', '700000', { amount: '28500', days: 146 }),
  milestone('2026-09-30', '840000', { amount: '168500', days: 54 }),
  milestone('2027-03-31', '960000'),
];
const entry = (over: Partial<WireContractEntry>, amount = '100'): WireContractEntry => ({
  ...{ id: 1, reason: '', state: 'agreed', steps: [], may: [] },
  body: { kind: 'payment', date: '2026-07-01', amount, milestone: null },
  ...over,
});

describe('promised and verified money', () => {
  it('counts what the text and agreed entries verify, by their day', () => {
    const document = { investment: [{ verified: [{ date: '2026-08-02', amount: 33500 }] }, { due: 'x' }, null] };
    expect(paymentsOf(document, [entry({}), entry({ state: 'proposed' })])).toEqual([
      { date: '2026-07-01', amount: '100' },
      { date: '2026-08-02', amount: '33500' },
    ]);
    expect(paymentsOf(undefined, [])).toEqual([]);
    expect(paymentsOf({ investment: 'later' }, [])).toEqual([]);
  });
  it('rises on the day of a payment; two of one day are one step, one of tomorrow none', () => {
    const payments = ['2026-05-01', '2026-05-01', '2026-06-01', '2026-12-01'].map((date) => ({ date, amount: '10' }));
    expect(verifiedStairs(payments, '2026-11-24')).toEqual([
      { date: '2026-05-01', sum: 20 },
      { date: '2026-06-01', sum: 30 },
    ]);
  });
  it('is drawn as stairs that keep their height until the next step', () => {
    const x = (date: string) => Number(date.slice(8));
    const stairs = [
      { date: '2026-01-10', sum: 5 },
      { date: '2026-01-20', sum: 8 },
    ];
    expect(stairPath(stairs, x, (v) => 100 - v, '2026-01-01', '2026-01-31')).toBe('M1,100H10V95H20V92H31');
  });
  it('says the largest shortfall with the days since its own milestone was due', () => {
    expect(shortfallOf(investment)).toMatchObject({ index: 1, due: '2026-09-30', amount: '168500', days: 54 });
    expect(shortfallOf([milestone('2027-03-31', '960000')])).toBeNull();
  });
  it('spans what is promised and paid, and today; an endless term begins with them', () => {
    const promised = promisedStairs(investment);
    expect(stairSpan(promised, [], '0001-01-01', '2026-11-24')).toEqual(['2026-06-30', '2027-03-31']);
    expect(stairSpan([], [], '2025-06-01', '2026-11-24')).toEqual(['2025-06-01', '2026-11-24']);
  });
  it('a pointer means the nearest milestone', () => {
    expect(nearestMilestone(investment, '2026-09-01')).toBe(1);
    expect(nearestMilestone([], '2026-09-01')).toBe(-1);
  });
});
