import { createHash } from 'node:crypto';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EntryStepKind, Side } from '../../domain/contract/steps.ts';
import type { Verdict } from '../../domain/contract/duty.ts';
import type { ContractEntryBody, FrozenMeterBaseline } from './contract-port.ts';
import { administrator, benchWith, firstPage, smallCity } from './fakes/bench.ts';
import type { Viewer } from './port.ts';

const officer: Viewer = { kind: 'user', name: 'sun', role: 'officer', scope: null };
const lin: Viewer = { kind: 'user', name: 'lin', role: 'county', scope: 'east' };
const zhao: Viewer = { kind: 'user', name: 'zhao', role: 'institution', scope: 'hospital' };
const bright: Viewer = { kind: 'user', name: 'bright', role: 'contractor', scope: 'brightsave' };
const leader: Viewer = { kind: 'user', name: 'leader', role: 'leader', scope: null };
const cook: Viewer = { kind: 'user', name: 'ma', role: 'canteen', scope: 'CT012' };

async function book() {
  const bench = await benchWith(onTestFinished);
  await bench.import(smallCity);
  bench.clock += 1000;
  return { bench, contracts: bench.registry.contracts };
}
type City = Awaited<ReturnType<typeof book>>;
/** Every row is told of with its hash. */
const wordsOf = (detail: string | null) => {
  expect(detail).toMatch(/; row SHA-256 [0-9a-f]{64}$/);
  return detail!.replace(/; row SHA-256 [0-9a-f]{64}$/, '');
};
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const audit = async ({ bench }: Pick<City, 'bench'>, action: string) =>
  (await bench.registry.auditLog(administrator, firstPage)).items
    .filter((entry) => entry.action.startsWith(action))
    .map(({ actor, action: what, subject, detail }) => [actor, what, subject, wordsOf(detail)].join(' | '))
    .reverse();
const faultsOf = async (work: Promise<unknown>) => {
  const error = (await work.catch((e: unknown) => e)) as { code: string; faults: { path: string; code: string }[] };
  expect(error.code).toBe('invalid-content');
  return error.faults.map(({ path, code }) => `${path} ${code}`);
};
const step = (what: EntryStepKind, side: Side, text = 'x') => ({ what, side, text, attachments: [] as number[] });

describe('who sees a contract', () => {
  it.each<[string, Viewer, readonly string[]]>([
    ['an officer: all', officer, ['C1', 'C2']],
    ['a leader: all', leader, ['C1', 'C2']],
    ['a county: those of its institutions', lin, ['C1']],
    ['another institution: none', zhao, []],
    ['a contractor: its own', bright, ['C1']],
    ['a contractor with a firm’s name: its own', { ...bright, scope: 'Dim & Sons Ltd' }, ['C2']],
    ['a contractor of no name: none', { ...bright, scope: null }, []],
    ['a canteen: none', cook, []],
  ])('%s', async (_, viewer, expected) => {
    const { contracts } = await book();
    expect((await contracts.page(viewer, firstPage)).items.map(({ contract }) => contract.id)).toEqual(expected);
    for (const id of ['C1', 'C2']) {
      expect((await contracts.one(viewer, id))?.contract.id ?? null).toBe(expected.includes(id) ? id : null);
    }
  });

  it('comes page by page, in the order of ids', async () => {
    const { bench, contracts } = await book();
    await bench.import({ contracts: ['B', 'D', 'C15'].map((id) => ({ id })) });
    const ids: string[] = [];
    for (let cursor: string | null = null; ;) {
      const page: Awaited<ReturnType<typeof contracts.page>> = await contracts.page(leader, { limit: 2, cursor });
      ids.push(...page.items.map(({ contract }) => contract.id));
      if ((cursor = page.next) === null) break;
    }
    expect(ids).toEqual(['B', 'C1', 'C15', 'C2', 'D']);
  });
});

