import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../storage/registry/port.ts';
import { administrator, Bench, firstPage, smallCity } from '../../../storage/registry/fakes/bench.ts';
import { checkAudit } from './audit.ts';
import { checkContractRows } from './contract-rows.ts';
import { ToldRows } from './told-rows.ts';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Somebody with the register in an editor; the audit alone was left as it was. */

const officer: Viewer = { kind: 'user', name: 'sun', role: 'officer', scope: null };
const bright: Viewer = { kind: 'user', name: 'bright', role: 'contractor', scope: 'brightsave' };
const folder = mkdtempSync(join(tmpdir(), 'wattsteward-rows-'));
/** As it was left: each case tampers with a copy. */
const left = join(folder, 'left.sqlite');
const bench = new Bench(folder);

beforeAll(async () => {
  await bench.open();
  await bench.import(smallCity);
  await fill('C1');
  await bench.registry.close();
  copyFileSync(bench.file, left);
});
beforeEach(() => {
  for (const end of ['', '-wal', '-shm']) rmSync(bench.file + end, { force: true });
  copyFileSync(left, bench.file);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Of everything at least one. */
async function fill(id: string): Promise<void> {
  const { contracts } = bench.registry;
  const step = (what: 'agreed' | 'note' | 'challenged', side: 'owner' | 'contractor') => ({
    ...{ what, side, text: '看过', attachments: [] },
  });
  await contracts.freeze(id, { meters: [], sha256: 'a'.repeat(64) }, officer);
  await contracts.sign(id, 'owner', 'a'.repeat(64), officer);
  await contracts.sign(id, 'contractor', 'a'.repeat(64), bright);
  const paid = { kind: 'payment', date: '2026-11-20', amount: '96500.00', milestone: 2 } as const;
  const open = { kind: 'adjustment', from: '2026-08-01', to: '2026-08-15', amountPerDay: '-12.5' } as const;
  for (const body of [paid, open]) {
    const given = { body, reason: '验收单', attachments: [], side: 'contractor' } as const;
    const entry = (await contracts.enter(id, given, bright)) as number;
    expect(await contracts.stepEntry(id, entry, step('agreed', 'owner'), officer)).toBe('done');
  }
  await contracts.remember(id, { at: 1, summary: '{}', verdicts: new Map([['energy-2026', 'cannot-tell']]) });
  await contracts.remember(id, { at: 2, summary: '{}', verdicts: new Map([['energy-2026', 'not-met']]) });
  const result = JSON.stringify({ payable: '1.00' });
  const settlement = { period: '2026-10', inputs: '{}', inputsSha256: 'c'.repeat(64), result } as const;
  await contracts.issue(id, { ...settlement, side: 'owner', text: '请核对' }, officer);
  for (const what of ['note', 'challenged', 'agreed'] as const) {
    expect(await contracts.stepSettlement(id, '2026-10', step(what, 'contractor'), bright)).toBe('done');
  }
}

function tamper(statements: string): void {
  const file = new DatabaseSync(bench.file);
  const triggers = file.prepare(`select name from sqlite_schema where type = 'trigger'`).all() as { name: string }[];
  for (const { name } of triggers) file.exec(`drop trigger ${name}`);
  file.exec(`pragma foreign_keys = off; ${statements}`);
  file.close();
}

/** What is found, a line each. */
async function found(): Promise<string[]> {
  const registry = await bench.open();
  const said: string[] = [];
  const findings = {
    progress: () => {},
    damage: (code: string, where: string, detail: string) => void said.push(`${code} ${where}: ${detail}`),
  };
  const told = new ToldRows();
  const { head } = await checkAudit({ registry }, null, [told], findings);
  await checkContractRows({ registry }, head.id, told, findings);
  await registry.close();
  return said;
}

it('nothing of what nobody touched', async () => {
  expect(await found()).toEqual([]);
});

describe('found, on both sides:', () => {
  const settlement = 'contract C1, settlement 2026-10 revision 1';
  it.each<[string, string, string | null, string | null]>([
    [
      'the side that agreed to a settlement',
      `update contract_settlement_steps set side = 'owner' where what = 'agreed'`,
      `${settlement}, agreed by bright`,
      'bright: contract.settlement.agreed 2026-10 revision 1: 看过',
    ],
    [
      'a challenge taken out',
      `delete from contract_settlement_steps where what = 'challenged'`,
      null,
      'bright: contract.settlement.challenged 2026-10',
    ],
    [
      'who agreed',
      `update contract_settlement_steps set by_whom = 'sun' where what = 'agreed'`,
      `${settlement}, agreed by sun`,
      'bright: contract.settlement.agreed',
    ],
    [
      'when it was proposed',
      `update contract_settlements set issued_at = issued_at - 60000`,
      `${settlement}, proposed by sun`,
      'sun: contract.settlement.proposed 2026-10',
    ],
    [
      'an agreement put in',
      `insert into contract_settlement_steps (settlement, what, side, at, by_whom, text, attachments)
        select settlement, 'agreed', 'owner', at, 'sun', '', '[]' from contract_settlement_steps limit 1`,
      `${settlement}, agreed by sun`,
      null,
    ],
    [
      'the same step twice',
      `insert into contract_settlement_steps (settlement, what, side, at, by_whom, text, attachments)
        select settlement, what, side, at, by_whom, text, attachments from contract_settlement_steps where what = 'agreed'`,
      `${settlement}, agreed by bright`,
      null,
    ],
    [
      `a step whose words end as another's entry does`,
      `update contract_settlement_steps set side = 'owner', text = (select substr(detail, 23) from audit
        where action = 'contract.settlement.agreed') where what = 'agreed'`,
      `${settlement}, agreed by bright`,
      'bright: contract.settlement.agreed',
    ],
    [
      `the contractor's signature`,
      `delete from contract_signatures where side = 'contractor'`,
      null,
      'bright: contract.sign contractor: SHA-256 aaaa',
    ],
    [
      'a signature set back',
      `update contract_signatures set made_at = made_at - 86400000 where side = 'owner'`,
      'contract C1, signature of the owner',
      'sun: contract.sign owner: SHA-256 aaaa',
    ],
    ['a baseline', `delete from contract_baselines`, null, 'sun: contract.freeze SHA-256 aaaa'],
    [
      'a sum that was paid',
      `update contract_entries set body = replace(body, '96500', '99500') where id = 1`,
      'contract C1, payment #1, agreed by sun',
      'sun: contract.payment.agreed #1 96500.00 on 2026-11-20',
    ],
    [
      'a milestone, which the words do not name',
      `update contract_entries set body = replace(body, '"milestone":2', '"milestone":1') where id = 1`,
      'contract C1, payment #1, agreed by sun',
      'sun: contract.payment.agreed #1 96500.00 on 2026-11-20',
    ],
    [
      'an adjustment that nobody can read any more',
      `update contract_entries set body = 'gone' where id = 2`,
      'contract C1, payment #2, proposed by bright',
      'bright: contract.adjustment.proposed #2 -12.5 a day',
    ],
    [
      'an adjustment that was agreed, rejected',
      `update contract_entry_steps set what = 'rejected' where entry = 2 and what = 'agreed'`,
      'contract C1, adjustment #2, rejected by sun',
      'sun: contract.adjustment.agreed #2 -12.5 a day',
    ],
    [
      'files under a payment',
      `update contract_entry_steps set attachments = '[7]' where entry = 1 and what = 'proposed'`,
      'contract C1, payment #1, proposed by bright',
      'bright: contract.payment.proposed #1',
    ],
    [
      'a verdict',
      `update contract_verdicts set verdict = 'met' where verdict = 'not-met'`,
      null,
      'system: contract.verdict energy-2026: not-met, before cannot-tell',
    ],
    [
      'a text',
      `update contract_versions set document = replace(document, 'brightsave', 'dimsave') where contract = 'C1'`,
      'contract C1, text',
      'operator: contract.text a new contract, SHA-256 ',
    ],
    [
      'the text in force only',
      `update contracts set document = replace(document, '2029', '2039') where id = 'C1'`,
      'contract C1, text in force',
      null,
    ],
    [
      'a contract with all that stood under it',
      `delete from contract_settlement_steps; delete from contract_settlements; delete from contract_entry_steps;
        delete from contract_entries; delete from contract_signatures; delete from contract_baselines;
        delete from contract_verdicts; delete from contract_meters where contract = 'C1';
        delete from contract_versions where contract = 'C1'; delete from contracts where id = 'C1'`,
      null,
      'contract.settlement.proposed 2026-10 revision 1',
    ],
  ])('%s', async (_, statements, row, told) => {
    tamper(statements);
    const said = await found();
    const untold = said.filter((line) => line.startsWith('not-in-audit')).join('\n');
    const missing = said.filter((line) => line.startsWith('missing contract C1')).join('\n');
    expect(untold).toContain(row ?? '');
    expect(missing).toContain(told ?? '');
    expect([untold !== '', missing !== '']).toEqual([row !== null, told !== null]);
  });
});

it('what the version before wrote, without hashes, is compared by what it told', async () => {
  await bench.open();
  const older = (await bench.registry.auditLog(administrator, firstPage)).items.toReversed();
  await bench.registry.close();
  tamper(`delete from audit where action = 'contract.verdict'; update audit set detail = case when action = 'contract.text' then 'a new contract'
    when action like 'contract.%' then substr(detail, 1, instr(detail, '; row SHA-256') - 1) else detail end`);
  expect(older.some(({ action }) => action === 'contract.settlement.agreed')).toBe(true);
  const chainAside = async () =>
    (await found()).filter((line) => !line.includes('audit entry') || line.includes('tells'));
  expect(await chainAside()).toEqual([]);
  tamper(`delete from contract_settlement_steps where what = 'agreed'`);
  expect(await chainAside()).toEqual([expect.stringContaining('contract.settlement.agreed 2026-10 revision 1')]);
});

it('contracts that left with the demo, and came again under their names, are no damage', async () => {
  rmSync(bench.file);
  const registry = await bench.open();
  await registry.importPortfolio(smallCity, administrator, { demo: true });
  await fill('C1');
  expect(await registry.removeDemo(administrator, () => ['demo', '{}'])).toMatchObject({ ok: true });
  await registry.close();
  expect(await found(), 'gone').toEqual([]);
  await bench.open();
  await bench.import(smallCity);
  await fill('C1');
  await bench.registry.close();
  expect(await found(), 'own ones of the same names').toEqual([]);
  tamper(`delete from contract_signatures where side = 'owner'`);
  expect(await found()).toEqual([expect.stringContaining('sun: contract.sign owner')]);
});
