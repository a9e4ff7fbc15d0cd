import { writeFile } from 'node:fs/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { Kysely, Migrator } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { sqliteDialect } from '../dialect.ts';
import { administrator, benchWith } from '../fakes/bench.ts';
import { migrations } from './migrate.ts';

it('a register of the version before opens with its contracts, whose texts were so from the beginning', async () => {
  const made = await benchWith(onTestFinished);
  await made.registry.close();
  await Promise.all(['', '-wal', '-shm'].map((end) => writeFile(made.file + end, '')));
  const db = new Kysely<unknown>({ dialect: sqliteDialect(made.file) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateTo('0011-evaluations');
  await db.destroy();
  if (error) throw error;
  const file = new DatabaseSync(made.file);
  // Written before hours were read, and before two contracts were held against each other.
  const old = { id: 'K', meters: ['main'], comfort: { maxC: 26, hours: 'office hours' }, minCompleteness: 85 };
  file.prepare(`insert into contracts (id, contractor, document) values ('K', 'bright', ?)`).run(JSON.stringify(old));
  file.close();

  const { contracts } = await made.open();
  const stored = await contracts.one(administrator, 'K');
  expect(stored).toMatchObject({ document: old, contract: { minCompletenessPct: 85, comfort: { hours: [] } } });
  expect(await contracts.asOf('K', 0)).toEqual(stored!.contract);
  await made.import({ contracts: [{ id: 'K', name: '新文本' }] });
  expect(await contracts.asOf('K', made.clock - 1)).toEqual(stored!.contract);
  expect(await contracts.asOf('K', made.clock)).toMatchObject({ name: '新文本', meters: [] });
});
