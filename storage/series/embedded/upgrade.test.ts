import { rmSync } from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, it } from 'vitest';
import { day, hour, monday, options, quarters, send, settle, temporaryFolder } from '../contract/field.ts';
import { derivedPath } from './connection.ts';
import { openEmbeddedStore } from './store.ts';

it('a data folder from before findings shows its intervals at once, and gets its findings by itself', async () => {
  const directory = temporaryFolder();
  let store = await openEmbeddedStore(options(directory));
  try {
    const readings = quarters(monday, 3 * 96 + 1, 100, 0.25);
    await send(store, 'OLD', ...readings.filter(([ts]) => ts <= monday + day || ts >= monday + day + 3 * hour));
    await settle(store);
    const content = await store.contentHash();
    const found = await store.findings({ limit: 10 });
    expect(found).toMatchObject([{ meter: 'OLD', rule: 'gap' }]);
    await store.close();

    const db = new DatabaseSync(derivedPath(directory));
    db.exec(`DROP TABLE finding; DROP TABLE finding_count; DROP TABLE decided; ALTER TABLE series DROP COLUMN equal_days;
             ALTER TABLE calendar DROP COLUMN calculation; PRAGMA user_version = 3`);
    db.close();
    store = await openEmbeddedStore(options(directory));
    expect((await store.intervals('OLD', 'energy_kwh', '1d', monday, monday + day)).value[0]).toBe(24);
    expect(await store.findings({ limit: 10 })).toEqual([]);
    expect((await store.dirty(10)).map(({ meter }) => meter)).toEqual(['OLD']);
    await settle(store);
    expect(await store.findings({ limit: 10 })).toEqual(found);
    expect(await store.contentHash()).toEqual(content);

    // Once: the next start finds nothing to do.
    await store.close();
    store = await openEmbeddedStore(options(directory));
    expect(await store.dirty(10)).toEqual([]);
  } finally {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
