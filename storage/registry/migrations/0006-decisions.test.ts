import { writeFile } from 'node:fs/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { Kysely, Migrator } from 'kysely';
import { expect, it, onTestFinished, vi } from 'vitest';
import { sqliteDialect } from '../dialect.ts';
import type { Bench } from '../fakes/bench.ts';
import { administrator, benchWith, meterOf, smallCity } from '../fakes/bench.ts';
import type { RuleChange } from '../port.ts';
import { migrations } from './migrate.ts';

/** A register as the version before left it, with a county in it and a change that nobody has taken care of yet. */
async function registerBefore(): Promise<Bench> {
  const made = await benchWith(onTestFinished);
  await made.registry.close();
  await Promise.all(['', '-wal', '-shm'].map((end) => writeFile(made.file + end, '')));
  const db = new Kysely<unknown>({ dialect: sqliteDialect(made.file) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateTo('0005-demo-analyses');
  await db.destroy();
  if (error) throw error;
  const file = new DatabaseSync(made.file);
  file.exec('pragma foreign_keys = on');
  file.exec(`
    insert into institutions (id, name) values ('office', 'office');
    insert into buildings (id, institution, name) values ('office-a', 'office', 'A');
    insert into devices (id, kind) values ('main', 'meter'), ('light', 'meter');
    insert into meters (id, building, carrier, point, unit, digits, multiplier, replacements, max_per_hour, interval)
      values ('main', 'office-a', 'electricity', 'energy_kwh', 'kWh', 6, '[{"from":"2024-01-01","value":40},{"from":"2026-03-01","value":60}]',
        '[{"at":"2025-06-01T10:00:00+08:00","closing":51234.5,"opening":0}]', 900, '15m');
    insert into meters (id, building, parent, carrier, point, unit, multiplier, replacements, interval)
      values ('light', 'office-a', 'main', 'electricity', 'energy_kwh', 'kWh', '1', '[]', '1m');
    insert into analyses (meter, weather_meter, method, baseline_from, baseline_to, reporting_from, confidence, created_at, created_by)
      values ('main', 'light', 'daily', 1, 2, 2, 0.9, 0, 'sun');
    insert into rule_changes (meter) values ('main');
  `);
  file.close();
  return made;
}

it('a register of the version before opens with its meters, whose rules hold from the beginning', async () => {
  const made = await registerBefore();
  const registry = await made.open();
  expect(await registry.meter(administrator, 'main')).toMatchObject({ virtual: null, maxPerHour: 900 });
  for (const meter of ['main', 'light']) {
    expect(await registry.rulesAsOf(meter, 0)).toEqual(registry.directory.meter(meter)!.rules);
    expect(await registry.rulesAsOf(meter, made.clock)).toEqual(registry.directory.meter(meter)!.rules);
  }
  expect((await registry.analyses.one(administrator, 'MV-0001'))?.meter).toBe('main');
});

it('what waited to be derived again still does, and the next import writes the next version', async () => {
  const made = await registerBefore();
  await made.open();
  const heard: (readonly RuleChange[])[] = [];
  made.registry.onRulesChanged((changes) => void heard.push(changes));
  await vi.waitFor(() => expect(heard).toEqual([[{ meter: 'main' }]]));
  await made.import({ meters: [meterOf('light', { parent: 'main', interval: '1h' })] });
  expect((await made.registry.rulesAsOf('light', made.clock - 1))?.intervalMs).toBe(60_000);
  expect((await made.registry.rulesAsOf('light', made.clock))?.intervalMs).toBe(3_600_000);
  await made.registry.close();
  await made.open();
  expect((await made.import({ regions: smallCity.regions })).created).toBe(4);
});
