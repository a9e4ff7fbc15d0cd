import { afterAll, beforeAll, expect, test } from 'vitest';
import { Flood } from './support/flood.ts';
import { Product, until } from './support/product.ts';
import { portfolio, secretOf } from './support/portfolio.ts';
import { settled } from './support/settled.ts';

// 10 rounds in `npm test`; .ci/run asks for 50.
const rounds = Number(process.env.KILL_ROUNDS ?? 10);
const ids = Array.from({ length: 20 }, (_, i) => `E-${String(i + 1).padStart(3, '0')}`);
const startAt = Date.parse('2026-03-01T00:00:00+08:00');
const product = new Product();

beforeAll(async () => {
  await product.start();
  await product.importPortfolio(
    portfolio(ids.map((id) => ({ id, secret: secretOf(id), interval: '1m', register: { digits: 8, decimals: 2 } }))),
  );
});
afterAll(() => product.dispose());

interface Ledger {
  received: number;
  stored: number;
  duplicate: number;
  quarantined: number;
  rejected: number;
  revisions: number;
}

test(
  `killed ${rounds} times under load: nothing acknowledged is missing, nothing is double, every figure can be derived again`,
  async () => {
    const flood = new Flood(
      ids.map((id) => ({ id, secret: secretOf(id) })),
      startAt,
      60_000,
    );
    for (let round = 0; round < rounds; round++) {
      const before = flood.acknowledged;
      flood.resume(product.runtime.mqttPort);
      // A different moment of the commit and of deriving in each round.
      await until(
        `acknowledgements in round ${round}`,
        () => flood.acknowledged >= before + 800 + ((round * 379) % 1_500),
      );
      await product.kill();
      flood.cut();
      await product.start();
    }
    flood.resume(product.runtime.mqttPort);
    await flood.finish();

    let stored = 0;
    for (const line of flood.devices) {
      const { points } = await product.get<{ points: { ts: string; value: number }[] }>(
        `/api/v1/meters/${line.id}/series?point=energy_kwh&every=raw&from=2026-03-01T00:00:00%2B08:00&to=2026-12-01T00:00:00%2B08:00`,
      );
      const byTs = new Map(points.map((p) => [Date.parse(p.ts), p.value]));
      expect(byTs.size, `${line.id}: a reading is there twice`).toBe(points.length);
      const missing = line.acknowledged.filter((sent) => byTs.get(sent.ts) !== sent.value);
      expect(missing, `${line.id}: acknowledged and not there`).toEqual([]);
      stored += points.length;
    }

    const ledger = await product.get<Ledger>('/api/v1/ingest/ledger');
    expect(ledger.received).toBe(ledger.stored + ledger.duplicate + ledger.quarantined + ledger.rejected);
    expect(ledger).toMatchObject({ stored, quarantined: 0, rejected: 0, revisions: 0 });

    await settled(product);
    const derived = await product.get<{ sha256: string; intervals: number }>('/api/v1/derived/hash');
    expect(derived.intervals).toBeGreaterThan(0);
    const rebuilt = await product.cli('rebuild');
    expect(rebuilt.code, rebuilt.stderr).toBe(0);
    expect(rebuilt.stdout).toContain(derived.sha256);
    expect(await product.get('/api/v1/derived/hash')).toEqual(derived);
  },
  60_000 + rounds * 15_000,
);
