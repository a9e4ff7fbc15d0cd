import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EmbeddedBatch } from './batch.ts';
import { openWriting, rawPath, type Connection } from './connection.ts';
import type { Keeper } from './keeper.ts';
import { Names } from './names.ts';
import { keptReadings } from './window.ts';
import { migrate, rawMigrations } from './schema.ts';
import { Writer } from './writer.ts';

const day = 86_400_000;
const january = Date.UTC(2026, 0, 1);
const [meter, rows] = [1, 2_000];

let folder: string;
let db: Connection;
let keeper: Keeper;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keeper-'));
  db = openWriting(rawPath(folder), 32);
  migrate(db, rawMigrations, 'raw.sqlite');
  const writer = new Writer(db, true);
  keeper = writer.keeper!;
  keeper.start('here');
  const batch = new EmbeddedBatch(new Names({ meters: [], accounts: [] }));
  const account = batch.account({ source: 'mqtt', device: 'M1', meter: 'M1' });
  for (let i = 0; i < rows; i++) batch.reading(account, 'M1', january + i * 60_000, january, { energy_kwh: i });
  batch.received(account, rows);
  writer.commit(batch.take(undefined));
  writer.dirt.done(writer.dirt.take([meter]).taking);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const send = () => keeper.forwarded(keeper.take(rows).taking, [], []);
const prune = (before: number) => keeper.prune({ meter, before, slackMs: 0, limit: rows, now: january + day });
const here = () => (db.prepare('SELECT count(*) AS n FROM raw').get() as { n: number }).n;

it('while a meter’s history is asked for, no more of it goes: the answer would seem to be another', () => {
  send();
  prune(january + 1_000 * 60_000);
  const left = here();
  expect(left).toBe(rows - 1_000 + keptReadings);
  const gap = keeper.gap({ meter, until: january + 2 * day })!;
  prune(january + 1_200 * 60_000);
  expect(here()).toBe(left);
  expect(keeper.gap({ meter, until: january + 2 * day })).toEqual(gap);
});

it('what was sent is sent again when it could not be noted what the server refused: a full disk, for one', () => {
  const { taking, meters } = keeper.take(rows);
  expect(meters).toMatchObject([{ meter, rows }]);
  db.exec(
    `CREATE TRIGGER full BEFORE INSERT ON dead_letter BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
  );
  const dead = [{ meter, ts: january, at: january, line: 'x', message: 'refused' }];
  expect(() => keeper.forwarded(taking, [], dead)).toThrow('disk is full');
  expect(keeper.state()).toMatchObject({ rows, dead: 0 });
  prune(january + day);
  expect(here()).toBe(rows);
  expect(keeper.take(rows).meters).toEqual(meters);
});

it('a meter whose readings lie with one server is told so in front of another, also after a time without any', () => {
  send();
  prune(january + day);
  const without = () => db.exec('UPDATE forwarding SET current = 0');
  without();
  expect(keeper.start('here')).toEqual({ elsewhere: false });
  // Nothing was noted meanwhile: it gets all that is here again.
  expect(keeper.take(rows).meters).toMatchObject([{ meter }]);
  without();
  expect(keeper.start('there')).toEqual({ elsewhere: true });
  expect(keeper.start('there')).toEqual({ elsewhere: false });
});

it('another server gets everything that is here', () => {
  send();
  keeper.start('there');
  expect(keeper.state()).toMatchObject({ rows });
  const end = january + (rows - 1) * 60_000;
  expect(keeper.take(rows).meters).toMatchObject([{ meter, rows, ranges: [{ from: january, to: end }] }]);
});
