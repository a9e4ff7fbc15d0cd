import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry as MetricsRegistry } from 'prom-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openEmbeddedStore } from '../storage/series/embedded/store.ts';
import { isLong, type SeriesStore } from '../storage/series/port.ts';
import { Collector } from './collector.ts';
import { FakeDirectory } from './fakes/directory.ts';

const quarter = 900_000;
const now = Date.UTC(2026, 10, 23, 0, 15);
const meters = Array.from({ length: 40 }, (_, i) => `CITY-${i}`);

let folder: string;
let store: SeriesStore;
let collector: Collector;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'live-first-'));
  const log = pino({ level: 'silent' });
  store = await openEmbeddedStore({ directory: folder, timezone: 'Asia/Shanghai', log, now: () => now });
  const directory = new FakeDirectory();
  for (const id of meters) directory.addMeter(id);
  collector = new Collector({ store, directory, metrics: new MetricsRegistry(), log, now: () => now });
});
afterEach(async () => {
  await collector.stop();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A month of quarter hours, `monthsAgo`. */
function month(meter: string, monthsAgo: number) {
  const rows = 2_880;
  const ts = Float64Array.from({ length: rows }, (_, i) => now - (monthsAgo * rows + rows - i) * quarter);
  return collector.importHistory(meter, meter, { ts, points: { energy_kwh: ts.map((at) => (at - ts[0]!) / quarter) } });
}
function speak(meter: string, ts: number, energy_kwh: number): Promise<void> {
  const payload = Buffer.from(JSON.stringify({ ts, values: { energy_kwh } }));
  const topic = `v1/${meter}/readings`;
  const message = {
    source: 'mqtt',
    publisher: meter,
    publisherKind: 'device',
    topic,
    payload,
    receivedAt: now,
  } as const;
  return new Promise((resolve, reject) => collector.accept(message, (error) => (error ? reject(error) : resolve())));
}

it('a quarter hour of somebody’s own meter is known while the past of a city is still being loaded', async () => {
  const derived: string[] = [];
  collector.onDerived((changes) => derived.push(...changes.map(({ meter }) => meter)));
  let known = false;
  for (const meter of meters) await month(meter, 0);
  await collector.start();
  const loading = (async () => {
    for (let i = 0; !known && i < 400; i++) await month(meters[i % meters.length]!, 1 + Math.floor(i / meters.length));
  })();
  await vi.waitFor(() => expect(derived.length).toBeGreaterThan(0), { timeout: 10_000, interval: 5 });
  await speak('M1', now - quarter, 100);
  await speak('M1', now, 103);
  const before = new Set(derived).size;
  await vi.waitFor(() => expect(derived).toContain('M1'), { timeout: 15_000, interval: 5 });
  known = true;
  // Of the city at most what was at work already, and its turn once: never all that stood before.
  const meanwhile = new Set(derived.slice(0, derived.indexOf('M1'))).size - before;
  expect(meanwhile).toBeLessThan(10);
  expect((await store.dirty(1_000)).filter(isLong).length).toBeGreaterThan(0);
  const { value } = await store.intervals('M1', 'energy_kwh', '15m', now - quarter, now);
  expect([...value]).toEqual([3]);
  await loading;
}, 60_000);
