import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  WireCompliance,
  WireContract,
  WireContractSavings,
  WireRecomputed,
  WireSettlement,
  WireSettlementItem,
} from '../../../domain/wire-contracts.ts';
import type { WireProblem } from '../../../domain/wire.ts';
import { ContractSite } from '../fakes/contract-site.ts';
import { until } from '../fakes/installation.ts';
import { ownViewer } from '../house.ts';

const site = new ContractSite();
const path = '/api/v1/contracts/C1';

beforeAll(async () => {
  await site.open();
  await site.seed('E1', { from: '2025-01-01', to: '2026-11-23', works: '2026-01-01', after: 90 });
  await site.put({
    contracts: [
      {
        ...{ id: 'C1', type: 'shared', institution: 'SCHOOL', contractor: 'GREEN', meters: ['E1'] },
        ...{ start: '2026-01-01', end: '2030-12-31', base: { from: '2025-01-01', to: '2025-12-31' }, price: 0.8 },
        share: [{ year: 2026, contractorPct: 70 }],
        guarantee: [{ year: 2026, kwh: 4000 }],
      },
      { id: 'C2', type: 'custody', institution: 'SCHOOL', contractor: 'GREEN', custody: { monthlyFee: '5000.5' } },
      { id: 'C3', type: 'shared', start: '2027-01-01', institution: 'HOSPITAL', contractor: 'GREEN', meters: ['E2'] },
    ],
  });
}, 60_000);
afterAll(() => site.stop());

it('a contractor and the owner see the same figures, down to the day', async () => {
  const [owner, contractor] = [await site.person('wang'), await site.person('li')];
  const savings = `${path}/savings?from=2026-01-01&to=2026-02-01`;
  const { body, status, text } = await contractor.get<WireContractSavings>(savings);
  expect(status, text).toBe(200);
  expect(body.total.saving).toBeCloseTo(310, 4);
  expect(body.total.money).toBe('248.00');
  expect(body.days).toHaveLength(31);
  // A meter of quarter hours that was read each hour: all of it is known, not all of it measured.
  expect(body.days[30]).toMatchObject({ date: '2026-01-31', completenessPct: 100, estimated: true });
  expect(body.days[30]!.cumulative).toBeCloseTo(310, 4);
  expect(body.days[30]!.path).toBeCloseTo((4000 * 31) / 365, 6);
  expect(body.days[30]!.cumulativeHalfWidth).toBeGreaterThan(0);
  expect(body.months).toMatchObject([{ month: '2026-01', money: '248.00' }]);
  expect(body.years).toMatchObject([{ year: 2026, guarantee: 4000, verdict: 'cannot-tell' }]);
  expect((await owner.get<WireContractSavings>(savings)).body).toEqual(body);
  const { body: duties } = await owner.get<WireCompliance>(`${path}/compliance`);
  expect(duties.duties).toMatchObject([{ id: 'energy-2026', phase: 'open', verdict: 'cannot-tell', target: 4000 }]);
  expect(duties.duties[0]!.forecast!.expected).toBeCloseTo(3650, 0);
  const one = await owner.get<WireContract>(path);
  expect(one.status, one.text).toBe(200);
  expect(one.body.baseline).toMatchObject({ state: 'draft', meters: [{ model: 'intercept_only' }] });
});

it('a month is proposed by one side, computed again from what was frozen, and marked when its readings change', async () => {
  const contractor = await site.person('li');
  const proposed = await contractor.post<WireSettlement>(`${path}/settlements/2026-01/propose`, {});
  expect(proposed.status, proposed.text).toBe(201);
  expect(proposed.body).toMatchObject({ payable: '173.60', status: 'proposed' });
  const again = await contractor.post<WireRecomputed>(`${path}/settlements/2026-01/recompute`);
  expect(again.body).toMatchObject({ identical: true, inputsHash: proposed.body.inputsHash });
  const items = await contractor.get<{ items: WireSettlementItem[] }>(`${path}/settlements`);
  expect(items.body.items.map(({ period }) => period).slice(-2)).toEqual(['2026-02', '2026-01']);
  expect(items.body.items.at(-1)).toMatchObject({ status: 'proposed', payable: '173.60' });
  expect(items.body.items[0]).toMatchObject({ period: '2026-10', status: 'draft', payable: '173.60' });

  await site.correct('E1', Date.parse('2026-01-15T08:00:00+08:00'), 50);
  const report = await until('the settlement to be superseded', async () => {
    const { items: reports } = await site.registry.reports.page(ownViewer, { limit: 10, cursor: null });
    const own = reports.find(({ kind }) => kind === 'settlement');
    return own !== undefined && own.changes.length > 0 && own;
  });
  expect(report.title).toBe('C1 2026-01');
  const late = await contractor.get<WireSettlement>(`${path}/settlements/2026-01`);
  expect(late.body).toMatchObject({ payable: '173.60', now: { payable: '145.60' } });
  const next = await contractor.get<WireSettlement>(`${path}/settlements/2026-02`);
  expect(next.body.lines.find(({ code }) => code === 'difference')).toMatchObject({ amount: '-28.00' });
});

it('is proposed and agreed to as it was read: readings that came since are looked at first', async () => {
  const contractor = await site.person('li');
  const officer = await site.person('zhao');
  const month = `${path}/settlements/2026-03`;
  const read = (await contractor.get<WireSettlement>(month)).body;
  await site.correct('E1', Date.parse('2026-03-15T08:00:00+08:00'), 10);
  const late = await contractor.post<WireProblem>(`${month}/propose`, { inputsHash: read.inputsHash });
  expect([late.status, late.body.code]).toEqual([409, 'changed']);
  const { inputsHash, payable } = (await contractor.get<WireSettlement>(month)).body;
  expect(payable).not.toBe(read.payable);
  const proposed = await contractor.post<WireSettlement>(`${month}/propose`, { inputsHash });
  expect([proposed.status, proposed.body.payable]).toEqual([201, payable]);
  const other = { what: 'agreed', inputsHash: read.inputsHash };
  const refused = await officer.post<WireProblem>(`${month}/steps`, other);
  expect([refused.status, refused.body.code]).toEqual([409, 'changed']);
  expect((await officer.post<WireSettlement>(`${month}/steps`, { what: 'agreed', inputsHash })).body.status).toBe(
    'agreed',
  );
});

it('a contract without meters, or one that has not begun, is told as it is', async () => {
  const officer = await site.person('zhao');
  for (const id of ['C2', 'C3']) {
    for (const part of ['', '/savings', '/compliance', '/settlements']) {
      const { status, text } = await officer.get(`/api/v1/contracts/${id}${part}`);
      expect(status, `${id}${part}: ${text}`).toBe(200);
    }
  }
  const fee = await officer.get<WireSettlement>('/api/v1/contracts/C2/settlements/2026-10');
  expect(fee.body.payable).toBe('5000.50');
  const early = await officer.get<WireProblem>('/api/v1/contracts/C3/settlements/2026-10');
  expect(early.body.code).toBe('outside-term');
});
