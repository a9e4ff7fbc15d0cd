import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openWriting, rawPath, type Connection } from './connection.ts';
import { QuarantineRoom } from './quarantine-room.ts';
import { migrate, rawMigrations } from './schema.ts';

let folder: string;
let db: Connection;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quarantine-'));
  db = openWriting(rawPath(folder), 32);
  migrate(db, rawMigrations, 'raw.sqlite');
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

it('far more resolved items than it keeps, found at the start, hold no commit up: they go little by little', () => {
  const resolved = 150_000;
  db.exec(`
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${resolved})
    INSERT INTO quarantine (account, topic, received_at, reason, detail, bytes, state)
      SELECT 1, 't', 1, 'waiting-for-history', 'd', x'00', 'replayed' FROM n`);
  const room = new QuarantineRoom(db, { items: 1_000, bytes: 1e9 });
  const left = () => (db.prepare('SELECT count(*) AS n FROM quarantine').get() as { n: number }).n;
  db.exec('BEGIN');
  expect(room.take(10)).toBe(true);
  expect(left()).toBe(resolved - 10_000);
  for (let taken = 0; taken < 20; taken++) expect(room.take(10)).toBe(true);
  expect(left()).toBeLessThan(1_000);
  db.exec('COMMIT');
});

it('what waited for its history counts from when it is resolved', () => {
  db.exec(`
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
    INSERT INTO quarantine (account, topic, received_at, reason, detail, bytes)
      SELECT 1, 't', 1, 'waiting-for-history', 'd', x'00' FROM n`);
  const room = new QuarantineRoom(db, { items: 1_000, bytes: 1e9 });
  expect(room.usage(0)).toMatchObject({ bytes: 0 });
  db.exec('BEGIN');
  for (let id = 1; id <= 2_500; id++) {
    db.prepare(`UPDATE quarantine SET state = 'replayed' WHERE id = ?`).run(id);
    room.resolved(3);
  }
  db.exec('COMMIT');
  const { n } = db.prepare('SELECT count(*) AS n FROM quarantine').get() as { n: number };
  expect(n).toBeLessThanOrEqual(1_000);
  expect(room.usage(0)).toMatchObject({ resolved: n, bytes: 3 * n });
});
