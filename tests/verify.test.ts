import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portfolio, secretOf } from './support/portfolio.ts';
import { Product, until } from './support/product.ts';

/** Somebody with the data folder, time on their hands and no scruples; then `verify`. */

const product = new Product();
/** As it was left, stopped: each case tampers with a copy. */
const folders: string[] = [];
let head = '';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
/** A JPEG to every program that looks at its first bytes. */
const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_000, 7)]);

beforeAll(async () => {
  await product.start();
  await product.importPortfolio({
    ...portfolio([{ id: 'E1', secret: secretOf('E1') }]),
    contracts: [
      {
        id: 'K1',
        type: 'custody',
        institution: 'I1',
        contractor: '明源',
        meters: ['E1'],
        start: '2026-01-01',
        end: '2030-12-31',
        custody: { monthlyFee: '100000.00' },
        minCompleteness: 0,
      },
    ],
  });
  const csv = product.file('past.csv', 'timestamp,value\n2026-01-01T00:00:00Z,1\n2026-11-01T00:00:00Z,3000\n');
  expect((await product.cli('history', 'import', csv, '--meter', 'E1', '--kind', 'register')).code).toBe(0);
  const path = '/api/v1/contracts/K1/settlements/2026-09/propose';
  const { body: proposed } = await product.api(path, { method: 'POST', json: { text: '请核对' } });
  expect(proposed).toMatchObject({ status: 'proposed', payable: '100000.00' });
  await attach();
  await agree();
  const whole = await product.cli('verify', '--json');
  expect(whole.code, whole.stdout + whole.stderr).toBe(0);
  head = (JSON.parse(whole.stdout) as { head: { hash: string } }).head.hash;
  await product.stop();
}, 120_000);
afterAll(async () => {
  await product.dispose();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function attach(): Promise<void> {
  const query = new URLSearchParams({ kind: 'contract', id: 'K1', name: 'invoice.jpg' });
  const init = { method: 'POST', body: photo, headers: { 'content-type': 'image/jpeg' } };
  const { status, body } = await product.api(`/api/v1/attachments?${query}`, init);
  expect(status, JSON.stringify(body)).toBe(201);
}

/** The contractor's side agrees to the settlement, and to an adjustment that the owner's side entered. */
async function agree(): Promise<void> {
  const asked = { name: 'contractor', role: 'contractor', scope: '明源' };
  const { body: made } = await product.api<{ token: string }>('/api/v1/tokens', { method: 'POST', json: asked });
  const contractor = async (path: string, json: unknown) => {
    const headers = { authorization: `Bearer ${made.token}`, 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(json) };
    const answer = await fetch(`${product.url}/api/v1/contracts/K1/${path}`, init);
    expect(answer.status, await answer.text()).toBe(200);
  };
  const json = {
    body: { kind: 'adjustment', from: '2026-08-01', to: '2026-08-15', amountPerDay: '-12.5' },
    reason: '食堂停用',
  };
  const entered = await product.api<{ id: number }>('/api/v1/contracts/K1/entries', { method: 'POST', json });
  expect(entered.status, JSON.stringify(entered.body)).toBe(201);
  await contractor(`entries/${entered.body.id}/steps`, { what: 'agreed', text: '' });
  const read = await product.get<{ inputsSha256: string }>('/api/v1/contracts/K1/settlements/2026-09');
  await contractor('settlements/2026-09/steps', { what: 'agreed', text: '', inputsSha256: read.inputsSha256 });
}

/** `verify` of a copy of the folder, after somebody was there. */
async function verified(tamper: (folder: string) => void, ...args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'wattsteward-tampered-'));
  folders.push(folder);
  cpSync(product.dataDir, folder, { recursive: true });
  tamper(folder);
  return new Product({}, folder).cli('verify', ...args);
}

