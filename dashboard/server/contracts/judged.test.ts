import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireContractSummary } from '../../../domain/wire-contracts.ts';
import { at, ContractSite, dayMs, type Seed } from '../fakes/contract-site.ts';
import { until } from '../fakes/installation.ts';
import { ownViewer } from '../house.ts';
import { ReportWatch } from '../quality/reports.ts';
import { settlementReports } from './reports.ts';

const site = new ContractSite();
const seed = { from: '2024-01-01', to: '2026-11-23', works: '2025-01-01', after: 90 } as const;
const guaranteed = {
  ...{ type: 'guaranteed', start: '2025-01-01', end: '2027-12-31', price: 0.8 },
  base: { from: '2024-01-01', to: '2024-12-31' },
  guarantee: [2025, 2026, 2027].map((year) => ({ year, kwh: 3600 })),
};

beforeAll(() => site.open(), 60_000);
afterAll(() => site.stop());

async function contract(id: string, more: object = {}, use?: Seed['use'], to: string = seed.to): Promise<void> {
  await site.meter(id);
  await site.seed(id, { ...seed, to, ...(use && { use }) });
  await site.contract({ id: `C-${id}`, meters: [id], ...guaranteed, ...more });
}
const duty = async (id: string, which: string, asOf?: number) =>
  (await site.contracts.duties(await site.stored(id), asOf)).find((one) => one.id === which);

it('a year that reached its guarantee is met until late data take it away; as it was known before, it still is', async () => {
  await contract('G1');
  expect(await duty('C-G1', 'energy-2025')).toMatchObject({ verdict: 'met', phase: 'closed', target: 3600 });
  const known = site.now;
  site.now += dayMs;
  await site.correct('G1', at('2025-07-01'), 100);
  const late = await duty('C-G1', 'energy-2025');
  expect(late).toMatchObject({ verdict: 'not-met' });
  const before = await duty('C-G1', 'energy-2025', known);
  expect(before!.verdict).toBe('met');
  expect(before!.actual! - late!.actual!).toBeCloseTo(100, 3);
  // Before anything was known here the contract obliged already, and nobody could tell.
  const early = await site.contracts.duties(await site.stored('C-G1'), known - dayMs);
  expect(early.length).toBeGreaterThan(0);
  expect(new Set(early.map(({ verdict }) => verdict))).toEqual(new Set(['cannot-tell']));
});

describe('a meter that failed', () => {
  it('settles nothing and is judged by nobody; the percentage is told', async () => {
    await site.meter('F1');
    await site.seed('F1', { ...seed, to: '2025-03-11' });
    await site.contract({ id: 'C-F1', meters: ['F1'], ...guaranteed, data: { completenessPct: 95 } });
    const energy = await duty('C-F1', 'energy-2025');
    expect(energy).toMatchObject({ verdict: 'cannot-tell', phase: 'closed' });
    const draft = await site.draft('C-F1', '2025');
    expect(draft).toMatchObject({ code: 'incomplete-data', requiredPct: 90 });
    // 1 January to 10 March: 69 of 365 days.
    expect('code' in draft && draft.completenessPct).toBeCloseTo((69 * 100) / 365, 6);
    expect(await duty('C-F1', 'data-2025')).toMatchObject({ verdict: 'not-met' });
  });

  it('fails the boundary when it is one of several, and only in its time', async () => {
    await site.meter('F2');
    await site.meter('F3');
    await site.seed('F2', seed);
    await site.seed('F3', { ...seed, to: '2026-03-11' });
    const share = [{ year: 2025, contractorPct: 50 }];
    await site.contract({ ...guaranteed, id: 'C-F2', type: 'shared', guarantee: [], share, meters: ['F2', 'F3'] });
    const february = await site.settled('C-F2', '2026-02');
    expect(february.inputs.completenessPct).toBe(100);
    const march = await site.draft('C-F2', '2026-03');
    expect(march).toMatchObject({ code: 'incomplete-data' });
    expect('code' in march && march.completenessPct).toBeCloseTo(1000 / 31, 6);
    const items = await site.contracts.settlements(await site.stored('C-F2'));
    expect(items[0]).toMatchObject({ period: '2026-10', status: 'not-settled', payable: null });
    expect(items.find(({ period }) => period === '2026-02')).toMatchObject({ status: 'draft' });
  });

  it('that stands still saves nothing: an unchanging register is no zero', async () => {
    await contract('F4', {}, (start) => (start >= at('2025-06-01') ? 0 : undefined));
    expect(await duty('C-F4', 'energy-2025')).toMatchObject({ verdict: 'cannot-tell' });
  });
});

it('an hourly meter is measured although no quarter hour of it is', async () => {
  await contract('H1', { data: { completenessPct: 99 } });
  expect(await duty('C-H1', 'data-2025')).toMatchObject({ verdict: 'met', actual: 100 });
});

