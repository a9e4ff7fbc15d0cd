import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { Kysely, sql } from 'kysely';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { sqliteDialect } from './dialect.ts';
import { openRegistry } from './registry.ts';

interface Notes {
  notes: { id: number; text: string };
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'wattsteward-dialect-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function notebook() {
  const db = new Kysely<Notes>({ dialect: sqliteDialect(join(await folder(), 'notes.sqlite')) });
  onTestFinished(() => db.destroy());
  await sql`create table notes (id integer primary key, text text not null)`.execute(db);
  return db;
}

const count = async (db: Kysely<Notes>) => (await db.selectFrom('notes').select('id').execute()).length;

describe('SQLite in a thread', () => {
  it('commits on a disk that is told to keep it (WAL, full synchronous)', async () => {
    const db = await notebook();
    const pragma = async (name: string) =>
      Object.values((await sql<object>`pragma ${sql.raw(name)}`.execute(db)).rows[0]!)[0];
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('foreign_keys')).toBe(1);
  });

  it('keeps two transactions apart that run at the same time', async () => {
    const db = await notebook();
    const write = (from: number) =>
      db.transaction().execute(async (trx) => {
        for (let id = from; id < from + 20; id++) await trx.insertInto('notes').values({ id, text: 'x' }).execute();
        return count(trx);
      });
    expect(await Promise.all([write(0), write(100)])).toEqual([20, 40]);
  });

  it('takes a failed transaction back as a whole and goes on', async () => {
    const db = await notebook();
    const failed = db.transaction().execute(async (trx) => {
      await trx.insertInto('notes').values({ id: 1, text: 'a' }).execute();
      await trx.insertInto('notes').values({ id: 1, text: 'b' }).execute();
    });
    await expect(failed).rejects.toThrow(/UNIQUE constraint failed: notes.id/);
    expect(await count(db)).toBe(0);
    await db.insertInto('notes').values({ id: 1, text: 'c' }).execute();
    expect(await count(db)).toBe(1);
  });

  it('says that the disk is full, keeps what was committed, and goes on when there is room again', async () => {
    const db = await notebook();
    await db.insertInto('notes').values({ id: 1, text: 'kept' }).execute();
    await sql`pragma max_page_count = 3`.execute(db);
    const big = db.transaction().execute(async (trx) => {
      for (let id = 2; id < 50; id++)
        await trx
          .insertInto('notes')
          .values({ id, text: 'x'.repeat(3000) })
          .execute();
    });
    await expect(big).rejects.toThrow(/full/);
    expect(await count(db)).toBe(1);
    await sql`pragma max_page_count = 1000`.execute(db);
    await db.insertInto('notes').values({ id: 2, text: 'room' }).execute();
    expect(await count(db)).toBe(2);
  });

  it('leaves the event loop free while a long statement runs', async () => {
    const db = await notebook();
    let turns = 0;
    const tick = setInterval(() => turns++, 1);
    await sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 500000) select max(i) from n`.execute(
      db,
    );
    clearInterval(tick);
    expect(turns).toBeGreaterThan(10);
  });

  it('tells when its thread dies, and not when it is closed', async () => {
    const lost: Error[] = [];
    const workers: Worker[] = [];
    const remember = (worker: Worker) => workers.push(worker);
    process.on('worker', remember);
    onTestFinished(() => void process.off('worker', remember));
    const open = async () => {
      const file = join(await folder(), 'notes.sqlite');
      const db = new Kysely<Notes>({ dialect: sqliteDialect(file, (error) => lost.push(error)) });
      await sql`select 1`.execute(db);
      return db;
    };
    await (await open()).destroy();
    expect(lost).toEqual([]);

    const db = await open();
    await workers.at(-1)!.terminate();
    await vi.waitFor(() => expect(lost).toHaveLength(1));
    await expect(sql`select 1`.execute(db)).rejects.toThrow('closed');
    await db.destroy();
  });

  it('fails at once, and not for ever, when the file is none of its own', async () => {
    const path = await folder();
    await writeFile(join(path, 'registry.sqlite'), 'this is a shopping list, not a database'.repeat(100));
    const opening = openRegistry({
      file: join(path, 'registry.sqlite'),
      keyFile: join(path, 'key'),
      timezone: 'Asia/Shanghai',
      log: pino({ level: 'silent' }),
      now: Date.now,
      allowAnonymous: false,
    });
    await expect(opening).rejects.toThrow(/not a database/);
  });
});
