import { once } from 'node:events';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WireDevice, WireKnock, WireNewSecret } from '../domain/wire-devices.ts';
import { connectDevice, publishReading } from './support/device.ts';
import { portfolio, secretOf } from './support/portfolio.ts';
import { Product, until } from './support/product.ts';

// From a device's box to its page: the built product, its gateway and ordinary MQTT clients.

const product = new Product();
beforeAll(async () => {
  await product.start();
  await product.importPortfolio(
    portfolio(
      [
        { id: 'E1', secret: secretOf('E1') },
        { id: 'E2', secret: secretOf('E2') },
        { id: 'SUB1', gateway: 'GW1' },
      ],
      {
        gateways: [{ id: 'GW1', secret: secretOf('GW1') }],
        accounts: [{ id: 'ems', secret: secretOf('ems'), publish: ['#'], subscribe: ['#'] }],
      },
    ),
  );
});
afterAll(() => product.dispose());

const device = (id: string) => product.get<WireDevice>(`/api/v1/devices/${id}`);
const knocks = async () => (await product.get<{ items: WireKnock[] }>('/api/v1/knocks')).items;
async function made(path: string, json: object): Promise<WireNewSecret> {
  const { status, body } = await product.api<WireNewSecret>(path, { method: 'POST', json });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}
const login = (id: string, secret: string) =>
  connectAsync(product.mqttUrl, { username: id, password: secret, reconnectPeriod: 0 }).then(
    (client) => client,
    (refusal: unknown) => refusal as { readonly code: number },
  );
const gone = (client: MqttClient) => once(client as unknown as NodeJS.EventEmitter, 'close');
const reading = (more: object = {}) => ({ ts: Date.now(), values: { energy_kwh: 1 }, ...more });

describe('a secret is rotated while its device runs', () => {
  test('nobody is cut off during the overlap; the old one opens until then, and not after a revocation', async () => {
    const old = await connectDevice(product.mqttUrl, 'E1', secretOf('E1'));
    const { secret, overlapUntil, mqttPort } = await made('/api/v1/devices/E1/secret', { overlapHours: 1 });
    expect(mqttPort).toBe(product.runtime.mqttPort);
    expect(Math.abs(Date.parse(overlapUntil!) - Date.now() - 3_600_000)).toBeLessThan(60_000);
    await publishReading(old, 'E1', reading());
    const fresh = await login('E1', secret);
    expect(await device('E1')).toMatchObject({ connections: 2, state: 'ok' });

    const closed = gone(fresh as MqttClient);
    const before = performance.now();
    expect((await product.api('/api/v1/devices/E1/secret', { method: 'DELETE' })).status).toBe(204);
    await closed;
    expect(performance.now() - before).toBeLessThan(1_000);
    for (const tried of [secret, secretOf('E1')]) expect(await login('E1', tried)).toMatchObject({ code: 5 });
    expect(await device('E1')).toMatchObject({ state: 'no-secret', connections: 0, secret: { set: false } });
  });

  test('an overlap of a second: the old secret’s connection is closed when it is over, the new one logs in', async () => {
    const old = await connectDevice(product.mqttUrl, 'E2', secretOf('E2'));
    const closed = gone(old);
    const { secret } = await made('/api/v1/devices/E2/secret', { overlapHours: 1 / 3_600 });
    await publishReading(old, 'E2', reading());
    await closed;
    expect(await login('E2', secretOf('E2'))).toMatchObject({ code: 5 });
    const fresh = await connectDevice(product.mqttUrl, 'E2', secret);
    await publishReading(fresh, 'E2', reading());
    await fresh.endAsync();
  });

  test('a rotation and a revocation hold over a restart that imports the same portfolio file again', async () => {
    const file = product.file('p.json', JSON.stringify(portfolio([{ id: 'E1', secret: secretOf('E1') }])));
    await product.stop();
    await product.start({ WATTSTEWARD_PORTFOLIO: file });
    expect(await login('E1', secretOf('E1'))).toMatchObject({ code: 5 });
  });
});

describe('somebody who is not in the portfolio', () => {
  test('knocks at the door, is adopted, and works', async () => {
    expect(await login('NEW-7', 'guess')).toMatchObject({ code: 5 });
    const knock = await until('the knock', async () => (await knocks()).find(({ name }) => name === 'NEW-7'));
    expect(knock).toMatchObject({ via: 'login', reason: 'wrong-credentials', count: 1, adoptable: true });
    const { id, secret } = await made('/api/v1/devices', {
      ...{ id: 'NEW-7', building: 'B1', carrier: 'electricity', interval: '1m' },
      register: { point: 'energy_kwh', unit: 'kWh' },
    });
    expect((await knocks()).map(({ name }) => name)).not.toContain('NEW-7');
    const client = await connectDevice(product.mqttUrl, id, secret);
    await publishReading(client, id, reading());
    expect(await device(id)).toMatchObject({ state: 'ok', connections: 1, received: 1, fault: { what: 'login' } });
    await client.endAsync();
  });

  test('is named by a gateway and by an account, with the reason; adopting makes the gateway’s next reading count', async () => {
    const gateway = await connectDevice(product.mqttUrl, 'GW1', secretOf('GW1'));
    await publishReading(gateway, 'GW1', [
      reading({ device: 'SUB1' }),
      reading({ device: 'SUB2' }),
      reading({ device: 'E2' }),
    ]);
    const ems = await connectDevice(product.mqttUrl, 'ems', secretOf('ems'));
    await publishReading(ems, 'ems', reading(), 'v1/ghost/readings');
    const named = (await knocks()).map(({ name, publisher, reason, adoptable }) => [
      name,
      publisher,
      reason,
      adoptable,
    ]);
    expect(named).toEqual(
      expect.arrayContaining([
        ['SUB2', 'GW1', 'unknown-device', true],
        ['E2', 'GW1', 'not-entitled', false],
        ['ghost', 'ems', 'unknown-device', true],
      ]),
    );
    await made('/api/v1/devices', {
      ...{ id: 'SUB2', building: 'B1', carrier: 'electricity', gateway: 'GW1' },
      register: { point: 'energy_kwh', unit: 'kWh' },
    });
    await publishReading(gateway, 'GW1', reading({ device: 'SUB2' }));
    expect(await device('SUB2')).toMatchObject({ state: 'ok', gateway: 'GW1' });
    expect((await knocks()).map(({ name }) => name)).not.toContain('SUB2');
    await Promise.all([gateway.endAsync(), ems.endAsync()]);
  });
});