describe('a baseline', () => {
  it('is frozen as it is: later readings of the base year change what a new one would be, and no settlement', async () => {
    await contract('B1');
    const stored = await site.stored('C-B1');
    const frozen = await site.contracts.baselineToFreeze(stored);
    if ('code' in frozen) throw new Error(frozen.code);
    expect(await site.registry.contracts.freeze('C-B1', frozen, ownViewer)).toBe('done');
    const year = await site.settled('C-B1', '2025');
    expect(year.inputs.meters[0]).toMatchObject({ frozen: true, modelSha256: frozen.meters[0]!.modelSha256 });
    await site.correct('B1', at('2024-05-01'), 3000);
    const after = await site.settled('C-B1', '2025');
    expect(after.inputsSha256).toBe(year.inputsSha256);
    expect(after.settlement).toEqual(year.settlement);
    const again = await site.contracts.baselineToFreeze(stored);
    expect('code' in again || again.sha256).not.toBe(frozen.sha256);
    const { state, sha256, meters } = await site.contracts.baseline(stored);
    expect([state, sha256]).toEqual(['frozen', frozen.sha256]);
    expect(meters[0]).toMatchObject({ meter: 'B1', model: 'intercept_only', n: 366 });
  });

  it('of a week is disqualified until both sides have signed it', async () => {
    await contract('B2', { base: { from: '2024-12-25', to: '2024-12-31' } });
    expect(await duty('C-B2', 'energy-2025')).toMatchObject({ verdict: 'cannot-tell' });
    const stored = await site.stored('C-B2');
    const frozen = await site.contracts.baselineToFreeze(stored);
    if ('code' in frozen) throw new Error(frozen.code);
    const { contracts } = site.registry;
    await contracts.freeze('C-B2', frozen, ownViewer);
    await contracts.sign('C-B2', 'owner', frozen.sha256, ownViewer);
    expect(await duty('C-B2', 'energy-2025')).toMatchObject({ verdict: 'cannot-tell' });
    await contracts.sign('C-B2', 'contractor', frozen.sha256, ownViewer);
    expect((await duty('C-B2', 'energy-2025'))!.verdict).not.toBe('cannot-tell');
    expect((await site.contracts.baseline(stored)).state).toBe('signed');
  });
});

it('the night judges every contract, remembers it and tells each verdict that changes', async () => {
  const today = site.calendar.iso(site.now).slice(0, 10);
  await contract('N1', {}, undefined, today);
  await site.contracts.evaluateAll();
  expect(site.contracts.run).toMatchObject({ running: false, failed: 0, done: site.contracts.run.total });
  const remembered = async () => {
    const known = await site.registry.contracts.summaries(['C-N1']);
    return JSON.parse(known.get('C-N1')!.summary) as WireContractSummary;
  };
  const summary = await remembered();
  expect(summary).toMatchObject({ year: 2026, guarantee: 3600, completenessPct: 100 });
  const gone = (at(today) - at('2026-01-01')) / dayMs;
  expect(summary.saving).toBeCloseTo(10 * gone, -1);
  expect(Number(summary.money)).toBeCloseTo(8 * gone, -1);
  expect(summary.forecast!.expected).toBeCloseTo(3650, -1);
  expect(summary.path).toBeCloseTo((3600 * gone) / 365, 6);
  await site.correct('N1', at('2025-07-01'), 100);
  await site.contracts.evaluateAll();
  const changes = await site.registry.contracts.changes('C-N1', 10);
  expect(changes.map(({ duty: id, before, verdict }) => [id, before, verdict])).toEqual(
    expect.arrayContaining([['energy-2025', 'met', 'not-met']]),
  );
});

it('an issued settlement says that it is superseded when its readings change, and only then', async () => {
  const share = [{ year: 2025, contractorPct: 50 }];
  await contract('R1', { type: 'shared', guarantee: [], share });
  await site.issue('C-R1', '2026-01');
  const { registry, collector, store, calendar } = site;
  const watch = new ReportWatch({ registry, collector, store, now: () => site.now, log: pino({ level: 'silent' }) }, [
    settlementReports({ registry, calendar }, site.contracts),
  ]);
  await watch.made();
  const report = async () => {
    const { items } = await registry.reports.page(ownViewer, { limit: 10, cursor: null });
    return items.find(({ kind }) => kind === 'settlement');
  };
  expect(await report()).toMatchObject({ meter: 'R1', title: 'C-R1 2026-01', changes: [] });
  watch.start();
  await watch.made();
  expect((await report())!.changes).toEqual([]);
  await site.correct('R1', at('2026-01-20'), 7);
  const changed = await until('the report to be superseded', async () =>
    (await report())!.changes.length > 0 ? report() : false,
  );
  expect(changed!.changes).toHaveLength(1);
  await watch.stop();
});
