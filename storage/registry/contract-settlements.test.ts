import { describe, expect, it, onTestFinished } from 'vitest';
import type { EntryStepKind, Side } from '../../domain/contract/steps.ts';
import { administrator, benchWith, firstPage, smallCity } from './fakes/bench.ts';
import type { Viewer } from './port.ts';

const officer: Viewer = { kind: 'user', name: 'sun', role: 'officer', scope: null };
const bright: Viewer = { kind: 'user', name: 'bright', role: 'contractor', scope: 'brightsave' };

async function book() {
  const bench = await benchWith(onTestFinished);
  await bench.import(smallCity);
  bench.clock += 1000;
  return { bench, contracts: bench.registry.contracts };
}
const step = (what: EntryStepKind, side: Side, text = 'x') => ({ what, side, text, attachments: [] as number[] });

describe('a settlement', () => {
  const issued = (period: string, payable = '100000.00') => ({
    ...{ period, inputs: `{"period":"${period}"}`, inputsSha256: 'c'.repeat(64), side: 'owner' as const, text: '' },
    result: JSON.stringify({ period, payer: 'institution', lines: [], payable, carried: '0.00' }),
  });

  it('of a period is one: challenged, agreed later by the side that challenged it; nothing is edited', async () => {
    const { bench, contracts } = await book();
    expect(await contracts.issue('C1', issued('2026-10'), officer)).toBe('done');
    expect(await contracts.issue('C1', issued('2026-10'), officer)).toBe('refused');
    expect(await contracts.issue('C9', issued('2026-10'), officer)).toBe('unknown');
    expect(await contracts.stepSettlement('C1', '2026-09', step('agreed', 'contractor'), bright)).toBe('unknown');
    const steps: [ReturnType<typeof step>, Viewer, string][] = [
      [step('agreed', 'owner'), officer, 'refused'],
      [step('challenged', 'contractor', '区间有误'), bright, 'done'],
      [step('rejected', 'contractor'), bright, 'refused'],
      [step('agreed', 'contractor'), bright, 'done'],
      [step('withdrawn', 'owner'), officer, 'refused'],
      [step('note', 'owner'), officer, 'done'],
    ];
    for (const [given, by, expected] of steps) {
      expect(await contracts.stepSettlement('C1', '2026-10', given, by), given.what).toBe(expected);
    }
    const [one, ...more] = await contracts.settlements('C1');
    expect(more).toEqual([]);
    expect(one).toMatchObject({ ...issuedFields(issued('2026-10')), contract: 'C1', revision: 1 });
    expect(one!.settlement.payable).toBe('100000.00');
    expect(await contracts.settlements('C1', { asOf: bench.clock - 1 })).toEqual([]);
    const { items } = await bench.registry.auditLog(administrator, firstPage);
    expect(items.find(({ action }) => action === 'contract.settlement.proposed')).toMatchObject({
      ...{ actor: 'sun', subject: 'C1', result: 'done' },
      detail: expect.stringMatching(
        /^2026-10 revision 1: 100000\.00, inputs SHA-256 c{64}; row SHA-256 [0-9a-f]{64}$/,
      ) as string,
    });
  });

  it('that was withdrawn makes room for the next revision; a year comes after its months', async () => {
    const { contracts } = await book();
    for (const period of ['2026-01', '2025', '2025-12']) await contracts.issue('C1', issued(period), officer);
    await contracts.stepSettlement('C1', '2025-12', step('withdrawn', 'owner'), officer);
    const told = async (withdrawn: boolean) =>
      (await contracts.settlements('C1', { withdrawn })).map(({ period, revision }) => `${period} ${revision}`);
    expect(await told(false)).toEqual(['2026-01 1', '2025 1']);
    const both = await Promise.all([1, 2].map(() => contracts.issue('C1', issued('2025-12', '9.00'), officer)));
    expect(both.sort()).toEqual(['done', 'refused']);
    expect(await told(false)).toEqual(['2026-01 1', '2025 1', '2025-12 2']);
    expect(await told(true)).toEqual(['2026-01 1', '2025 1', '2025-12 2', '2025-12 1']);
    const all: string[] = [];
    for await (const { contract, period, revision } of contracts.allSettlements()) {
      all.push(`${contract} ${period} ${revision}`);
    }
    expect(all).toEqual(['C1 2026-01 1', 'C1 2025 1', 'C1 2025-12 1', 'C1 2025-12 2']);
  });

  it('is not taken when another was issued since it was computed: a difference would be paid by both', async () => {
    const { contracts } = await book();
    await contracts.issue('C1', issued('2026-01'), officer);
    const standing = ['c'.repeat(64)];
    const both = ['2026-02', '2026-03'].map((period) =>
      contracts.issue('C1', { ...issued(period), standing }, officer),
    );
    expect((await Promise.all(both)).sort()).toEqual(['done', 'refused']);
    const agreed = { ...step('agreed', 'contractor'), inputsSha256: 'd'.repeat(64) };
    expect(await contracts.stepSettlement('C1', '2026-01', agreed, bright), 'other inputs than read').toBe('refused');
  });

  function issuedFields({ period, inputs, inputsSha256, result }: ReturnType<typeof issued>) {
    return { period, inputs, inputsSha256, result };
  }
});
