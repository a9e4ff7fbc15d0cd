import { expect, it } from 'vitest';
import type { WireContractEntry } from '../../../../domain/wire-contracts.ts';
import { paymentsOf } from './payments.ts';

const entry = (
  id: number,
  date: string,
  milestone: number | null,
  state: WireContractEntry['state'],
): WireContractEntry => ({
  id,
  body: { kind: 'payment', date, amount: '10000.00', milestone },
  reason: `付款 ${id}`,
  state,
  steps: [],
  may: [],
});

it('payments of the text and those entered stand together by date, up to the milestone that is asked about', () => {
  const document = {
    investment: [
      { verified: [{ date: '2025-09-30', amount: 320000, evidence: '发票 0917' }] },
      { verified: [{ date: '2026-03-12', amount: '150000.5', evidence: ['发票 1102', '验收 3'] }] },
      {},
    ],
  };
  const entries = [
    entry(1, '2025-10-01', 1, 'agreed'),
    entry(2, '2026-01-05', 2, 'rejected'),
    entry(3, '2026-02-01', null, 'withdrawn'),
  ];
  expect(paymentsOf(document, entries, 1).map(({ date }) => date)).toEqual(['2025-09-30', '2025-10-01']);
  const all = paymentsOf(document, entries, 3);
  expect(all.map(({ amount, state }) => [amount, state])).toEqual([
    ['320000', null],
    ['10000.00', 'agreed'],
    ['10000.00', 'rejected'],
    ['150000.5', null],
  ]);
  expect(all[3]!.evidence).toEqual(['发票 1102', '验收 3']);
  expect(paymentsOf(undefined, [], 4)).toEqual([]);
});
