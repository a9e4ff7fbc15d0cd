import { describe, expect, it } from 'vitest';
import type { EventQuery, EventRecord, SeriesStore, StoredEvent } from '../port.ts';
import { hour, minute, monday, type Adapter } from './field.ts';
import { sharedStore } from './shared-store.ts';

export function eventPagesContract(adapter: Adapter): void {
  describe('events, page by page', () => {
    const shared = sharedStore(adapter);
    const identity = ({ device, seq, ts }: EventRecord) => [device, seq, ts] as const;

    async function add(store: SeriesStore, canteen: string, ...events: (readonly [string, number, number])[]) {
      const batch = store.newBatch();
      for (const [device, seq, ts] of events) {
        const account = batch.account({ source: 'mqtt', device, meter: '' });
        batch.received(account, 1);
        batch.event(account, ts, { device, seq, ts, type: 'meals', canteen, body: `{"seq":${seq}}` });
      }
      await store.commit(batch);
    }

    async function pages(store: SeriesStore, query: EventQuery): Promise<StoredEvent[]> {
      const all: StoredEvent[] = [];
      for (let after: StoredEvent | undefined; ;) {
        const page = await store.events({ ...query, ...(after && { after }) });
        all.push(...page);
        if (page.length < query.limit) return all;
        after = page.at(-1);
      }
    }

    it('gives each of many at one and the same instant once, whatever the size of the page', async () => {
      const { store } = shared;
      // A scale whose clock stands still, two counters that count by the minute.
      const same = ['COUNTER-A', 'COUNTER-B', 'SCALE'].flatMap((device) =>
        [11, 7, 8, 9, 10].map((seq) => [device, seq, monday + hour] as const),
      );
      const around = [0, 59, 60, 61].map((at) => ['SCALE', 100 + at, monday + at * minute] as const);
      await add(store, 'CT-P', ...same, ...around);
      await add(store, 'CT-Q', ['SCALE-Q', 1, monday + hour]);
      const ordered = [...same, ...around].sort(
        (a, b) => a[2] - b[2] || (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0) || a[1] - b[1],
      );
      const span = { canteen: 'CT-P', from: monday, to: monday + 2 * hour };
      for (const limit of [1, 2, 3, 5, 19, 20]) {
        expect((await pages(store, { ...span, limit })).map(identity), `pages of ${limit}`).toEqual(ordered);
        const back = await pages(store, { ...span, limit, newestFirst: true });
        expect(back.map(identity), `pages of ${limit}, back`).toEqual([...ordered].reverse());
      }
    });

    it('goes on behind the page that was read, with what arrived late before it left out', async () => {
      const { store } = shared;
      await add(store, 'CT-L', ...[0, 10, 20, 30].map((at) => ['SCALE-L', at, monday + at * minute] as const));
      const span = { canteen: 'CT-L', from: monday, to: monday + hour, limit: 2 };
      const first = await store.events(span);
      await add(store, 'CT-L', ['SCALE-L', 5, monday + 5 * minute], ['SCALE-L', 25, monday + 25 * minute]);
      const second = await store.events({ ...span, limit: 10, after: first.at(-1)! });
      expect(second.map(({ seq }) => seq)).toEqual([20, 25, 30]);
    });

    it('finds the newest of a canteen without reading the others', async () => {
      const { store } = shared;
      await add(store, 'CT-N', ['SCALE-N', 1, monday], ['SCALE-N', 2, monday + hour]);
      const forever = { canteen: 'CT-N', from: 0, to: monday + 24 * hour };
      const newest = await store.events({ ...forever, limit: 1, newestFirst: true });
      expect(newest.map(({ seq }) => seq)).toEqual([2]);
      expect(await store.events({ ...forever, canteen: 'CT-NONE', limit: 1, newestFirst: true })).toEqual([]);
    });
  });
}
