import { describe, expect, it } from 'vitest';
import { deviceOf, forever, hour, minute, monday, send, stored, type Adapter } from './field.ts';
import { sharedStore } from './shared-store.ts';

export function identityContract(adapter: Adapter): void {
  describe('what is the same reading', () => {
    const shared = sharedStore(adapter);

    it('stores a reading that a device delivers twice once', async () => {
      const { store } = shared;
      const first = await send(store, 'TWICE', [monday, { energy_kwh: 12345.67, power_kw: 8.12 }]);
      const again = await send(store, 'TWICE', [monday, { power_kw: 8.12, energy_kwh: 12345.67 }, monday + hour]);
      expect(first.readings).toEqual(['stored']);
      expect(again.readings).toEqual(['duplicate']);
      expect(await stored(store, 'TWICE', 'energy_kwh')).toEqual([[monday, 12345.67]]);
    });

    it('knows a duplicate that only repeats a part of the points', async () => {
      await send(shared.store, 'PART', [monday, { energy_kwh: 1, power_kw: 2 }]);
      const part = await send(shared.store, 'PART', [monday, { power_kw: 2 }]);
      expect(part.readings).toEqual(['duplicate']);
    });

    it('counts the newest value of an instant and keeps the older ones for "as known then"', async () => {
      const { store } = shared;
      await send(store, 'REVISED', [monday, { energy_kwh: 100 }, monday + 1]);
      expect((await send(store, 'REVISED', [monday, { energy_kwh: 101 }, monday + 20])).readings).toEqual(['revision']);
      expect((await send(store, 'REVISED', [monday, { energy_kwh: 102 }, monday + 30])).readings).toEqual(['revision']);

      expect(await stored(store, 'REVISED', 'energy_kwh')).toEqual([[monday, 102]]);
      expect(await stored(store, 'REVISED', 'energy_kwh', monday)).toEqual([]);
      expect(await stored(store, 'REVISED', 'energy_kwh', monday + 19)).toEqual([[monday, 100]]);
      expect(await stored(store, 'REVISED', 'energy_kwh', monday + 20)).toEqual([[monday, 101]]);
      expect(await stored(store, 'REVISED', 'energy_kwh', monday + 30)).toEqual([[monday, 102]]);
    });

    it('still knows what stood there at a time when the clock was set back between two corrections', async () => {
      const { store } = shared;
      await send(store, 'SETBACK', [monday, { energy_kwh: 1 }, monday + 100]);
      await send(store, 'SETBACK', [monday, { energy_kwh: 2 }, monday + 200]);
      await send(store, 'SETBACK', [monday, { energy_kwh: 3 }, monday + 150]);

      const known = async (at: number) => (await stored(store, 'SETBACK', 'energy_kwh', monday + at)).map(([, v]) => v);
      expect(await known(99)).toEqual([]);
      expect(await known(120)).toEqual([1]);
      expect(await known(199)).toEqual([1]);
      expect(await known(200)).toEqual([3]);
    });

    it('does not let a reading that is delivered again undo its own revision', async () => {
      const { store } = shared;
      const first = { energy_kwh: 100, power_kw: 3, pm25_ug: 12 };
      await send(store, 'UNDONE', [monday, first, monday + 1]);
      await send(store, 'UNDONE', [monday, { energy_kwh: 101, pm25_ug: 13 }, monday + 20]);
      expect((await send(store, 'UNDONE', [monday, first, monday + 30])).readings).toEqual(['duplicate']);
      expect(await stored(store, 'UNDONE', 'energy_kwh')).toEqual([[monday, 101]]);
      expect(await stored(store, 'UNDONE', 'pm25_ug')).toEqual([[monday, 13]]);
      expect(store.latest().get('UNDONE')?.points.energy_kwh).toEqual({ ts: monday, value: 101 });

      const spool = [
        [monday, first, monday + 40],
        [monday, { energy_kwh: 101, pm25_ug: 13 }, monday + 41],
      ] as const;
      expect((await send(store, 'UNDONE', ...spool)).readings).toEqual(['duplicate', 'duplicate']);
      expect(await stored(store, 'UNDONE', 'energy_kwh', monday + 19)).toEqual([[monday, 100]]);
    });

    it('adds a point that a second message brings for a known instant', async () => {
      const { store } = shared;
      await send(store, 'SPLIT', [monday, { energy_kwh: 100 }, monday + 1]);
      const second = await send(store, 'SPLIT', [monday, { energy_kwh: 100, co2_ppm: 640 }, monday + 9]);
      expect(second.readings).toEqual(['stored']);
      expect(await stored(store, 'SPLIT', 'co2_ppm')).toEqual([[monday, 640]]);
      expect(await stored(store, 'SPLIT', 'co2_ppm', monday + 8)).toEqual([]);
      expect(await stored(store, 'SPLIT', 'energy_kwh', monday + 8)).toEqual([[monday, 100]]);
    });

    it('revises one point of several and adds another: a revision', async () => {
      await send(shared.store, 'MIXED', [monday, { energy_kwh: 1, power_kw: 2 }]);
      const mixed = await send(shared.store, 'MIXED', [monday, { power_kw: 3, temperature_c: -4.5 }]);
      expect(mixed.readings).toEqual(['revision']);
      expect(await stored(shared.store, 'MIXED', 'energy_kwh')).toEqual([[monday, 1]]);
      expect(await stored(shared.store, 'MIXED', 'temperature_c')).toEqual([[monday, -4.5]]);
    });

    it('treats points that the platform has never heard of the same way, whatever their names', async () => {
      const { store } = shared;
      const odd = JSON.parse('{"pm25_ug": 12, "__proto__": 7, "a \\"quoted\\" one": 1}') as Record<string, number>;
      expect((await send(store, 'ODD', [monday, odd, monday + 1])).readings).toEqual(['stored']);
      expect((await send(store, 'ODD', [monday, { ...odd }, monday + 2])).readings).toEqual(['duplicate']);
      expect((await send(store, 'ODD', [monday, { pm25_ug: 13 }, monday + 3])).readings).toEqual(['revision']);
      expect((await send(store, 'ODD', [monday, { radon_bq: 40 }, monday + 4])).readings).toEqual(['stored']);

      expect(await stored(store, 'ODD', 'pm25_ug')).toEqual([[monday, 13]]);
      expect(await stored(store, 'ODD', 'pm25_ug', monday + 2)).toEqual([[monday, 12]]);
      expect(await stored(store, 'ODD', '__proto__')).toEqual([[monday, 7]]);
      expect(await stored(store, 'ODD', 'a "quoted" one')).toEqual([[monday, 1]]);
      expect(await stored(store, 'ODD', 'radon_bq', monday + 3)).toEqual([]);
      expect(new Set(await store.points('ODD'))).toEqual(
        new Set(['pm25_ug', '__proto__', 'a "quoted" one', 'radon_bq']),
      );
    });

    it('judges the readings of one batch in their order', async () => {
      const { store } = shared;
      const { readings } = await send(
        store,
        'ORDER',
        [monday, { energy_kwh: 1 }],
        [monday, { energy_kwh: 1 }],
        [monday, { energy_kwh: 2 }],
        [monday, { energy_kwh: 1 }],
        [monday + minute, { energy_kwh: 5 }],
      );
      expect(readings).toEqual(['stored', 'duplicate', 'revision', 'duplicate', 'stored']);
      expect(await stored(store, 'ORDER', 'energy_kwh')).toEqual([
        [monday, 2],
        [monday + minute, 5],
      ]);
    });

    it('keeps a meter that two devices speak for as one series', async () => {
      const { store } = shared;
      await send(store, 'SHARED', [monday, { energy_kwh: 1 }]);
      const batch = store.newBatch();
      const gateway = batch.account({ source: 'mqtt', device: 'GW', meter: 'SHARED' });
      batch.received(gateway, 1);
      batch.reading(gateway, 'SHARED', monday, monday, { energy_kwh: 1 });
      expect((await store.commit(batch)).readings).toEqual(['duplicate']);
    });

    it('stores late readings beside newer ones and leaves the newest value alone', async () => {
      const { store } = shared;
      await send(store, 'LATE', [monday + hour, { energy_kwh: 10, power_kw: 4 }]);
      await send(store, 'LATE', [monday, { energy_kwh: 8, humidity_pct: 55 }, monday + 2 * hour]);
      const latest = store.latest().get('LATE');
      expect(latest?.lastReadingAt).toBe(monday + hour);
      expect({ ...latest?.points }).toEqual({
        energy_kwh: { ts: monday + hour, value: 10 },
        power_kw: { ts: monday + hour, value: 4 },
        humidity_pct: { ts: monday, value: 55 },
      });
      expect(await stored(store, 'LATE', 'energy_kwh')).toEqual([
        [monday, 8],
        [monday + hour, 10],
      ]);
      expect(await store.points('LATE')).toEqual(['energy_kwh', 'power_kw', 'humidity_pct']);
    });

    it('refuses what a table would choke on: NaN, no values, half a millisecond, half a sequence number', () => {
      const batch = shared.store.newBatch();
      const account = batch.account(deviceOf('BAD'));
      expect(() => batch.reading(account, 'BAD', monday, monday, { energy_kwh: NaN })).toThrow(RangeError);
      expect(() => batch.reading(account, 'BAD', monday, monday, {})).toThrow(RangeError);
      expect(() => batch.reading(account, 'BAD', monday + 0.5, monday, { energy_kwh: 1 })).toThrow(RangeError);
      const event = { device: 'BAD', seq: 1.5, ts: monday, type: 'meals', canteen: null, body: '{}' };
      expect(() => batch.event(account, monday, event)).toThrow(RangeError);
      expect(batch.size).toBe(0);
    });

    it('knows an event by device, sequence and instant', async () => {
      const { store } = shared;
      const weighing = {
        device: 'SCALE-1',
        seq: 10231,
        ts: monday,
        type: 'weighing',
        canteen: 'CT012',
        body: '{"net_g":14450}',
      };
      const add = async (...events: (typeof weighing)[]) => {
        const batch = store.newBatch();
        const account = batch.account({ source: 'mqtt', device: 'SCALE-1', meter: '' });
        for (const event of events) {
          batch.received(account, 1);
          batch.event(account, event.ts + 5, event);
        }
        return (await store.commit(batch)).events;
      };
      expect(await add(weighing, weighing, { ...weighing, seq: 10232 })).toEqual(['stored', 'duplicate', 'stored']);
      expect(await add(weighing, { ...weighing, ts: monday + hour })).toEqual(['duplicate', 'stored']);

      const found = await store.events({ canteen: 'CT012', from: monday, to: monday + hour, limit: 10 });
      expect(found.map(({ seq }) => seq)).toEqual([10231, 10232]);
      expect(found[0]).toEqual({ ...weighing, receivedAt: monday + 5 });
      expect(await store.events({ device: 'SCALE-2', from: forever[0], to: forever[1], limit: 10 })).toEqual([]);
    });
  });
}
