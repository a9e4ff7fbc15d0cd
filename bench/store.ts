import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { MeterRules } from '../domain/metering/meter.ts';
import { openEmbeddedStore } from '../storage/series/embedded/store.ts';
import type { SeriesStore } from '../storage/series/port.ts';
import { median, type Figure } from './support/result.ts';

const rules: MeterRules = {
  intervalMs: 900_000,
  registerPoint: 'energy_kwh',
  register: { decimals: 2, multiplier: [{ from: -Infinity, value: 1 }], replacements: [] },
};
/** New Year 2025 in Shanghai. */
const start = Date.UTC(2024, 11, 31, 16);
const dayMs = 86_400_000;
const year = 365 * dayMs;
const rowsPerMeter = 395 * 96;

/** The embedded store by itself, no broker and no HTTP before it: `meters` with 13 months at 15 minutes, two points. */
export async function storeAlone({ meters }: { meters: number }): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'wattsteward-bench-'));
  const log = pino({ level: 'silent' });
  const open = () => openEmbeddedStore({ directory, timezone: 'Asia/Shanghai', log, now: () => start });
  const figures: Figure[] = [];
  const add = (what: string, value: number, unit: string) => figures.push({ benchmark: 'store', what, value, unit });

  let store = await open();
  const ids = Array.from({ length: meters }, (_, m) => ({ meter: `M${m}`, point: 'energy_kwh' }));
  add(
    'history by the bulk door',
    (meters * rowsPerMeter) / (await seconds(() => loadHistory(store, meters))),
    'rows/s',
  );
  add('rebuild, all meters', await seconds(() => store.rebuild(ids.map(({ meter }) => ({ meter, rules })))), 's');
  await store.close();

  add('open', 1000 * (await seconds(async () => (store = await open()))), 'ms');
  let m = 0;
  const next = () => ids[m++ % meters]!.meter;
  const ask = async (what: string, work: () => Promise<unknown>) => {
    const times: number[] = [];
    for (let i = 0; i < 15; i++) times.push(1000 * (await seconds(work)));
    add(what, median(times), 'ms');
  };
  await ask('a year by hour, one meter', () => store.intervals(next(), 'energy_kwh', '1h', start, start + year));
  await ask(`a year by day, ${meters} meters`, () => store.intervalsOf(ids, '1d', start, start + year));
  await ask('a week of raw readings', () =>
    store.samples(next(), 'power_kw', start + 100 * dayMs, start + 107 * dayMs),
  );
  const readings = 200_000;
  const ingesting = await seconds(() => ingest(store, meters, readings, start + year + 60 * dayMs));
  add('readings in batches of 5,000', readings / ingesting, 'readings/s');
  add('resident', process.memoryUsage().rss / 2 ** 20, 'MiB');
  await store.close();
  rmSync(directory, { recursive: true, force: true });
  return figures;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

async function loadHistory(store: SeriesStore, meters: number): Promise<void> {
  const ts = Float64Array.from({ length: rowsPerMeter }, (_, i) => start + i * 900_000);
  const energy_kwh = Float64Array.from({ length: rowsPerMeter }, (_, i) => Math.round(i * 31) / 100);
  const power_kw = Float64Array.from({ length: rowsPerMeter }, (_, i) => 1 + (i % 96) / 10);
  for (let m = 0; m < meters; m++) {
    const points = { energy_kwh, power_kw };
    await store.bulk({ source: 'bulk', device: `M${m}`, meter: `M${m}`, receivedAt: start, ts, points });
  }
}

async function ingest(store: SeriesStore, meters: number, readings: number, from: number): Promise<void> {
  for (let n = 0; n < readings;) {
    const batch = store.newBatch();
    for (let i = 0; i < 5_000; i++, n++) {
      const meter = `M${n % meters}`;
      const ts = from + Math.floor(n / meters) * 60_000;
      const account = batch.account({ source: 'mqtt', device: meter, meter });
      batch.received(account, 1);
      batch.reading(account, meter, ts, ts, { energy_kwh: n / 100, power_kw: 8.12 });
    }
    await store.commit(batch);
  }
}
