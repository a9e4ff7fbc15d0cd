import { afterEach, beforeEach, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedBatch } from './batch.ts';
import { openWriting, rawPath, type Connection } from './connection.ts';
import { Names } from './names.ts';
import { migrate, rawMigrations } from './schema.ts';
import { Writer } from './writer.ts';

const january = Date.UTC(2026, 0, 1);
let folder: string;
let db: Connection;
let writer: Writer;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forgetting-'));
  db = openWriting(rawPath(folder), 32);
  migrate(db, rawMigrations, 'raw.sqlite');
  writer = new Writer(db, true);
  writer.keeper!.start('here');
  const names = new Names({ meters: [], accounts: [] });
  const batch = new EmbeddedBatch(names);
  for (const meter of ['KEPT', 'DEMO']) {
    const account = batch.account({ source: 'mqtt', device: meter, meter });
    batch.received(account, 1);
    batch.reading(account, meter, january, january, { energy_kwh: 1 });
  }
  writer.commit(batch.take(undefined));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const forget = () => writer.forget({ meter: 2, accounts: [2] });
/** The store is opened again. */
function open(folds = true): string[] {
  writer = new Writer(db, true);
  if (folds) writer.fold();
  writer.letGoOfNames();
  return [...writer.names().meters.map(({ id }) => id), ...writer.names().accounts.map(({ device }) => device)];
}

it('a name goes at the next start, when nothing speaks of it', () => {
  forget();
  expect(open()).toEqual(['KEPT', 'KEPT']);
});

it('a name stays while something that was on its way to the server speaks of its key', () => {
  const { taking, meters } = writer.keeper!.take(10);
  forget();
  // The server went away, and refused some of it before: both are told after it was forgotten.
  const dead = [{ meter: 2, ts: january, at: january, line: 'x', message: 'refused' }];
  writer.keeper!.forwarded(taking, meters, dead);
  writer.fold();
  expect(writer.keeper!.take(10).meters.map(({ meter }) => meter)).toEqual([1]);
  expect(open()).toEqual(['KEPT', 'DEMO', 'KEPT']);
});

it('no name goes while the journal could not be folded: it speaks of keys', () => {
  expect(open(false)).toEqual(['KEPT', 'DEMO', 'KEPT', 'DEMO']);
  expect(writer.ledger()).toMatchObject({ received: 2, stored: 2 });
});
