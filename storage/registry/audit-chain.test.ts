import { DatabaseSync } from '@photostructure/sqlite';
import { Kysely, Migrator } from 'kysely';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sqliteDialect } from './dialect.ts';
import { administrator, benchWith, firstPage, smallCity, type Bench } from './fakes/bench.ts';
import { migrations } from './migrations/migrate.ts';

const note = (subject: string, detail: string | null = null) =>
  ({ actor: 'sun', action: 'test', subject, result: 'done', address: null, detail }) as const;

/** A register with ten entries. */
async function tenEntries(): Promise<Bench> {
  const bench = await benchWith(onTestFinished);
  for (let i = 1; i <= 10; i++) await bench.registry.audit(note(`subject ${i}`, i % 2 ? null : `detail ${i}`));
  return bench;
}

/** What somebody with the file and time on their hands does. */
function tamper(bench: Bench, sql: string): void {
  const file = new DatabaseSync(bench.file);
  for (const action of ['update', 'delete', 'replace']) file.exec(`drop trigger audit_no_${action}`);
  file.exec(sql);
  file.close();
}

const faults = async (bench: Bench, noted: string | null = null) =>
  (await bench.registry.checkAudit(noted)).faults.map(({ code, entry }) => `${code} ${entry}`);

describe('the audit as a chain', () => {
  it('is whole as people left it, over a restart too, and a head that was noted is in it for ever', async () => {
    const bench = await tenEntries();
    const head = await bench.registry.auditHead();
    expect(head.id).toBe(10);
    await bench.registry.close();
    await bench.open();
    await bench.import(smallCity);
    const report = await bench.registry.checkAudit(head.hash);
    expect(report).toMatchObject({ faults: [], entries: report.head.id });
    expect(report.head.id).toBeGreaterThan(10);
    const { items } = await bench.registry.auditLog(administrator, firstPage);
    expect(items[0]).toMatchObject(report.head);
  });

  it('of many that are written at once each rests on the one before', async () => {
    const bench = await benchWith(onTestFinished);
    await Promise.all(Array.from({ length: 60 }, (_, i) => bench.registry.audit(note(`at once ${i}`))));
    const report = await bench.registry.checkAudit(null);
    expect(report).toMatchObject({ entries: 60, faults: [] });
    expect(new Set((await bench.registry.auditLog(administrator, firstPage)).items.map(({ hash }) => hash)).size).toBe(
      60,
    );
  });

  it.each<[string, string, readonly string[]]>([
    ['an entry was edited', `update audit set detail = 'detail 3' where id = 4`, ['changed 4']],
    ['who did it was edited', `update audit set actor = 'li' where id = 1`, ['changed 1']],
    ['the time was set back', `update audit set at = at - 60000 where id = 10`, ['changed 10']],
    ['an entry was deleted', `delete from audit where id = 5`, ['missing 6']],
    [
      'two entries were exchanged',
      `update audit set id = 99 where id = 5; update audit set id = 5 where id = 6; update audit set id = 6 where id = 99`,
      ['changed 5', 'unlinked 6', 'unlinked 7'],
    ],
    ['the end was cut off', `delete from audit where id > 8`, ['cut-off 8']],
    ['everything was cut off', `delete from audit`, ['cut-off 0']],
  ])('%s', async (_, sql, expected) => {
    const bench = await tenEntries();
    tamper(bench, sql);
    expect(await faults(bench)).toEqual(expected);
  });

  it('an end that was cut off so well that nothing else shows it: by the head that was noted', async () => {
    const bench = await tenEntries();
    const { hash } = await bench.registry.auditHead();
    tamper(bench, `delete from audit where id > 8; update sqlite_sequence set seq = 8 where name = 'audit'`);
    expect(await faults(bench)).toEqual([]);
    expect(await faults(bench, hash)).toEqual(['head-unknown 8']);
  });

  it('numbers of entries that were cut off are not given again, so that the hole stays', async () => {
    const bench = await tenEntries();
    tamper(bench, `delete from audit where id > 8`);
    for (const subject of ['a', 'b', 'c']) await bench.registry.audit(note(subject));
    expect(await faults(bench)).toEqual(['missing 11']);
  });

  it('what was refused leaves no hole', async () => {
    const bench = await tenEntries();
    await bench.registry.importPortfolio({ regions: [{ id: 'X' }] }, administrator);
    await bench.registry.login('nobody', 'nothing', '::1');
    expect(await faults(bench)).toEqual([]);
    expect((await bench.registry.auditHead()).id).toBe(12);
  });
});

it('entries of the version before are chained in their order', async () => {
  const bench = await benchWith(onTestFinished);
  await bench.registry.close();
  await Promise.all(['', '-wal', '-shm'].map((end) => writeFile(bench.file + end, '')));
  const db = new Kysely<unknown>({ dialect: sqliteDialect(bench.file) });
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateTo(
    '0011-evaluations',
  );
  await db.destroy();
  if (error) throw error;
  const file = new DatabaseSync(bench.file);
  const insert = file.prepare(
    `insert into audit (at, actor, action, subject, result) values (?, 'sun', 'old', ?, 'done')`,
  );
  for (let i = 1; i <= 1500; i++) insert.run(i, `old ${i}`);
  file.close();
  const registry = await bench.open();
  expect(await registry.checkAudit(null)).toMatchObject({ entries: 1500, faults: [] });
  await registry.audit(note('new'));
  expect(await registry.checkAudit(null)).toMatchObject({ entries: 1501, head: { id: 1501 }, faults: [] });
  expect(() => new DatabaseSync(bench.file).exec(`update audit set actor = 'li' where id = 3`)).toThrow(/append-only/);
});
