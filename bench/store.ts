import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { MeterRules } from '../domain/metering/meter.ts';
import type { SeriesStore } from '../storage/series/port.ts';
import { openEmbeddedStore } from '../storage/series/embedded/store.ts';

export interface StoreFigures {
  readonly meters: number;
  readonly rows: number;
  /** Readings a second: 5,000 a batch, two values each, one batch after the other. */
  readonly ingestPerSecond: number;
  readonly bulkPerSecond: number;
  /** All meters, everything derived from raw. */
  readonly rebuildSeconds: number;
  /** Medians of what a page asks for. */
  readonly yearByHourMs: number;
  readonly allByDayMs: number;
  readonly rawWeekMs: number;
  readonly openMs: number;
  readonly residentMiB: number;
}

const rules: MeterRules = {
  intervalMs: 900_000,
  registerPoint: 'energy_kwh',
  register: { decimals: 2, multiplier: [{ from: -Infinity, value: 1 }], replacements: [] },
};
const start = Date.UTC(2024, 11, 31, 16);
const year = 365 * 86_400_000;

/** The embedded store by itself, no broker before it: `meters` of 13 months at 15 minutes. */
export async function benchStore(meters = 500): Promise<StoreFigures> {
  const directory = mkdtempSync(join(tmpdir(), 'wattsteward-bench-'));
  const open = () =>
    openEmbeddedStore({ directory, timezone: 'Asia/Shanghai', log: pino({ level: 'silent' }), now: () => start });
  let store = await open();
  const perMeter = Math.floor((395 * 86_400_000) / 900_000);
  const bulkSeconds = await loadHistory(store, meters, perMeter);
  const ids = Array.from({ length: meters }, (_, m) => ({ meter: `M${m}`, point: 'energy_kwh' }));

  const rebuildStart = performance.now();
  await store.rebuild(ids.map(({ meter }) => ({ meter, rules })));
  const rebuildSeconds = (performance.now() - rebuildStart) / 1000;
  await store.close();

  const openStart = performance.now();
  store = await open();
  const openMs = performance.now() - openStart;

  let m = 0;
  const next = () => ids[m++ % meters]!.meter;
  const yearByHourMs = await median(() => store.intervals(next(), 'energy_kwh', '1h', start, start + year));
  const allByDayMs = await median(() => store.intervalsOf(ids, '1d', start, start + year));
  const rawWeekMs = await median(() =>
    store.samples(next(), 'power_kw', start + year / 2, start + year / 2 + 7 * 86_400_000),
  );
  const ingestPerSecond = await ingest(store, meters, start + 400 * 86_400_000);
  const residentMiB = process.memoryUsage().rss / 2 ** 20;
  await store.close();
  rmSync(directory, { recursive: true, force: true });
  return {
    meters,
    rows: meters * perMeter,
    ingestPerSecond,
    bulkPerSecond: (meters * perMeter) / bulkSeconds,
    rebuildSeconds,
    yearByHourMs,
    allByDayMs,
    rawWeekMs,
    openMs,
    residentMiB,
  };
}

async function loadHistory(store: SeriesStore, meters: number, perMeter: number): Promise<number> {
  const ts = Float64Array.from({ length: perMeter }, (_, i) => start + i * 900_000);
  const energy_kwh = Float64Array.from({ length: perMeter }, (_, i) => Math.round(i * 31) / 100);
  const power_kw = Float64Array.from({ length: perMeter }, (_, i) => 1 + (i % 96) / 10);
  const begin = performance.now();
  for (let m = 0; m < meters; m++) {
    const points = { energy_kwh, power_kw };
    await store.bulk({ source: 'bulk', device: `M${m}`, meter: `M${m}`, receivedAt: start, ts, points });
  }
  return (performance.now() - begin) / 1000;
}

async function ingest(store: SeriesStore, meters: number, from: number): Promise<number> {
  const batches = 40;
  const size = 5_000;
  let n = 0;
  const begin = performance.now();
  for (let b = 0; b < batches; b++) {
    const batch = store.newBatch();
    for (let i = 0; i < size; i++, n++) {
      const meter = `M${n % meters}`;
      const ts = from + Math.floor(n / meters) * 60_000;
      const account = batch.account({ source: 'mqtt', device: meter, meter });
      batch.received(account, 1);
      batch.reading(account, meter, ts, ts, { energy_kwh: n / 100, power_kw: 8.12 });
    }
    await store.commit(batch);
  }
  return (batches * size) / ((performance.now() - begin) / 1000);
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 15; i++) {
    const begin = performance.now();
    await work();
    times.push(performance.now() - begin);
  }
  return times.sort((a, b) => a - b)[7]!;
}
