import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { imbalance } from '../../../domain/metering/ledger.ts';
import type { SeriesStore } from '../port.ts';
import type { QuarantineBounds } from './quarantine-room.ts';
import { openEmbeddedStore } from './store.ts';

// Its threads load from sources here, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const at = Date.UTC(2026, 10, 23);
let folder: string;
let store: SeriesStore;
let failCommit = false;

const open = async (quarantine: QuarantineBounds): Promise<void> => {
  const log = pino({ level: 'silent' });
  const faults = { failCommit: () => failCommit };
  store = await openEmbeddedStore({
    directory: folder,
    timezone: 'Asia/Shanghai',
    log,
    now: () => at,
    quarantine,
    faults,
  });
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quarantine-'));
  failCommit = false;
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** `bytes`: of the item, beside topic and detail of a few bytes. */
async function refuse(count: number, bytes = 10): Promise<void> {
  const batch = store.newBatch();
  const account = batch.account({ source: 'mqtt', device: 'GW1', meter: '' });
  for (let i = 0; i < count; i++) {
    batch.received(account, 1);
    batch.quarantine(account, {
      topic: 't',
      receivedAt: at,
      reason: 'unknown-device',
      detail: 'd',
      bytes: new Uint8Array(bytes),
    });
  }
  await store.commit(batch);
}
const kept = async () => (await store.quarantine({ limit: 1000 })).map(({ id }) => id).reverse();
const replay = (id: number) =>
  store.resolveQuarantine(id, { reading: { meter: 'M1', ts: at + id, receivedAt: at, values: { power_kw: 1 } } });

it('over its number of items: what was replayed goes, the oldest first; what is open never goes', async () => {
  await open({ items: 5, bytes: 1e6 });
  await refuse(5);
  await replay(2);
  await replay(4);
  await refuse(2);
  expect(await kept()).toEqual([1, 3, 5, 6, 7]);
  expect(await store.quarantineUsage!()).toMatchObject({ open: 5, resolved: 0, full: false, notKept: 0 });

  await refuse(3);
  expect(await kept()).toEqual([1, 3, 5, 6, 7]);
  expect(await store.quarantineUsage!()).toMatchObject({ open: 5, full: true, notKept: 3 });
  const counts = await store.ledger();
  expect([counts.received, counts.quarantined, imbalance(counts)]).toEqual([10, 8, 0]);

  // There is room again once somebody has settled one.
  await replay(1);
  await refuse(1);
  expect(await kept()).toEqual([3, 5, 6, 7, 8]);
});

it('over its bytes, also of what it held before a restart', async () => {
  await open({ items: 1000, bytes: 1000 });
  await refuse(3, 298);
  await store.close();
  await open({ items: 1000, bytes: 1000 });
  await refuse(1, 298);
  expect(await store.quarantineUsage!()).toMatchObject({ open: 3, bytes: 900, maxBytes: 1000, full: true, notKept: 1 });
  await refuse(1, 98);
  expect(await store.quarantineUsage!()).toMatchObject({ open: 4, bytes: 1000, notKept: 1 });
});

it('a commit that failed took no room', async () => {
  await open({ items: 2, bytes: 1e6 });
  await refuse(1);
  failCommit = true;
  await expect(refuse(1)).rejects.toThrow();
  failCommit = false;
  await refuse(1);
  expect(await store.quarantineUsage!()).toMatchObject({ open: 2, full: false, notKept: 0 });
});
