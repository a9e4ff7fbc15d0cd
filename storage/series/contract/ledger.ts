import { describe, expect, it } from 'vitest';
import { imbalance } from '../../../domain/metering/ledger.ts';
import { deviceOf, forever, hour, minute, monday, send, stored, type Adapter } from './field.ts';
import { sharedStore } from './shared-store.ts';

export function ledgerContract(adapter: Adapter): void {
  describe('the ledger', () => {
    const shared = sharedStore(adapter);

    it('says where everything went, by meter and by device', async () => {
      const { store } = shared;
      await send(store, 'L1', [monday, { energy_kwh: 1 }], [monday, { energy_kwh: 1 }], [monday, { energy_kwh: 2 }]);
      const batch = store.newBatch();
      const known = batch.account(deviceOf('L1'));
      const unknown = batch.account({ source: 'mqtt', device: 'L1', meter: '' });
      batch.received(known, 1);
      batch.received(unknown, 3);
      batch.reading(known, 'L1', monday + minute, monday, { energy_kwh: 3 });
      batch.rejected(unknown, 2);
      batch.quarantine(unknown, {
        topic: 'v1/L1/readings',
        receivedAt: monday,
        reason: 'value-not-finite',
        detail: 'values.energy_kwh is the string "12"',
        bytes: Buffer.from('{"values":{"energy_kwh":"12"}}'),
      });
      expect(batch.size).toBe(4);
      await store.commit(batch);

      expect(await store.ledger({ meter: 'L1' })).toEqual({
        received: 4,
        stored: 3,
        duplicate: 1,
        quarantined: 0,
        rejected: 0,
        revisions: 1,
      });
      const device = await store.ledger({ device: 'L1' });
      expect(device).toEqual({ received: 7, stored: 3, duplicate: 1, quarantined: 1, rejected: 2, revisions: 1 });
      expect(imbalance(device)).toBe(0);
    });

    it('shows a reading that the platform lost on its way to the store', async () => {
      const { store } = shared;
      const batch = store.newBatch();
      const account = batch.account(deviceOf('LOST'));
      batch.received(account, 2);
      batch.reading(account, 'LOST', monday, monday, { energy_kwh: 1 });
      await store.commit(batch);
      expect(imbalance(await store.ledger({ meter: 'LOST' }))).toBe(1);
    });

    it('keeps quarantined bytes as they came and moves their count when a person replays them', async () => {
      const { store } = shared;
      // A window on a larger buffer, as sockets give them.
      const socket = Buffer.from('..{"ts":1,"values":{"energy_kwh":5}}..');
      const bytes = socket.subarray(2, socket.length - 2);
      const batch = store.newBatch();
      const account = batch.account({ source: 'mqtt', device: 'NEW-1', meter: '' });
      batch.received(account, 1);
      const detail = 'NEW-1 is not in the portfolio';
      batch.quarantine(account, {
        topic: 'v1/NEW-1/readings',
        receivedAt: monday,
        reason: 'unknown-device',
        detail,
        bytes,
      });
      await store.commit(batch);

      const [item] = await store.quarantine({ limit: 10, device: 'NEW-1', state: 'open' });
      expect(item).toMatchObject({ device: 'NEW-1', meter: '', source: 'mqtt', reason: 'unknown-device', detail });
      expect(Buffer.from(item!.bytes).toString()).toBe('{"ts":1,"values":{"energy_kwh":5}}');

      const reading = { meter: 'NEW-1', ts: monday, receivedAt: monday, values: { energy_kwh: 5, pm25_ug: 3 } };
      expect(await store.resolveQuarantine(item!.id, { reading })).toBe('stored');
      expect(await store.resolveQuarantine(item!.id, { reading })).toBeNull();
      expect((await store.quarantineItem(item!.id))?.state).toBe('replayed');
      expect(await store.quarantine({ limit: 10, device: 'NEW-1', state: 'open' })).toEqual([]);
      expect(await stored(store, 'NEW-1', 'energy_kwh')).toEqual([[monday, 5]]);
      expect(store.latest().get('NEW-1')?.points['energy_kwh']).toEqual({ ts: monday, value: 5 });
      const counts = { received: 1, stored: 1, duplicate: 0, quarantined: 0, rejected: 0, revisions: 0 };
      expect(await store.ledger({ device: 'NEW-1' })).toEqual(counts);
      expect(await store.ledger({ meter: 'NEW-1' })).toEqual(counts);
      expect(await store.dirty(100)).toContainEqual({ meter: 'NEW-1', from: monday, to: monday });
    });

    it('lists the quarantine newest first, page by page', async () => {
      const { store } = shared;
      const batch = store.newBatch();
      const account = batch.account({ source: 'mqtt', device: 'PAGES', meter: '' });
      batch.received(account, 5);
      for (let i = 0; i < 5; i++) {
        batch.quarantine(account, {
          topic: 't',
          receivedAt: monday + i,
          reason: 'ts-unreadable',
          detail: `${i}`,
          bytes: Uint8Array.of(i),
        });
      }
      await store.commit(batch);
      const first = await store.quarantine({ limit: 3, device: 'PAGES' });
      const rest = await store.quarantine({ limit: 3, device: 'PAGES', before: first[2]!.id });
      expect([...first, ...rest].map(({ detail }) => detail)).toEqual(['4', '3', '2', '1', '0']);
    });

    it('takes history through the bulk door by the same rules', async () => {
      const { store } = shared;
      const ts = Float64Array.of(monday, monday + hour, monday + 2 * hour);
      const columns = { source: 'bulk', device: 'HIST', meter: 'HIST', receivedAt: monday + 9 * hour, ts };
      await send(store, 'HIST', [monday + hour, { energy_kwh: 11 }]);
      const energy = Float64Array.of(10, 11, NaN);
      const odd = Float64Array.of(NaN, NaN, NaN);
      expect(await store.bulk({ ...columns, points: { energy_kwh: energy, odd } })).toEqual({
        stored: 1,
        duplicate: 1,
        revisions: 0,
      });
      const corrected = Float64Array.of(10, 11.5, 12);
      expect(await store.bulk({ ...columns, points: { energy_kwh: corrected } })).toEqual({
        stored: 2,
        duplicate: 1,
        revisions: 1,
      });
      expect((await stored(store, 'HIST', 'energy_kwh')).map(([, value]) => value)).toEqual([10, 11.5, 12]);
      expect(await store.points('HIST')).toEqual(['energy_kwh']);
      expect(store.latest().get('HIST')?.points['energy_kwh']).toEqual({ ts: monday + 2 * hour, value: 12 });
      expect(await store.ledger({ source: 'bulk', meter: 'HIST' })).toEqual({
        received: 5,
        stored: 3,
        duplicate: 2,
        quarantined: 0,
        rejected: 0,
        revisions: 1,
      });
    });

    it('refuses bulk columns that can not be meant', async () => {
      const { store } = shared;
      const columns = { source: 'bulk', device: 'X', meter: 'X', receivedAt: monday };
      const bulk = (ts: Float64Array, energy_kwh: Float64Array) =>
        store.bulk({ ...columns, ts, points: { energy_kwh } });
      await expect(bulk(Float64Array.of(2, 1), Float64Array.of(1, 1))).rejects.toThrow(RangeError);
      await expect(bulk(Float64Array.of(1, 2), Float64Array.of(1))).rejects.toThrow(RangeError);
      await expect(bulk(Float64Array.of(1), Float64Array.of(Infinity))).rejects.toThrow(RangeError);
      await expect(bulk(new Float64Array(100_001), new Float64Array(100_001))).rejects.toThrow(RangeError);
      expect(store.health()).toEqual({ state: 'ok' });
      expect(await stored(store, 'X', 'energy_kwh')).toEqual([]);
      expect(await store.samples('X', 'energy_kwh', ...forever)).toEqual({
        ts: new Float64Array(0),
        value: new Float64Array(0),
      });
    });
  });
}