function sql(folder: string, file: string, statements: string, dropping: readonly string[] = []): void {
  const db = new DatabaseSync(join(folder, file));
  for (const trigger of dropping) db.exec(`drop trigger ${trigger}`);
  db.exec(statements);
  db.close();
}
const auditTriggers = ['audit_no_update', 'audit_no_delete', 'audit_no_replace'];
const audit = (statements: string) => (folder: string) => sql(folder, 'registry.sqlite', statements, auditTriggers);

/** Past whatever triggers the tables have. */
function contracts(statements: string) {
  return (folder: string): void => {
    const db = new DatabaseSync(join(folder, 'registry.sqlite'));
    const triggers = db
      .prepare(`select name from sqlite_schema where type = 'trigger' and tbl_name like 'contract_%'`)
      .all() as { name: string }[];
    for (const { name } of triggers) db.exec(`drop trigger ${name}`);
    db.exec(`pragma foreign_keys = off; ${statements}`);
    db.close();
  };
}

describe('verify', () => {
  it('of what nobody touched: 0, a short report, the head to be noted; and with the head that was noted', async () => {
    const { code, stdout } = await verified(() => {}, '--head', head);
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/audit entries +\d+ {2}ok/);
    expect(stdout).toMatch(/settlements +1 {2}ok/);
    expect(stdout).toMatch(/attached files +1 {2}ok/);
    expect(stdout).toMatch(new RegExp(`head ${head} {2}\\d+ entries`));
  });

  it.each<[string, (folder: string) => void, RegExp]>([
    ['an entry edited', audit(`update audit set actor = 'nobody' where id = 3`), /audit entry 3: is not as it was/],
    ['an entry deleted', audit(`delete from audit where id = 3`), /audit entry 4: follows entries that are gone: 3/],
    [
      'two entries exchanged',
      audit(
        `update audit set id = -1 where id = 3; update audit set id = 3 where id = 4; update audit set id = 4 where id = -1`,
      ),
      /audit entry 3: is not as it was[^]*audit entry 4: does not rest/,
    ],
    ['the end cut off', audit(`delete from audit where id > 3`), /audit entry 3: is the last, though \d+ were written/],
    [
      'inputs of a settlement',
      contracts(`update contract_settlements set inputs = replace(inputs, '100000.00', '900000.00')`),
      /settlement K1 2026-09 revision 1: its inputs have the hash/,
    ],
    [
      'its result',
      contracts(`update contract_settlements set result = replace(result, '100000.00', '900000.00')`),
      /settlement K1 2026-09 revision 1: computed of its inputs/,
    ],
    [
      'a settlement with its hash, all consistent but the audit',
      (folder) => {
        const db = new DatabaseSync(join(folder, 'registry.sqlite'), { readOnly: true });
        const { inputs } = db.prepare('select inputs from contract_settlements').get() as { inputs: string };
        db.close();
        const other = inputs.replaceAll('100000.00', '900000.00');
        const all = `inputs = replace(inputs, '100000.00', '900000.00'), result = replace(result, '100000.00', '900000.00')`;
        contracts(`update contract_settlements set ${all}, inputs_sha256 = '${sha256(other)}'`)(folder);
      },
      /settlement K1 2026-09 revision 1: the audit tells of no settlement/,
    ],
    [
      'a settlement deleted',
      contracts(`delete from contract_settlement_steps; delete from contract_settlements`),
      /settlement K1 2026-09 revision 1: is gone/,
    ],
    [
      'the side that agreed to a settlement',
      contracts(`update contract_settlement_steps set side = 'owner' where what = 'agreed'`),
      /contract K1, settlement 2026-09 revision 1, agreed by contractor/,
    ],
    [
      'the agreement to a settlement taken out',
      contracts(`delete from contract_settlement_steps where what = 'agreed'`),
      /contract K1: what audit entry \d+ tells of is not there: contractor: contract\.settlement\.agreed 2026-09/,
    ],
    [
      'the amount of an adjustment',
      contracts(`update contract_entries set body = replace(body, '-12.5', '-99.5')`),
      /contract K1, adjustment #1, agreed by contractor[^]*contract\.adjustment\.proposed #1 -12\.5 a day/,
    ],
    [
      'an adjustment that was agreed, rejected',
      contracts(`update contract_entry_steps set what = 'rejected' where what = 'agreed'`),
      /contract K1, adjustment #1, rejected by contractor[^]*contract\.adjustment\.agreed #1/,
    ],
    [
      'the text of a contract',
      contracts(`update contract_versions set document = replace(document, '2030', '2031')`),
      /contract K1, text: [^]*contract K1: [^]*contract\.text a new contract/,
    ],
    [
      'a file',
      (folder) => {
        const [name] = readdirSync(join(folder, 'attachments'));
        writeFileSync(join(folder, 'attachments', name!), Buffer.concat([photo, Buffer.from('!')]));
      },
      /attachment #1 invoice\.jpg of contract K1: the bytes of attachments/,
    ],
    [
      'a file taken away',
      (folder) => rmSync(join(folder, 'attachments', readdirSync(join(folder, 'attachments'))[0]!)),
      /attachment #1 invoice\.jpg of contract K1: the file attachments\/[0-9a-f]{64} is gone/,
    ],
    [
      'a count of the ledger',
      (folder) => sql(folder, 'series/raw.sqlite', 'update ledger set stored = stored - 1'),
      /ledger of bulk: 2 received, but 1 stored/,
    ],
    ['a byte of a page', (folder) => flip(join(folder, 'registry.sqlite')), /files: registry\.sqlite: /],
    ['a byte of the readings', (folder) => flip(join(folder, 'series/raw.sqlite')), /files: series\/raw\.sqlite: /],
  ])('%s: 5, and its place', async (_, tamper, place) => {
    const { code, stdout, stderr } = await verified(tamper);
    expect(stdout).toMatch(place);
    expect(code, stderr).toBe(5);
  });

  it('an end cut off without a trace is seen by the head that was noted', async () => {
    const cut = audit(`delete from audit where id > 3; update sqlite_sequence set seq = 3 where name = 'audit'`);
    const { code, stdout } = await verified(cut, '--head', head);
    expect(stdout).toContain('the head that was noted');
    expect(code).toBe(5);
  });

  it('of a folder that is not there: 2, and it is not made', async () => {
    const folder = join(tmpdir(), `wattsteward-not-there-${process.pid}`);
    const { code, stderr } = await new Product({}, folder).cli('verify');
    expect([code, stderr]).toEqual([2, expect.stringContaining(folder)]);
    expect(existsSync(folder)).toBe(false);
  });

  it('a head that is none: 2', async () => {
    expect((await product.cli('verify', '--head', 'abc')).code).toBe(2);
  });

  it('of a running server, which goes on taking readings', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wattsteward-tampered-'));
    folders.push(folder);
    cpSync(product.dataDir, folder, { recursive: true });
    const running = await new Product({}, folder).start();
    try {
      expect((await running.cli('verify', '--head', head)).code).toBe(0);
      sql(folder, 'registry.sqlite', `update audit set detail = 'nothing' where id = 2`, auditTriggers);
      const { code, stdout } = await until('the answer', () => running.cli('verify'));
      expect([code, stdout]).toEqual([5, expect.stringContaining('audit entry 2: is not as it was')]);
    } finally {
      await running.stop();
    }
  });
});

/** The kind of the first page of a table, which nothing else says; one that is free may hold anything. */
function flip(path: string): void {
  const db = new DatabaseSync(path);
  // A page that is in the log too is read from there.
  db.exec('pragma wal_checkpoint(truncate)');
  const { page_size: pageSize } = db.prepare('pragma page_size').get() as { page_size: number };
  const first = db.prepare('select min(rootpage) as page from sqlite_schema where rootpage > 1').get();
  db.close();
  const at = ((first as { page: number }).page - 1) * pageSize;
  const bytes = readFileSync(path);
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.from([bytes[at]! ^ 0x40]), 0, 1, at);
  closeSync(file);
}
