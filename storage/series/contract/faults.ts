import { rmSync } from 'node:fs';
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { imbalance } from '../../../domain/metering/ledger.ts';
import { StoreError, type SeriesStore } from '../port.ts';
import { minute, monday, options, send, stored, temporaryFolder, type Adapter } from './field.ts';

export function faultContract(adapter: Adapter): void {
  describe('when the disk refuses', () => {
    const directory = temporaryFolder();
    let store: SeriesStore | undefined;
    afterEach(async () => {
      await store?.close();
      rmSync(directory, { recursive: true, force: true });
    });

    it('answers only when the commit is through', async () => {
      store = await adapter.open(options(directory, { faults: { commitDelayMs: () => 300 } }));
      let answered = false;
      const sent = send(store, 'M', [monday, { energy_kwh: 1 }]).then((result) => {
        answered = true;
        return result;
      });
      // Readers see the state before the commit, so its answer comes first.
      expect(await stored(store, 'M', 'energy_kwh')).toEqual([]);
      expect(answered).toBe(false);
      expect((await sent).durationMs).toBeGreaterThanOrEqual(299);
      expect(await stored(store, 'M', 'energy_kwh')).toEqual([[monday, 1]]);
    });

    it('keeps nothing of a commit that failed, and stores the second try once', async () => {
      let broken = false;
      let now = monday;
      const lines: string[] = [];
      const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
      const open = options(directory, { log, now: () => now, faults: { failCommit: () => broken } });
      store = await adapter.open(open);
      await send(store, 'OLD', [monday, { energy_kwh: 1 }]);
      lines.length = 0;

      broken = true;
      const items = [
        [monday, { energy_kwh: 2, odd_point: 1 }],
        [monday + minute, { energy_kwh: 3 }],
      ] as const;
      await expect(send(store, 'OLD', [monday + minute, { energy_kwh: 4 }])).rejects.toThrow(StoreError);
      const failure = await send(store, 'NEW', ...items).catch((error: unknown) => error);
      now += 1000;
      await expect(send(store, 'OLD', [monday, { energy_kwh: 9 }])).rejects.toThrow(StoreError);
      expect(failure).toBeInstanceOf(StoreError);
      expect((failure as StoreError).code).toBe('SQLITE_IOERR');
      expect(store.health()).toMatchObject({ state: 'failing', since: monday, code: 'SQLITE_IOERR' });
      expect(lines.filter((line) => line.includes('"level":50'))).toHaveLength(1);
      expect(await store.ledger({ meter: 'NEW' })).toMatchObject({ received: 0, stored: 0 });
      expect(store.latest().has('NEW')).toBe(false);
      expect(store.latest().get('OLD')?.points['energy_kwh']?.value).toBe(1);
      expect(await store.dirty(10)).toEqual([{ meter: 'OLD', from: monday, to: monday }]);

      broken = false;
      expect((await send(store, 'NEW', ...items)).readings).toEqual(['stored', 'stored']);
      expect(store.health()).toEqual({ state: 'ok' });
      expect((await send(store, 'OLD', [monday, { energy_kwh: 9 }])).readings).toEqual(['revision']);

      await store.close();
      store = await adapter.open(open);
      expect(await stored(store, 'NEW', 'energy_kwh')).toEqual([
        [monday, 2],
        [monday + minute, 3],
      ]);
      expect(store.latest().get('OLD')?.points['energy_kwh']).toEqual({ ts: monday, value: 9 });
      expect(await store.points('NEW')).toEqual(['energy_kwh', 'odd_point']);
      expect(await store.ledger({ meter: 'NEW' })).toMatchObject({ received: 2, stored: 2, duplicate: 0 });
    });

    it('goes on without a restart after the disk was full', async () => {
      let pages = 0;
      store = await adapter.open(options(directory, { faults: { maxPageCount: () => pages } }));
      await send(store, 'FULL', [monday, { energy_kwh: 1 }]);
      pages = 1;
      const backlog = (from: number) =>
        Array.from({ length: 3000 }, (_, i) => [from + i * minute, { energy_kwh: i, power_kw: 1 }] as const);
      let failure: unknown;
      let stuck = 0;
      for (; stuck < 20 && failure === undefined; stuck++) {
        failure = await send(store, 'FULL', ...backlog(monday + stuck * 3000 * minute)).then(
          () => undefined,
          (error: unknown) => error,
        );
      }
      expect((failure as StoreError).code).toBe('SQLITE_FULL');
      expect(store.health()).toMatchObject({ state: 'failing', code: 'SQLITE_FULL' });
      const before = await store.ledger();
      expect(imbalance(before)).toBe(0);
      expect((await stored(store, 'FULL', 'energy_kwh')).length).toBe(before.stored - before.revisions);

      pages = 0;
      const again = await send(store, 'FULL', ...backlog(monday + (stuck - 1) * 3000 * minute));
      expect(again.readings.every((outcome) => outcome !== 'duplicate')).toBe(true);
      expect(store.health()).toEqual({ state: 'ok' });
      const after = await store.ledger();
      expect(after.received).toBe(before.received + 3000);
      expect(imbalance(after)).toBe(0);
    });
  });
}