it('each text stays with the instant from which it was known; meters alone make no new one', async () => {
  const city = await book();
  const { bench, contracts } = city;
  const first = bench.clock - 1000;
  const [before] = smallCity.contracts;
  await bench.import({ contracts: [{ ...before, end: '2030-12-31', name: '办公楼' }] });
  const second = bench.clock;
  bench.clock += 1000;
  await bench.import({ contracts: [{ ...before, end: '2030-12-31', name: '办公楼' }], meters: smallCity.meters });
  // Signed before it was entered.
  expect(await contracts.asOf('C1', first - 1)).toMatchObject({ name: null, term: { to: '2029-12-31' } });
  expect(await contracts.asOf('C1', second - 1)).toMatchObject({ name: null, term: { to: '2029-12-31' } });
  expect(await contracts.asOf('C1', second)).toMatchObject({ name: '办公楼', term: { to: '2030-12-31' } });
  expect(await contracts.asOf('gone', second)).toBeNull();
  expect(await contracts.one(officer, 'C1')).toMatchObject({ since: second, institutionName: '区政府' });
  await bench.registry.close();
  const file = new DatabaseSync(bench.file);
  const texts = file.prepare('select document from contract_versions order by id').all() as { document: string }[];
  file.close();
  await bench.open();
  const [c1, c2, another] = texts.map(({ document }) => sha256(document));
  expect(await audit(city, 'contract.text')).toEqual([
    `operator | contract.text | C1 | a new contract, SHA-256 ${c1}`,
    `operator | contract.text | C2 | a new contract, SHA-256 ${c2}`,
    `operator | contract.text | C1 | another text, SHA-256 ${another}`,
  ]);
});

describe('a baseline', () => {
  const frozen: FrozenMeterBaseline = {
    ...{ meter: 'main', weatherMeter: 'air', inputsSha256: 'a'.repeat(64), modelSha256: 'b'.repeat(64), model: '{}' },
  };
  const models = (sha256: string) => ({ meters: [frozen], sha256 });

  it('is replaced until somebody signs; then both sides sign what it says, once each', async () => {
    const city = await book();
    const { bench, contracts } = city;
    const say = async (what: string, done: Promise<string>) => `${what}: ${await done}`;
    const said = [
      await say('sign nothing', contracts.sign('C1', 'owner', 'one', officer)),
      await say('freeze', contracts.freeze('C1', models('one'), officer)),
      await say('freeze again', contracts.freeze('C1', models('two'), lin)),
      await say('sign the former', contracts.sign('C1', 'owner', 'one', officer)),
      await say('contractor', contracts.sign('C1', 'contractor', 'two', bright)),
      await say('freeze a signed one', contracts.freeze('C1', models('three'), officer)),
      await say('contractor twice', contracts.sign('C1', 'contractor', 'two', bright)),
      await say('owner', contracts.sign('C1', 'owner', 'two', lin)),
      await say('of no contract', contracts.freeze('C9', models('one'), officer)),
      await say('sign no contract', contracts.sign('C9', 'owner', 'one', officer)),
    ];
    expect(said).toEqual([
      'sign nothing: refused',
      'freeze: done',
      'freeze again: done',
      'sign the former: refused',
      'contractor: done',
      'freeze a signed one: refused',
      'contractor twice: refused',
      'owner: done',
      'of no contract: unknown',
      'sign no contract: unknown',
    ]);
    const at = bench.clock;
    const signatures = [
      { side: 'contractor', by: 'bright', at },
      { side: 'owner', by: 'lin', at },
    ];
    expect(await contracts.baseline('C1')).toEqual({ ...models('two'), at, by: 'lin', signatures });
    expect(await contracts.baseline('C1', at - 1)).toBeNull();
    expect(await contracts.baseline('C2')).toBeNull();
    expect(await audit(city, 'contract.s')).toEqual([
      'bright | contract.sign | C1 | contractor: SHA-256 two',
      'lin | contract.sign | C1 | owner: SHA-256 two',
    ]);
  });

  it('is not signed twice by two who press at once', async () => {
    const { contracts } = await book();
    await contracts.freeze('C1', models('one'), officer);
    const both = await Promise.all([officer, lin].map((by) => contracts.sign('C1', 'owner', 'one', by)));
    expect(both.sort()).toEqual(['done', 'refused']);
  });
});

