import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WireContractSavings } from '../../../domain/wire-contracts.ts';
import { chosen, Office } from '../fakes/office.ts';
import { ownViewer } from '../house.ts';

const at = new Office();
beforeAll(() => at.open(), 60_000);
afterAll(() => at.stop());

const item = {
  ...{ type: 'shared', institution: 'OFFICE', contractor: 'GREEN', price: 0.8 },
  ...{ start: '2025-11-01', end: '2030-10-31', base: { from: '2024-11-01', to: '2025-10-31' } },
  share: [{ year: 2025, contractorPct: 60 }],
};

it.each(['daily', 'hourly', 'monthly'] as const)(
  'a contract saves what a measurement and verification of its meter says: %s',
  async (method) => {
    // Monthly analyses count whole bills: up to the end of October.
    const to = method === 'monthly' ? '2026-11-01' : '2026-11-23';
    const analysis = await at.one(await at.made({ ...chosen, method }));
    // The boundary of one contract is no other's.
    const contracts = [{ ...item, id: 'MV', method, meters: ['M1'] }];
    const done = await at.registry.importPortfolio({ contracts }, ownViewer);
    expect(done).toMatchObject({ ok: true });
    const answer = await at.officer.get<WireContractSavings>(`/api/v1/contracts/MV/savings?from=2025-11-01&to=${to}`);
    expect(answer.status, answer.text).toBe(200);
    const { total, months } = answer.body;
    const verified = analysis.months.map(({ month, saving }) => [month, saving]).slice(0, 12);
    for (const [i, [month, saving]] of verified.entries()) {
      expect(months[i]!.month).toBe(month);
      expect(months[i]!.saving).toBeCloseTo(saving as number, 3);
    }
    if (method === 'monthly') return;
    expect(total.saving).toBeCloseTo(analysis.total!.saving, 3);
    expect(total.actual).toBeCloseTo(analysis.total!.actual, 3);
    expect(total.halfWidth).toBeCloseTo(analysis.total!.band.halfWidth!, 3);
  },
);
