import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asks } from './support/ask.ts';
import { fill } from './support/fill.ts';
import { startProduct } from './support/processes.ts';
import { adds, median, type Figure } from './support/result.ts';

const quarterMs = 900_000;
const from = Date.parse('2025-11-01T00:00:00+08:00');
const to = Date.parse('2026-12-01T00:00:00+08:00');

/** A register that climbs by day and night, 15 minutes a reading. */
function recording(meter: number): { ts: Float64Array; points: Record<string, Float64Array> } {
  const count = (to - from) / quarterMs;
  const ts = new Float64Array(count);
  const energy = new Float64Array(count);
  let centi = meter * 1000;
  for (let i = 0; i < count; i++) {
    ts[i] = from + i * quarterMs;
    const hour = (i / 4) % 24;
    centi += 100 + Math.round(400 * Math.max(0, Math.sin(((hour - 6) / 14) * Math.PI))) + ((i * (meter + 7)) % 13);
    energy[i] = centi / 100;
  }
  return { ts, points: { energy_kwh: energy } };
}

/** 500 meters with 13 months at 15 minutes (19 million rows), loaded by the bulk door, then asked over HTTP. */
export async function yearOfACity({ meters }: { meters: number }): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wattsteward-bench-'));
  const ids = Array.from({ length: meters }, (_, i) => `E-${String(i).padStart(4, '0')}`);
  const figures: Figure[] = [];
  const add = adds('queries', figures);

  const portfolio = {
    institutions: [{ id: 'I', name: 'Bench' }],
    buildings: [{ id: 'B', institution: 'I', name: 'Bench' }],
    meters: ids.map((id) => ({
      id,
      building: 'B',
      carrier: 'electricity',
      register: { point: 'energy_kwh', unit: 'kWh', decimals: 2 },
    })),
  };
  await fill(dataDir, portfolio, async ({ collector }) => {
    const loadStarted = performance.now();
    let rows = 0;
    for (const [i, id] of ids.entries()) {
      const columns = recording(i);
      rows += columns.ts.length;
      await collector.importHistory(id, id, columns);
    }
    const loadSeconds = (performance.now() - loadStarted) / 1000;
    await collector.settled();
    add('rows loaded through the bulk door', rows, 'rows');
    add('bulk door', rows / loadSeconds, 'rows/s');
    add('load and derive, in all', (performance.now() - loadStarted) / 1000, 's');
  });

  const product = await startProduct(dataDir);
  add('spawn to ready', product.readyMs / 1000, 's', ['<', 3]);
  const ask = asks(product);
  const time = async (path: string, expected: (body: never) => boolean): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < 15; i++) {
      const { text, ms } = await ask(path);
      times.push(ms);
      if (i === 0 && !expected(JSON.parse(text) as never)) throw new Error(`${path}: ${text.slice(0, 300)}`);
    }
    return median(times.slice(2));
  };
  const year = 'from=2025-11-01T00:00:00%2B08:00&to=2026-11-01T00:00:00%2B08:00';
  add(
    'a year by hour of one meter',
    await time(
      `/api/v1/meters/${ids[7]}/series?point=energy_kwh&every=1h&${year}`,
      (b: { points: { value: number | null }[] }) =>
        b.points.length === 8760 && b.points.every((p) => p.value !== null),
    ),
    'ms',
    ['<', 30],
  );
  add(
    `a year by day of all ${meters}`,
    await time(
      `/api/v1/series?meters=all&point=energy_kwh&every=1d&${year}`,
      (b: { series: { value: (number | null)[] }[] }) =>
        b.series.length === meters && b.series.every((s) => s.value.length === 365 && s.value.every((v) => v !== null)),
    ),
    'ms',
    ['<', 100],
  );
  add(
    `last values of ${meters}`,
    await time(
      '/api/v1/meters?limit=1000',
      (b: { items: { lastReading: unknown }[] }) =>
        b.items.length === meters && b.items.every((m) => m.lastReading !== null),
    ),
    'ms',
    ['<', 10],
  );
  add('resident memory after the questions', product.residentMb(), 'MB', ['<', 400]);
  await product.stop();
  rmSync(dataDir, { recursive: true, force: true });
  return figures;
}
