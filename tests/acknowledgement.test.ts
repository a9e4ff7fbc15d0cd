import { afterEach, describe, expect, test } from 'vitest';
import type { MqttClient } from 'mqtt';
import { imbalance } from '../domain/metering/ledger.ts';
import { connectDevice, publishReading } from './support/device.ts';
import { startParts, type Parts } from './support/parts.ts';
import { portfolio, secretOf } from './support/portfolio.ts';
import { until } from './support/product.ts';

const city = portfolio([{ id: 'E1', secret: secretOf('E1'), interval: '1m' }]);
const startAt = Date.parse('2026-11-01T00:00:00+08:00');

let parts: Parts;
const clients: MqttClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
  await parts.stop();
});

async function connect(): Promise<MqttClient> {
  const client = await connectDevice(`mqtt://127.0.0.1:${parts.port}`, 'E1', secretOf('E1'));
  client.on('error', () => {});
  clients.push(client);
  return client;
}

/** Resolves when the broker has closed the connection (MQTT.js leaves an unacknowledged publish waiting for ever). */
const closing = (client: MqttClient) =>
  new Promise<'closed'>((resolve) => client.once('close', () => resolve('closed')));

async function closedWithoutPuback(client: MqttClient, reading: unknown): Promise<void> {
  const closed = closing(client);
  let acknowledged = false;
  void publishReading(client, 'E1', reading).then(
    () => (acknowledged = true),
    () => {},
  );
  await closed;
  expect(acknowledged).toBe(false);
}

const stored = async () => {
  const { ts, value } = await parts.store.samples('E1', 'energy_kwh', startAt, startAt + 86_400_000);
  return [...ts].map((instant, i) => [instant - startAt, value[i]]);
};

describe('the PUBACK follows the disk', () => {
  test('a commit that takes a second: no PUBACK before it, and the connection lives', async () => {
    let delayMs = 0;
    parts = await startParts({ portfolio: city, faults: { commitDelayMs: () => delayMs } });
    const client = await connect();
    await publishReading(client, 'E1', { ts: startAt, values: { energy_kwh: 1 } });
    delayMs = 1_000;
    const sentAt = performance.now();
    await publishReading(client, 'E1', { ts: startAt + 60_000, values: { energy_kwh: 2 } });
    expect(performance.now() - sentAt).toBeGreaterThanOrEqual(1_000);
    delayMs = 0;
    expect(client.connected).toBe(true);
    expect(await stored()).toEqual([
      [0, 1],
      [60_000, 2],
    ]);
  });

  test('a commit over two seconds closes the connection; the second delivery is recognised', async () => {
    let delayMs = 2_600;
    parts = await startParts({ portfolio: city, faults: { commitDelayMs: () => delayMs } });
    const client = await connect();
    const reading = { ts: startAt, values: { energy_kwh: 7 } };
    await closedWithoutPuback(client, reading);
    delayMs = 0;
    await until('the writer', async () => (await parts.store.ledger()).stored === 1);
    await publishReading(await connect(), 'E1', reading);
    expect(await parts.store.ledger()).toMatchObject({ received: 2, stored: 1, duplicate: 1 });
  });

  test('a commit that fails closes the connection; the device’s second try is stored once', async () => {
    let failing = true;
    parts = await startParts({ portfolio: city, faults: { failCommit: () => failing } });
    const client = await connect();
    const reading = { ts: startAt, values: { energy_kwh: 42.5 } };
    await closedWithoutPuback(client, reading);
    expect(parts.store.health().state).toBe('failing');
    expect(await parts.store.ledger()).toMatchObject({ received: 0, stored: 0 });
    failing = false;
    await publishReading(await connect(), 'E1', reading);
    expect(await stored()).toEqual([[0, 42.5]]);
    expect(await parts.store.ledger()).toMatchObject({ received: 1, stored: 1, duplicate: 0 });
    expect(parts.store.health().state).toBe('ok');
  });

  test('a reading lost inside the collector shows: received is more than what the four outcomes account for', async () => {
    parts = await startParts({
      portfolio: city,
      wrapJudge: (judge) => (decoded, i, origin) => {
        const judgement = judge(decoded, i, origin);
        return judgement?.kind === 'reading' && judgement.values.energy_kwh === 13 ? null : judgement;
      },
    });
    const client = await connect();
    for (const [i, energy_kwh] of [11, 12, 13, 14].entries()) {
      await publishReading(client, 'E1', { ts: startAt + i * 60_000, values: { energy_kwh } });
    }
    const ledger = await parts.store.ledger();
    expect(ledger).toMatchObject({ received: 4, stored: 3, duplicate: 0, quarantined: 0, rejected: 0 });
    expect(imbalance(ledger)).toBe(1);
  });
});

describe('a full disk', () => {
  test('no PUBACK, one clear line in the log, a health state, and recovery without a restart', async () => {
    let pages = 0;
    parts = await startParts({ portfolio: city, faults: { maxPageCount: () => pages } });
    let client = await connect();
    await publishReading(client, 'E1', { ts: startAt, values: { energy_kwh: 1 } });

    // No page more than there are; readings of many points fill the last one soon.
    pages = 1;
    const acknowledged: number[] = [];
    let refused: number | undefined;
    for (let i = 1; refused === undefined && i < 2_000; i++) {
      const values = Object.fromEntries(Array.from({ length: 50 }, (_, k) => [`register_${k}`, i + k / 7]));
      const reading = { ts: startAt + i * 60_000, values: { energy_kwh: i + 1, ...values } };
      const publishing = publishReading(client, 'E1', reading).then(() => 'acknowledged');
      publishing.catch(() => {});
      if ((await Promise.race([publishing, closing(client)])) === 'acknowledged') acknowledged.push(i);
      else refused = i;
    }
    expect(refused).toBeDefined();
    const health = parts.store.health();
    expect(health).toMatchObject({ state: 'failing', code: 'SQLITE_FULL' });
    const lines = parts.logged.map((line) => JSON.parse(line) as { level: number; msg: string; code?: string });
    expect(
      lines.filter((line) => line.level >= 50 && JSON.stringify(line).includes('SQLITE_FULL')).length,
    ).toBeGreaterThan(0);

    pages = 0;
    client = await connect();
    await publishReading(client, 'E1', { ts: startAt + (refused ?? 0) * 60_000, values: { energy_kwh: 9_999 } });
    expect(parts.store.health().state).toBe('ok');
    expect((await stored()).map(([at]) => at)).toEqual([0, ...acknowledged, refused ?? -1].map((i) => i * 60_000));
    expect(imbalance(await parts.store.ledger())).toBe(0);
  });
});
