import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { computedMeters } from '../simulators/city/computed.ts';
import { demoMeters } from '../simulators/city/meters.ts';
import { someHistory, type Items, type Ledger } from './support/demo-past.ts';
import { Product, until } from './support/product.ts';

const nothing = { received: 0, stored: 0, duplicate: 0, quarantined: 0, rejected: 0, revisions: 0 };
const lists = ['canteens', 'meters', 'institutions', 'buildings', 'regions', 'devices', 'mandv/analyses'];

/** Rows of every table of a file in the data folder, but for those that stay by their nature. */
function rowsIn(product: Product, file: string, except: readonly string[]): Record<string, number> {
  const db = new DatabaseSync(join(product.dataDir, file), { readOnly: true });
  try {
    const tables = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all() as { name: string }[];
    const found: Record<string, number> = {};
    for (const { name } of tables) {
      if (except.includes(name) || name.startsWith('sqlite_') || name.startsWith('kysely_')) continue;
      const { n } = db.prepare(`SELECT count(*) AS n FROM "${name}"`).get() as { n: number };
      if (n > 0) found[name] = n;
    }
    return found;
  } finally {
    db.close();
  }
}

async function isEmpty(product: Product): Promise<void> {
  expect(await product.get('/api/v1/ingest/ledger')).toEqual(nothing);
  for (const list of lists) expect((await product.get<Items>(`/api/v1/${list}`)).items).toEqual([]);
  expect(await product.get('/api/v1/quarantine')).toMatchObject({ items: [] });
  expect(await product.get('/api/v1/system')).toMatchObject({ demo: false, metersTotal: 0 });
}

describe('an installation that held only the demo', () => {
  const product = new Product({ WATTSTEWARD_DEMO: 'on', WATTSTEWARD_DEMO_SEED: '7' });
  afterAll(() => product.dispose());

  test('killed while the demo is taken out: the next start finishes it, and is empty for good', async () => {
    await product.start();
    await someHistory(product);
    const removal = product.cliProcess('demo', 'remove');
    await until('the rows to be gone', async () => (await product.get<Items>('/api/v1/meters')).items.length === 0);
    await product.kill();
    removal.kill();
    await product.start();
    await until('the rest to be gone', async () => {
      return (await product.get<Ledger>('/api/v1/ingest/ledger')).received === 0;
    });
    await isEmpty(product);
    expect(await product.stop()).toBe(0);
    // The platform's own score sheet among them.
    const stays = ['evaluation_templates', 'audit', 'settings', 'users', 'tokens', 'sessions'];
    expect(rowsIn(product, 'registry.sqlite', stays)).toEqual({});
    expect(rowsIn(product, 'series/derived.sqlite', ['calendar'])).toEqual({});

    await product.start();
    await isEmpty(product);
    expect(await product.stop()).toBe(0);
    // Names are let go of at the open after.
    expect(rowsIn(product, 'series/raw.sqlite', ['forwarding'])).toEqual({});
  });

  test('taken out of a folder that no server holds', async () => {
    const other = new Product({ WATTSTEWARD_DEMO: 'on', WATTSTEWARD_DEMO_SEED: '7' });
    try {
      await other.start();
      await someHistory(other);
      expect(await other.stop()).toBe(0);
      const removed = await other.cli('demo', 'remove');
      expect([removed.code, removed.stdout]).toEqual([
        0,
        expect.stringContaining(`${demoMeters.length + computedMeters.length} meters`),
      ]);
      await other.start();
      await isEmpty(other);
    } finally {
      await other.dispose();
    }
  });
});
