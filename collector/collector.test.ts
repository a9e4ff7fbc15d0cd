import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry as MetricsRegistry } from 'prom-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { imbalance } from '../domain/metering/ledger.ts';
import { openEmbeddedStore, type StoreFaults } from '../storage/series/embedded/store.ts';
import type { SeriesStore } from '../storage/series/port.ts';
import { Collector } from './collector.ts';
import { FakeDirectory } from './fakes/directory.ts';

// The collector on the store that it is shipped with.

// Its threads load from sources here, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const arrival = Date.UTC(2026, 10, 23, 0, 15);
const hour = 3_600_000;
const log = pino({ level: 'silent' });

let folder: string;
let store: SeriesStore;
let collector: Collector;
let directory: FakeDirectory;

async function open(faults: StoreFaults = {}, limits = {}): Promise<void> {
  const now = () => arrival;
  store = await openEmbeddedStore({ directory: folder, timezone: 'Asia/Shanghai', log, now, faults });
  collector = new Collector({ store, directory, log, metrics: new MetricsRegistry(), now, limits });
  await collector.start();
}

async function close(): Promise<void> {
  await collector.stop();
  await store.close();
}

const send = (topic: string, payload: unknown) =>
  new Promise<void>((resolve, reject) => {
    const publisher = topic.split('/')[1]!;
    const bytes = Buffer.from(JSON.stringify(payload));
    const message = { source: 'mqtt', publisher, publisherKind: 'device', topic, payload: bytes, receivedAt: arrival };
    collector.accept(message as never, (error) => (error ? reject(error) : resolve()));
  });

const registers = (meter: string, hours: number) =>
  Array.from({ length: hours * 4 + 1 }, (_, i) => ({
    device: meter,
    ts: arrival - 15 * 60_000 - hours * hour + i * (hour / 4),
    values: { energy_kwh: (1_000 + i) / 10, power_kw: 0.4 },
  }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'collector-'));
  directory = new FakeDirectory();
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

it('from messages to hours: each hour used 0.4 kWh, without floating-point dust', async () => {
  await open();
  await Promise.all(['M1', 'M2'].map((meter) => send(`v1/${meter}/readings`, registers(meter, 5))));
  await send('v1/GW1/readings', [...registers('G1-A', 5), ...registers('M1', 1)]);
  await collector.settled();
  expect(collector.dirtyMeters).toBe(0);
  for (const meter of ['M1', 'M2', 'G1-A']) {
    const { value } = await store.intervals(meter, 'energy_kwh', '1h', arrival - 5.25 * hour, arrival - 0.25 * hour);
    expect([...value]).toEqual([0.4, 0.4, 0.4, 0.4, 0.4]);
  }
  const ledger = await store.ledger();
  expect(ledger).toMatchObject({ received: 68, stored: 63, quarantined: 5 });
  expect(imbalance(ledger)).toBe(0);
});

it('quarantine survives a restart and is replayed by the registry of then', async () => {
  await open();
  await send('v1/M9/readings', { ts: arrival - hour, values: { energy_kwh: 7 } });
  await close();
  directory.addMeter('M9');
  await open();
  const [row] = await store.quarantine({ limit: 10 });
  expect(row).toMatchObject({ reason: 'unknown-device', device: 'M9', state: 'open' });
  expect(await collector.replayQuarantined(row!.id)).toEqual({ state: 'replayed', outcome: 'stored' });
  expect(await store.ledger({ device: 'M9' })).toMatchObject({ received: 1, stored: 1, quarantined: 0 });
  expect((await store.samples('M9', 'energy_kwh', 0, arrival)).value).toEqual(Float64Array.of(7));
});

it('commits that fail, then a slow one: no answer is good before its reading is on disk, and none is stored twice', async () => {
  let fail = true;
  let delayMs = 0;
  await open({ failCommit: () => fail, commitDelayMs: () => delayMs }, { commitTimeoutMs: 100 });
  const reading = { ts: arrival - hour, values: { energy_kwh: 7 } };
  await expect(send('v1/M1/readings', reading)).rejects.toThrow();
  expect((await store.ledger()).received).toBe(0);

  fail = false;
  delayMs = 400;
  await expect(send('v1/M1/readings', reading)).rejects.toThrow('not durable within 100 ms');
  delayMs = 0;
  let answer: unknown = 'none';
  while (answer !== undefined) {
    answer = await send('v1/M1/readings', reading).catch((error: unknown) => error);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await store.ledger()).toMatchObject({ received: 2, stored: 1, duplicate: 1 });
});

it('a month of history by the bulk door gives the same days as the same readings by MQTT', async () => {
  await open();
  const rows = registers('M1', 24 * 30);
  const ts = Float64Array.from(rows, (row) => row.ts);
  const energy_kwh = Float64Array.from(rows, (row) => row.values.energy_kwh);
  await collector.importHistory('M2', 'operator', { ts, points: { energy_kwh } });
  for (let i = 0; i < rows.length; i += 500) await send('v1/M1/readings', rows.slice(i, i + 500));
  await collector.settled();
  const days = (meter: string) => store.intervals(meter, 'energy_kwh', '1d', arrival - 31 * 24 * hour, arrival);
  expect(await days('M2')).toEqual(await days('M1'));
  const hash = await store.contentHash();
  expect(hash.intervals).toBeGreaterThan(0);
  expect(await collector.rebuild()).toEqual(hash);
});
