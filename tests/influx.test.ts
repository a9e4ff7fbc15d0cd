import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WireHealth } from '../domain/wire-devices.ts';
import { influxdPath, startInfluxd, withoutInfluxd, type Influxd } from '../storage/series/influx/testing/influxd.ts';
import { connectDevice, publishReading } from './support/device.ts';
import { Flood } from './support/flood.ts';
import { Product, until } from './support/product.ts';
import { portfolio, secretOf } from './support/portfolio.ts';
import { settled } from './support/settled.ts';

const ids = Array.from({ length: 12 }, (_, i) => `E-${String(i + 1).padStart(3, '0')}`);
const startAt = Date.parse('2026-03-01T00:00:00+08:00');
const earlier = 'from=2026-02-28T00:00:00%2B08:00&to=2026-12-01T00:00:00%2B08:00';
const range = 'from=2026-03-01T00:00:00%2B08:00&to=2026-12-01T00:00:00%2B08:00';

describe.skipIf(influxdPath === undefined)(`with a real InfluxDB ${withoutInfluxd}`, () => {
  const user = { name: 'wattsteward', password: 'right' };
  let influxd: Influxd;
  let product: Product;
  const flood = new Flood(
    ids.map((id) => ({ id, secret: secretOf(id) })),
    startAt,
    60_000,
  );

  beforeAll(async () => {
    influxd = await startInfluxd({ user });
    product = new Product({
      WATTSTEWARD_SERIES: 'influx',
      INFLUX_URL: influxd.url,
      INFLUX_API: 'v1',
      INFLUX_DATABASE: 'meters',
      INFLUX_USERNAME: user.name,
      INFLUX_PASSWORD: user.password,
    });
    await influxd.stop();
  });
  afterAll(async () => {
    await product?.dispose();
    await influxd?.remove();
  });

  const forwarder = async () => (await product.get<WireHealth>('/api/v1/health')).forwarder!;
  const isIn = (state: string) =>
    until(`the forwarder is ${state}`, async () => (await forwarder()).state === state, 60_000);
  /** The devices' acknowledgements go on. */
  const acknowledged = async (what: string, more = 1_500) => {
    const before = flood.acknowledged;
    await until(`acknowledgements ${what}`, () => flood.acknowledged >= before + more, 60_000);
  };
  /** Whole columns by time, as InfluxDB answers. */
  async function ask(database: string, statement: string): Promise<Map<number, number>> {
    const query = new URLSearchParams({ db: database, q: statement, epoch: 'ms', u: user.name, p: user.password });
    const answer = await fetch(`${influxd.url}/query?${query}`);
    const { results } = (await answer.json()) as { results: { series?: { values: [number, number][] }[] }[] };
    return new Map(results[0]?.series?.[0]?.values ?? []);
  }

  test('it is away at the start: ready all the same, and said on the health page', async () => {
    await product.start();
    await product.importPortfolio(portfolio(ids.map((id) => ({ id, secret: secretOf(id), interval: '1m' }))));
    expect((await fetch(product.url + '/readyz')).status).toBe(200);
    flood.resume(product.runtime.mqttPort);
    await acknowledged('without InfluxDB');
    await isIn('away');
    const { parts } = await product.get<WireHealth>('/api/v1/health');
    expect(parts.some(({ state }) => state === 'failing')).toBe(false);
    await influxd.start();
    await until('rows arrive', async () => (await forwarder()).state !== 'away', 60_000);
  });

  test('stopped under load, restarts and a kill of ours in between: devices go on, everything arrives once', async () => {
    await acknowledged('with InfluxDB');
    await influxd.stop();
    await acknowledged('while it is away');
    await isIn('away');
    flood.cut();
    expect(await product.stop()).toBe(0);
    await product.start();
    flood.resume(product.runtime.mqttPort);
    await acknowledged('after a restart');
    await product.kill();
    flood.cut();
    await product.start();
    flood.resume(product.runtime.mqttPort);
    await acknowledged('after a kill');
    await isIn('away');
    expect((await forwarder()).waitingRows).toBeGreaterThan(4_000);

    // Late and delivered again, while it is away.
    const device = await connectDevice(product.mqttUrl, ids[1]!, secretOf(ids[1]!));
    const late = { ts: startAt - 3_600_000, values: { energy_kwh: 0 } };
    await publishReading(device, ids[1]!, late);
    for (const { ts, value } of flood.devices[1]!.acknowledged.slice(0, 20)) {
      await publishReading(device, ids[1]!, { ts, values: { energy_kwh: value, power_kw: 1 + (ts % 7) } });
    }
    await device.endAsync();
    await influxd.start();
    await acknowledged('while it catches up');
    await influxd.kill();
    await acknowledged('after InfluxDB was killed');
    await influxd.start();
    await flood.finish();
    await settled(product);
    await isIn('ok');
    await until('nothing waits', async () => (await forwarder()).waitingRows === 0, 60_000);

    for (const line of flood.devices) {
      const { points } = await product.get<{ points: { ts: string; value: number }[] }>(
        `/api/v1/meters/${line.id}/series?point=energy_kwh&every=raw&${earlier}`,
      );
      const here = new Map(points.map(({ ts, value }) => [Date.parse(ts), value]));
      for (const { ts, value } of line.acknowledged) {
        if (here.get(ts) !== value) throw new Error(`${line.id}: acknowledged and not stored: ${ts}`);
      }
      expect(await ask('meters', `SELECT "energy_kwh" FROM "reading" WHERE "meter" = '${line.id}'`)).toEqual(here);
    }
    const { points } = await product.get<{ points: { ts: string; value: number | null; quality: string }[] }>(
      `/api/v1/meters/${ids[0]}/series?point=energy_kwh&every=1h&${range}`,
    );
    const hours = new Map(
      points.filter(({ quality }) => quality !== 'missing').map(({ ts, value }) => [Date.parse(ts), value]),
    );
    const there = await ask(
      'meters_rollups',
      `SELECT "value" FROM "interval_1h" WHERE "meter" = '${ids[0]}' AND "point" = 'energy_kwh' AND "quality" > 0`,
    );
    expect(hours.size).toBeGreaterThan(5);
    expect(there).toEqual(hours);
    const ledger = await product.get<Record<string, number>>('/api/v1/ingest/ledger');
    expect(ledger).toMatchObject({ quarantined: 0, rejected: 0, revisions: 0 });
    expect(ledger.duplicate).toBeGreaterThanOrEqual(20);
    expect(ledger.received).toBe(ledger.stored! + ledger.duplicate!);
  }, 240_000);

  test('a wrong password is said, stops nothing, and is forgotten when it is mended', async () => {
    await product.stop();
    await product.start({ INFLUX_PASSWORD: 'wrong' });
    await isIn('refused');
    expect((await forwarder()).lastError?.message).not.toContain('wrong');
    await product.stop();
    await product.start();
    await isIn('ok');
  });
});
