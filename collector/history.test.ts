import { expect, it } from 'vitest';
import { imbalance } from '../domain/metering/ledger.ts';
import { BenchTop, arrival } from './fakes/bench-top.ts';

const quarter = 900_000;

it('four years of quarter hours go in chunks of 50,000 rows, counted under source bulk, and are derived', async () => {
  const top = new BenchTop();
  await top.collector.start();
  const rows = 140_256;
  const ts = Float64Array.from({ length: rows }, (_, i) => arrival - (rows - i) * quarter);
  const energy_kwh = Float64Array.from(ts, (_, i) => i / 4);
  const counts = await top.collector.importHistory('M1', 'operator', { ts, points: { energy_kwh } });
  expect(counts).toEqual({ received: rows, stored: rows, duplicate: 0, revisions: 0 });
  expect(top.store.bulkSizes).toEqual([50_000, 50_000, 40_256]);
  expect(top.store.ledger({ source: 'bulk', meter: 'M1' })).toMatchObject({ received: rows, stored: rows });
  expect(await top.metrics.metrics()).toContain(`wattsteward_ingest_received_total{source="bulk"} ${rows}`);
  await top.collector.settled();
  expect(top.store.derived.length).toBeGreaterThan(0);
  await top.collector.stop();
});

it('rows in any order, with one twice and one corrected: none is lost, the later row counts', async () => {
  const top = new BenchTop();
  const at = (i: number) => arrival - i * quarter;
  const ts = Float64Array.of(at(1), at(3), at(2), at(3), at(1));
  const energy_kwh = Float64Array.of(30, 10, 20, 10, 31);
  const power_kw = Float64Array.of(3, 1, 2, 1, 3);
  const counts = await top.collector.importHistory('M1', 'M1', { ts, points: { energy_kwh, power_kw } });
  expect(counts).toEqual({ received: 5, stored: 4, duplicate: 1, revisions: 1 });
  expect([...top.store.readings.get('M1')!]).toEqual([
    [at(3), { energy_kwh: 10, power_kw: 1 }],
    [at(2), { energy_kwh: 20, power_kw: 2 }],
    [at(1), { energy_kwh: 31, power_kw: 3 }],
  ]);
  expect(imbalance(top.store.ledger())).toBe(0);
});

it('columns of different length, or a timestamp that is none, are refused before anything is stored', async () => {
  const top = new BenchTop();
  const energy_kwh = Float64Array.of(1, 2);
  const load = (...ts: number[]) =>
    top.collector.importHistory('M1', 'M1', { ts: Float64Array.from(ts), points: { energy_kwh } });
  await expect(load(arrival)).rejects.toThrow('energy_kwh has 2 rows, ts has 1');
  await expect(load(arrival, NaN)).rejects.toThrow('row 1: ts is NaN');
  expect(top.store.bulkSizes).toEqual([]);
});
