import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import pino from 'pino';
import { expect, it } from 'vitest';
import { commonPoints } from '../../../domain/points.ts';
import { rawPath } from './connection.ts';
import { migrate, rawColumns, rawMigrations } from './schema.ts';
import { openEmbeddedStore } from './store.ts';

it('has a column for each common point: a new one needs a migration', () => {
  expect([...rawColumns].sort()).toEqual([...commonPoints].sort());
});

it('takes each migration once, and none of one that fails', () => {
  const db = new DatabaseSync(':memory:');
  migrate(db, rawMigrations, 'raw.sqlite');
  migrate(db, rawMigrations, 'raw.sqlite');
  expect(() => migrate(db, [...rawMigrations, 'CREATE TABLE half (a); CREATE TABLE half (a)'], 'raw')).toThrow('half');
  expect(db.prepare(`SELECT count(*) AS n FROM sqlite_schema WHERE name = 'half'`).get()).toMatchObject({ n: 0 });
  expect(db.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: rawMigrations.length });
  db.close();
});

it('does not touch the files of a newer version', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'series-'));
  const db = new DatabaseSync(rawPath(directory));
  db.exec('PRAGMA user_version = 99');
  db.close();
  const open = openEmbeddedStore({
    directory,
    timezone: 'Asia/Shanghai',
    log: pino({ level: 'silent' }),
    now: () => 0,
  });
  await expect(open).rejects.toMatchObject({ name: 'StoreError', code: 'SCHEMA_NEWER' });
  rmSync(directory, { recursive: true, force: true });
});
