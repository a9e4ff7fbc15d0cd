import { execFile, spawn, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDevice, publishReading } from './support/device.ts';
import { Product, until } from './support/product.ts';
import { portfolio, secretOf } from './support/portfolio.ts';

const product = new Product();
beforeAll(async () => {
  await product.start();
  await product.importPortfolio(
    portfolio([
      { id: 'E1', secret: secretOf('E1') },
      { id: 'E2', secret: secretOf('E2') },
    ]),
  );
});
afterAll(() => product.dispose());

const newest = async (id: string) =>
  (await product.get<{ lastReading: { values: Record<string, { value: number }> } | null }>(`/api/v1/meters/${id}`))
    .lastReading?.values;

describe('MQTT.js', () => {
  test('a device of one’s own is on the page after its first message', async () => {
    const client = await connectDevice(product.mqttUrl, 'E1', secretOf('E1'));
    await publishReading(client, 'E1', { ts: Date.now(), values: { energy_kwh: 12345.67, power_kw: 8.12 } });
    expect(await newest('E1')).toMatchObject({ energy_kwh: { value: 12345.67 }, power_kw: { value: 8.12 } });
    await client.endAsync();
  });

  test('a wrong secret is refused with CONNACK 4 or 5', async () => {
    const attempt = connectAsync(product.mqttUrl, { username: 'E1', password: 'wrong', reconnectPeriod: 0 });
    const error = await attempt.then(
      () => null,
      (refusal: unknown) => refusal as { code?: number },
    );
    expect([4, 5]).toContain(error?.code);
  });

  test('publishing to a foreign topic gets no PUBACK and closes the connection', async () => {
    const client = await connectDevice(product.mqttUrl, 'E1', secretOf('E1'));
    const closed = new Promise((resolve) => client.once('close', () => resolve('closed')));
    const acknowledged = client
      .publishAsync('v1/E2/readings', JSON.stringify({ values: { energy_kwh: 1 } }), { qos: 1 })
      .then(
        () => 'acknowledged',
        () => 'refused',
      );
    expect(await Promise.race([closed, acknowledged])).not.toBe('acknowledged');
    await client.endAsync(true);
    expect(await newest('E2')).toBeUndefined();
  });

  test('QoS 0 and QoS 2 arrive as well', async () => {
    const client = await connectDevice(product.mqttUrl, 'E1', secretOf('E1'));
    await client.publishAsync('v1/E1/readings', JSON.stringify({ ts: Date.now(), values: { power_kw: 1.5 } }), {
      qos: 2,
    });
    await client.publishAsync('v1/E1/readings', JSON.stringify({ ts: Date.now() + 1, values: { power_kw: 2.5 } }), {
      qos: 0,
    });
    await until('the QoS 0 reading', async () => (await newest('E1'))?.power_kw?.value === 2.5);
    await client.endAsync();
  });
});

const haveMosquitto = spawnSync('mosquitto_pub', ['--help']).error === undefined;
describe.skipIf(!haveMosquitto)(
  'Mosquitto’s command line (skipped without it: apt-get install mosquitto-clients)',
  () => {
    const run = promisify(execFile);
    const login = (id: string) => [
      '-h',
      '127.0.0.1',
      '-p',
      String(product.runtime.mqttPort),
      '-u',
      id,
      '-P',
      secretOf(id),
    ];

    test('mosquitto_pub at QoS 1', async () => {
      const message = JSON.stringify({ ts: new Date().toISOString(), values: { energy_kwh: 77.5 } });
      await run('mosquitto_pub', [...login('E2'), '-q', '1', '-t', 'v1/E2/readings', '-m', message]);
      expect(await newest('E2')).toMatchObject({ energy_kwh: { value: 77.5 } });
    });

    test('mosquitto_pub with a wrong secret is told so', async () => {
      const attempt = run('mosquitto_pub', [
        ...['-h', '127.0.0.1', '-p', String(product.runtime.mqttPort), '-u', 'E2', '-P', 'wrong'],
        ...['-q', '1', '-t', 'v1/E2/readings', '-m', '{}'],
      ]);
      await expect(attempt).rejects.toMatchObject({ code: 5 });
    });

    test('mosquitto_sub may listen to its own commands and to nothing else', async () => {
      const listen = (filter: string) =>
        spawnSync('mosquitto_sub', [...login('E2'), '-t', filter, '-W', '1', '-d'], { encoding: 'utf8' });
      // -d prints the granted QoS; 128 is 0x80, refused.
      const own = spawn('mosquitto_sub', [...login('E2'), '-t', 'v1/E2/commands/#', '-W', '1', '-d']);
      let text = '';
      own.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      await new Promise((resolve) => own.once('close', resolve));
      expect(text).toMatch(/Subscribed.*: 0/);
      expect(listen('#').stdout + listen('#').stderr).toMatch(/128|denied|All subscription requests were denied/i);
    });
  },
);
