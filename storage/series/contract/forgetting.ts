import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SeriesStore } from '../port.ts';
import {
  deviceOf,
  forever,
  hour,
  minute,
  monday,
  options,
  plainRules,
  send,
  stored,
  temporaryFolder,
  type Adapter,
} from './field.ts';

const nothing = { received: 0, stored: 0, duplicate: 0, quarantined: 0, rejected: 0, revisions: 0 };

/** A meter, its revision, a weighing and a quarantined item. */
async function live(store: SeriesStore, meter: string, scale: string): Promise<void> {
  await send(
    store,
    meter,
    [monday, { energy_kwh: 1, oil_level_pct: 40 }],
    [monday + hour, { energy_kwh: 5 }],
    [monday + hour, { energy_kwh: 6 }],
  );
  const batch = store.newBatch();
  const account = batch.account({ source: 'mqtt', device: scale, meter: '' });
  batch.received(account, 2);
  batch.event(account, monday, { device: scale, seq: 1, ts: monday, type: 'weighing', canteen: 'C', body: '{}' });
  batch.quarantine(account, {
    topic: `v1/${scale}/events`,
    receivedAt: monday,
    reason: 'event-unreadable',
    detail: 'type is absent',
    bytes: Buffer.from('{}'),
  });
  await store.commit(batch);
  await store.bulk({
    source: 'bulk',
    device: 'operator',
    meter,
    receivedAt: monday,
    ts: Float64Array.of(monday - hour),
    points: { energy_kwh: Float64Array.of(0) },
  });
  await store.derive([{ meter, rules: plainRules }]);
}

export function forgettingContract(adapter: Adapter): void {
  describe('what was never real', () => {
    it('is forgotten with everything that was derived and counted, and its neighbours keep all of theirs', async () => {
      const directory = temporaryFolder();
      let store = await adapter.open(options(directory));
      try {
        await live(store, 'REAL', 'SCALE');
        const before = { ledger: await store.ledger(), hash: await store.contentHash() };
        await live(store, 'DEMO', 'DEMO-S');
        expect(await store.forget({ meters: ['DEMO'], devices: ['DEMO-S', 'NEVER-SEEN'] })).toEqual({
          readings: 3,
          events: 1,
          quarantined: 1,
          behind: expect.any(Boolean),
        });

        for (const reopened of [false, true]) {
          if (reopened) {
            await store.close();
            store = await adapter.open(options(directory));
          }
          expect(await store.ledger({ meter: 'DEMO' })).toEqual(nothing);
          expect(await store.ledger({ device: 'DEMO-S' })).toEqual(nothing);
          expect(await store.ledger()).toEqual(before.ledger);
          expect(await store.contentHash()).toEqual(before.hash);
          expect([...store.latest().keys()]).toEqual(['REAL']);
          expect(await store.points('DEMO')).toEqual([]);
          expect((await store.samples('DEMO', 'energy_kwh', ...forever)).ts).toHaveLength(0);
          expect(await store.events({ device: 'DEMO-S', from: 0, to: monday + hour, limit: 9 })).toEqual([]);
          expect(await store.events({ device: 'SCALE', from: 0, to: monday + hour, limit: 9 })).toHaveLength(1);
          expect((await store.quarantine({ limit: 9 })).map(({ device }) => device)).toEqual(['SCALE']);
          expect(await store.dirty(9)).toEqual([]);
        }
      } finally {
        await store.close();
        rmSync(directory, { recursive: true, force: true });
      }
    });

    it('may come again under the same name, and is new: no duplicate of what was forgotten', async () => {
      const directory = temporaryFolder();
      let store = await adapter.open(options(directory));
      try {
        await live(store, 'M', 'S');
        await store.forget({ meters: ['M'], devices: ['M', 'S'] });
        const again = await send(store, 'M', [monday, { energy_kwh: 1 }], [monday + minute, { energy_kwh: 2 }]);
        expect(again.readings).toEqual(['stored', 'stored']);
        await store.derive([{ meter: 'M', rules: plainRules }]);
        await store.close();
        store = await adapter.open(options(directory));
        expect(await stored(store, 'M', 'energy_kwh')).toHaveLength(2);
        expect(await store.ledger(deviceOf('M'))).toMatchObject({ received: 2, stored: 2 });
        expect(store.latest().get('M')?.lastReadingAt).toBe(monday + minute);
      } finally {
        await store.close();
        rmSync(directory, { recursive: true, force: true });
      }
    });
  });
}
