import { describe, expect, test } from 'vitest';
import { earlierOf, settledSince } from './resettle.ts';
import { isNotSettled, settle } from './settle.ts';
import type { EarlierSettlement, Settlement, SettlementInputs } from './settlement.ts';
import { contractOf, inputsOf, lotOf } from './settlement/testing/inputs.ts';

const contract = contractOf({
  type: 'shared',
  price: { kind: 'fixed', price: '1' },
  share: [{ year: 2025, contractorPct: '100' }],
});
type Known = Readonly<Record<string, string>>;

function inputsFor(period: string, known: Known, earlier: readonly EarlierSettlement[] = []): SettlementInputs {
  const lots = Object.entries(known).flatMap(([month, saving]) => (month <= period ? [lotOf(month, saving, '1')] : []));
  return inputsOf(contract, { period, lots, earlier });
}
function issue(inputs: SettlementInputs) {
  const settlement = settle(inputs);
  if (isNotSettled(settlement)) throw new Error(settlement.code);
  return { inputs, inputsSha256: inputs.period, settlement };
}
/** The next month's settlement when what is known of the ones before it has changed to this. */
function next(period: string, known: Known, before: readonly ReturnType<typeof issue>[]) {
  const earlier = before.map((one, at) => {
    const later: Settlement[] = before.slice(at + 1).map(({ settlement }) => settlement);
    return earlierOf(one, inputsFor(one.inputs.period, known), later)!;
  });
  return issue(inputsFor(period, known, earlier));
}
const differences = ({ settlement }: ReturnType<typeof issue>) =>
  settlement.lines.filter(({ code }) => code === 'difference').map(({ amount }) => amount);

describe('late readings after a settlement was issued', () => {
  const march = issue(inputsFor('2026-03', { '2026-03': '100' }));

  test('nothing changed: no line', () => {
    expect(differences(next('2026-04', { '2026-03': '100', '2026-04': '50' }, [march]))).toEqual([]);
  });

  test('April pays what March lacked; May does not pay it again', () => {
    const late = { '2026-03': '130.004', '2026-04': '50', '2026-05': '10' };
    const april = next('2026-04', late, [march]);
    expect([differences(april), april.settlement.payable]).toEqual([['30.00'], '80.00']);
    expect(settledSince('2026-03', [april.settlement])).toBe('30.00');
    const may = next('2026-05', late, [march, april]);
    expect([differences(may), may.settlement.payable]).toEqual([[], '10.00']);
    expect(march.settlement.payable).toBe('100.00');
  });

  test('what was decided back and forth comes to what is known in the end', () => {
    const first = { '2026-03': '130', '2026-04': '50', '2026-05': '10' };
    const april = next('2026-04', first, [march]);
    const second = { '2026-03': '90', '2026-04': '55.5', '2026-05': '10' };
    const may = next('2026-05', second, [march, april]);
    expect(differences(may)).toEqual(['-40.00', '5.50']);
    const paid = [march, april, may].reduce((sum, { settlement }) => sum + Number(settlement.payable) * 100, 0);
    expect(paid).toBe((90 + 55.5 + 10) * 100);
  });

  test('less than a fen is nothing to settle', () => {
    expect(differences(next('2026-04', { '2026-03': '100.004', '2026-04': '50' }, [march]))).toEqual([]);
    expect(differences(next('2026-04', { '2026-03': '100.005', '2026-04': '50' }, [march]))).toEqual(['0.01']);
  });

  test('readings that were taken away: nothing can be said of March, so nothing is', () => {
    const current = { ...inputsFor('2026-03', { '2026-03': '100' }), completenessPct: 40 };
    expect(earlierOf(march, current, [])).toBeNull();
  });
});