describe('a payment or an adjustment', () => {
  const paid = { kind: 'payment', date: '2026-11-20', amount: '96500.00', milestone: 2 } as const;
  const open = { kind: 'adjustment', from: '2026-08-01', to: '2026-08-15', amountPerDay: '-12.5' } as const;
  const enter = (body: ContractEntryBody, side: Side, attachments: number[] = []) => ({
    ...{ body, side, reason: '验收单 9 号', attachments },
  });

  it('is proposed by one side and decided by the other, with every step kept, and as it stood then', async () => {
    const city = await book();
    const { bench, contracts } = city;
    const file = {
      subject: { kind: 'contract', id: 'C1' },
      name: '发票.pdf',
      content: Buffer.from('%PDF-1.7'),
    } as const;
    const { id: invoice } = await bench.registry.attachments.add(file, bright);
    const id = (await contracts.enter('C1', enter(paid, 'contractor', [invoice, invoice]), bright)) as number;
    const proposed = bench.clock;
    bench.clock += 1000;
    const steps: [ReturnType<typeof step>, Viewer, string][] = [
      [step('agreed', 'contractor'), bright, 'refused'],
      [step('challenged', 'owner', '缺验收单'), officer, 'done'],
      [step('note', 'contractor', '已补'), bright, 'done'],
      [step('agreed', 'owner', ''), lin, 'done'],
      [step('withdrawn', 'contractor', ''), bright, 'refused'],
    ];
    for (const [given, by, expected] of steps) {
      expect(await contracts.stepEntry('C1', id, given, by), given.what).toBe(expected);
    }
    expect(await contracts.stepEntry('C2', id, step('agreed', 'owner'), officer), 'of another contract').toBe(
      'unknown',
    );
    const [entry, ...others] = await contracts.entries('C1');
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ id, contract: 'C1', body: paid, reason: '验收单 9 号' });
    expect(entry!.steps.map(({ what, by, attachments }) => [what, by, ...attachments].join(' '))).toEqual([
      `proposed bright ${invoice}`,
      'challenged sun',
      'note bright',
      'agreed lin',
    ]);
    expect((await contracts.entries('C1', proposed))[0]!.steps).toHaveLength(1);
    expect(await contracts.entries('C1', proposed - 1)).toEqual([]);
    expect((await audit(city, 'contract.payment'))[0]).toContain(`#${id} 96500.00 on 2026-11-20: 验收单 9 号`);
    expect(await contracts.enter('C9', enter(open, 'owner'), officer)).toBe('unknown');
  });

  it.each<[string, ContractEntryBody, readonly string[]]>([
    ['a day that is none', { ...paid, date: '2026-02-30' }, ['body.date not-a-date']],
    ['nothing', { ...paid, amount: '0.00' }, ['body.amount not-positive']],
    ['less than nothing', { ...paid, amount: '-5' }, ['body.amount not-positive']],
    ['words for a sum', { ...paid, amount: '10 万' }, ['body.amount not-positive']],
    ['a milestone before the first', { ...paid, milestone: 0 }, ['body.milestone out-of-range']],
    ['an end before its beginning', { ...open, to: '2026-07-31' }, ['body.to ends-before-start']],
    ['no change at all', { ...open, amountPerDay: '-0.0' }, ['body.amountPerDay amount']],
    ['what is neither', { kind: 'gift' } as unknown as ContractEntryBody, ['body.kind not-one-of']],
  ])('is not entered with %s', async (_, body, faults) => {
    const { contracts } = await book();
    expect(await faultsOf(contracts.enter('C1', enter(body, 'owner'), officer))).toEqual(faults);
    expect(await contracts.entries('C1')).toEqual([]);
  });

  it('takes no file of another contract, and no challenge without words', async () => {
    const { bench, contracts } = await book();
    const file = { subject: { kind: 'contract', id: 'C2' }, name: 'a.pdf', content: Buffer.from('%PDF-1.7') } as const;
    const { id: foreign } = await bench.registry.attachments.add(file, officer);
    expect(await faultsOf(contracts.enter('C1', enter(paid, 'contractor', [foreign]), bright))).toEqual([
      'attachments[0] unknown-attachment',
    ]);
    const id = (await contracts.enter('C1', enter(open, 'contractor'), bright)) as number;
    expect(await faultsOf(contracts.stepEntry('C1', id, step('challenged', 'owner', ' '), officer))).toEqual([
      'text missing',
    ]);
    const both = await Promise.all(
      (['agreed', 'rejected'] as const).map((what) => contracts.stepEntry('C1', id, step(what, 'owner'), officer)),
    );
    expect(both.sort(), 'two who press at once').toEqual(['done', 'refused']);
  });
});

