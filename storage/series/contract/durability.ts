import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { imbalance } from '../../../domain/metering/ledger.ts';
import type { SeriesStore } from '../port.ts';
import {
  day,
  hour,
  monday,
  options,
  plainRules,
  send,
  settle,
  stored,
  temporaryFolder,
  type Adapter,
} from './field.ts';
import { killMeters, readingsOfBatch, readingsPerBatch } from './kill-plan.ts';

export function durabilityContract(adapter: Adapter): void {
  describe('after a restart', () => {
    it('knows everything again', async () => {
      const directory = temporaryFolder();
      let store = await adapter.open(options(directory));
      await send(store, 'A', [monday, { energy_kwh: 1, odd_point: 7 }], [monday + hour, { energy_kwh: 2 }]);
      await send(store, 'A', [monday, { energy_kwh: 1.5 }, monday + hour]);
      await send(store, 'B', [monday, { power_kw: 3 }]);
      await store.derive([{ meter: 'A', rules: plainRules }]);
      await store.markDirty([{ meter: 'C', from: monday, to: monday + hour }]);
      const remembered = async (from: SeriesStore) => ({
        ledger: await from.ledger(),
        dirty: await from.dirty(10),
        latest: Object.fromEntries([...from.latest()].map(([id, { points }]) => [id, { ...points }])),
        asOf: await stored(from, 'A', 'energy_kwh', monday),
        content: await from.contentHash(),
      });
      const before = await remembered(store);
      expect(before.dirty.map(({ meter }) => meter)).toEqual(['B', 'C']);
      await store.close();

      store = await adapter.open(options(directory));
      expect(await remembered(store)).toEqual(before);
      expect((await send(store, 'A', [monday, { energy_kwh: 1.5 }])).readings).toEqual(['duplicate']);
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    });

    it('knows every stretch of a long list that was marked at once, of meters that never sent anything too', async () => {
      const directory = temporaryFolder();
      let store = await adapter.open(options(directory));
      await send(store, 'SENT', [monday, { power_kw: 3 }]);
      await settle(store);
      const far = [0, 30, 60].map((days) => ({ from: monday + days * day, to: monday + days * day + hour }));
      const list = ['SENT', 'SILENT-1', 'SILENT-2'].flatMap((meter) => far.map((range) => ({ meter, ...range })));
      await store.markDirty([]);
      expect(await store.dirty(20)).toEqual([]);
      await store.markDirty(list);
      expect(await store.dirty(20)).toEqual(list);
      await store.close();
      store = await adapter.open(options(directory));
      expect(await store.dirty(20)).toEqual(list);
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    });

    it('has every acknowledged reading once after kill -9, again and again, and finishes what was being derived', async () => {
      const directory = temporaryFolder();
      let next = 0;
      for (let round = 0; round < 2; round++) {
        // A device sends again what was not acknowledged: the first batch may be stored already.
        const acknowledged = await commitUntilKilled(adapter, directory, next, 25 + 10 * round);
        const store = await adapter.open(options(directory));
        for (const meter of killMeters) {
          const readings = await stored(store, meter, 'energy_kwh');
          const sent = Array.from({ length: acknowledged + 1 }, (_, i) => readingsOfBatch(i)).flat();
          expect(readings.slice(0, sent.length)).toEqual(sent.map(([ts, { energy_kwh }]) => [ts, energy_kwh]));
          // At most the batch that was under way when the process died.
          expect(readings.length - sent.length).toBeLessThanOrEqual(readingsPerBatch);
          const ledger = await store.ledger({ meter });
          expect(imbalance(ledger)).toBe(0);
          expect(ledger.stored).toBe(readings.length);
        }
        await settle(store);
        const content = await store.contentHash();
        expect(await store.rebuild(killMeters.map((meter) => ({ meter, rules: plainRules })))).toEqual(content);
        expect(content.intervals).toBeGreaterThan(0);
        await store.close();
        next = acknowledged + 1;
      }
      rmSync(directory, { recursive: true, force: true });
    }, 60_000);
  });
}

/** @returns number of the last batch that was acknowledged before the process died. */
async function commitUntilKilled(adapter: Adapter, directory: string, first: number, count: number): Promise<number> {
  const script = fileURLToPath(new URL('./killed-writer.ts', import.meta.url));
  const { url, name } = adapter.module;
  const child = spawn(process.execPath, ['--import', 'tsx', script, url, name, directory, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const died = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let last = first - 1;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (last - first >= count) child.kill('SIGKILL');
  }
  await died;
  return last;
}