it('what the night found is kept for lists; a verdict that is another one is a change, the newest first', async () => {
  const { bench, contracts } = await book();
  const night = (summary: string, ...verdicts: [string, Verdict][]) =>
    contracts.remember('C1', { at: bench.clock, summary, verdicts: new Map(verdicts) });
  await night('{"n":1}', ['energy-2026', 'cannot-tell'], ['investment-1', 'met']);
  bench.clock += 1000;
  await night('{"n":2}', ['energy-2026', 'cannot-tell'], ['investment-1', 'not-met']);
  await contracts.remember('gone', { at: 1, summary: '{}', verdicts: new Map() });
  expect([...(await contracts.summaries(['C1', 'C2', 'gone']))]).toEqual([
    ['C1', { at: bench.clock, summary: '{"n":2}' }],
  ]);
  const changes = await contracts.changes('C1', 2);
  expect(changes.map(({ duty, before, verdict }) => `${duty}: ${before} → ${verdict}`)).toEqual([
    'investment-1: met → not-met',
    'investment-1: null → met',
  ]);
});

/** One of everything under a contract. */
async function fill({ contracts }: Pick<City, 'contracts'>, id: string): Promise<void> {
  await contracts.freeze(id, { meters: [], sha256: 'one' }, officer);
  await contracts.sign(id, 'owner', 'one', officer);
  const body = { kind: 'payment', date: '2026-11-20', amount: '1', milestone: null } as const;
  await contracts.enter(id, { body, reason: 'x', attachments: [], side: 'owner' }, officer);
  const result = JSON.stringify({ payable: '1.00' });
  const settlement = { period: '2026-10', inputs: '{}', inputsSha256: 'c', result, side: 'owner', text: '' } as const;
  await contracts.issue(id, settlement, officer);
  await contracts.remember(id, { at: 1, summary: '{}', verdicts: new Map([['data-2026', 'met']]) });
}
const tables = [
  'contract_versions',
  'contract_baselines',
  'contract_signatures',
  'contract_entries',
  'contract_entry_steps',
  'contract_settlements',
  'contract_settlement_steps',
  'contract_verdicts',
];

it('nothing of it is changed or deleted past the platform', async () => {
  const city = await book();
  await fill(city, 'C1');
  await city.bench.registry.close();
  const file = new DatabaseSync(city.bench.file);
  for (const table of tables) {
    for (const statement of [
      `update ${table} set id = 99`,
      `delete from ${table}`,
      `insert or replace into ${table} select * from ${table}`,
    ]) {
      expect(() => file.exec(statement), statement).toThrow(/append-only/);
    }
  }
  file.close();
});

it('what stands on contracts of the demo leaves with it; that of own contracts stays', async () => {
  const bench = await benchWith(onTestFinished);
  const { contracts } = await bench.registry;
  await bench.registry.importPortfolio(smallCity, administrator, { demo: true });
  await bench.import({ contracts: [{ id: 'MINE' }] });
  await fill({ contracts }, 'C1');
  await fill({ contracts }, 'MINE');
  expect(await bench.registry.removeDemo(administrator, () => ['demo', '{}'])).toMatchObject({ ok: true });
  expect((await contracts.page(administrator, firstPage)).items.map(({ contract }) => contract.id)).toEqual(['MINE']);
  await bench.registry.close();
  const file = new DatabaseSync(bench.file);
  for (const table of [...tables, 'contract_summaries']) {
    expect(file.prepare(`select count(*) as n from ${table}`).get(), table).toEqual({ n: 1 });
  }
  file.close();
});
