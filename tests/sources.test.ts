import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Mosquitto, mosquittoPath, type MosquittoUser } from './support/mosquitto.ts';
import { portfolio, secretOf } from './support/portfolio.ts';
import { Product, until } from './support/product.ts';

const meters = Array.from({ length: 10 }, (_, i) => `E-${i + 1}`);
const startAt = Date.parse('2026-03-01T00:00:00+08:00');
const collector: MosquittoUser = { name: 'collector', password: 'reads', access: ['topic read #'] };
const plant: MosquittoUser = { name: 'plant', password: 'writes', access: ['topic readwrite #'] };

interface Ledger {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly quarantined: number;
  readonly rejected: number;
  readonly revisions: number;
}

describe.skipIf(mosquittoPath === undefined)('collecting from a real Mosquitto', () => {
  let broker: Mosquitto;
  let product: Product;
  const publishers: MqttClient[] = [];

  beforeEach(async () => {
    broker = await new Mosquitto().start([collector, plant]);
    product = new Product({ WATTSTEWARD_MQTT_SOURCES: JSON.stringify([source(broker.port)]) });
  });
  afterEach(async () => {
    for (const client of publishers.splice(0)) client.end(true);
    await product.dispose();
    await broker.dispose();
  });

  function source(port: number, password = collector.password) {
    const url = `mqtt://127.0.0.1:${port}`;
    return { name: 'lab', url, username: collector.name, password, topics: ['v1/+/readings', 'zigbee2mqtt/#'] };
  }

  async function begin(): Promise<void> {
    await product.start();
    await product.importPortfolio(portfolio(meters.map((id) => ({ id, secret: secretOf(id), interval: '1m' }))));
    await collecting();
  }

  async function publisher(): Promise<MqttClient> {
    const options = { username: plant.name, password: plant.password, reconnectPeriod: 0 };
    const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, options);
    client.on('error', () => {});
    publishers.push(client);
    return client;
  }

  /** Readings of every meter, acknowledged by Mosquitto when it resolves. */
  async function publish(client: MqttClient, from: number, count: number): Promise<void> {
    const sent: Promise<unknown>[] = [];
    for (let i = from; i < from + count; i++) {
      for (const id of meters) {
        const reading = { ts: startAt + i * 60_000, values: { energy_kwh: i / 4 } };
        sent.push(client.publishAsync(`v1/${id}/readings`, JSON.stringify(reading), { qos: 1 }));
      }
    }
    await Promise.all(sent);
  }

  const metrics = async (): Promise<string> => (await fetch(product.url + '/metrics')).text();
  const state = async (): Promise<string | undefined> =>
    /^wattsteward_source_state\{source="lab",state="(\w+)"\} 1$/m.exec(await metrics())?.[1];
  const collecting = () => until('the subscription', async () => (await state()) === 'connected');
  const ledger = () => product.get<Ledger>('/api/v1/ingest/ledger');

  async function everythingOnce(count: number): Promise<void> {
    await until('every reading', async () => (await ledger()).stored >= count * meters.length, 60_000);
    for (const id of meters) {
      const { points } = await product.get<{ points: { ts: string; value: number }[] }>(
        `/api/v1/meters/${id}/series?point=energy_kwh&every=raw&from=2026-03-01T00:00:00%2B08:00&to=2026-12-01T00:00:00%2B08:00`,
      );
      expect(points.map(({ ts }) => Date.parse(ts))).toEqual(points.map((_, i) => startAt + i * 60_000));
      expect(points.map(({ value }) => value)).toEqual(points.map((_, i) => i / 4));
      expect(points).toHaveLength(count);
    }
    const counts = await ledger();
    expect(counts).toMatchObject({ stored: count * meters.length, quarantined: 0, rejected: 0, revisions: 0 });
    expect(counts.received).toBe(counts.stored + counts.duplicate);
  }

  test('the collector is killed five times under load: what Mosquitto acknowledged is there, once', async () => {
    await begin();
    const client = await publisher();
    let count = 0;
    for (let round = 0; round < 5; round++) {
      const flood = publish(client, count, 150);
      const before = (await ledger()).stored;
      await until('some of it', async () => (await ledger()).stored > before + 50 + 137 * round);
      await product.kill();
      await flood;
      count += 150;
      // And what came while nobody collected.
      await publish(client, count, 20);
      count += 20;
      await product.start();
    }
    await everythingOnce(count);
  });

  test('Mosquitto is killed while the collector is away, and again while it collects', async () => {
    await begin();
    await publish(await publisher(), 0, 50);
    await product.kill();
    await publish(publishers[0]!, 50, 200);
    await broker.saved();
    await broker.kill();
    await broker.again();
    await product.start();
    await until('some of it', async () => (await ledger()).stored > 700);
    await broker.kill();
    await until('that it is missed', async () => (await state()) === 'connecting');
    await broker.again();
    await collecting();
    await publish(await publisher(), 250, 50);
    await everythingOnce(300);
  });

  test('wrong password, then the right one: told by reason, tried again, and the rest goes on meanwhile', async () => {
    const wrong = JSON.stringify([source(broker.port, 'wrong')]);
    await product.start({ WATTSTEWARD_MQTT_SOURCES: wrong });
    await until('the refusal', async () => (await state()) === 'refused');
    expect(product.output).toContain('not authorised: user name, password or rights at the broker');
    expect(product.output).not.toContain('"wrong"');
    expect((await fetch(product.url + '/readyz')).status).toBe(200);
    broker.users([{ ...collector, password: 'wrong' }, plant]);
    await collecting();
  });

  test('a broker that is not there yet delays nothing, and is found when it comes', async () => {
    await broker.kill();
    await product.start();
    await product.importPortfolio(portfolio(meters.map((id) => ({ id, interval: '1m' }))));
    expect(await state()).toBe('connecting');
    await broker.again();
    await collecting();
    await publish(await publisher(), 0, 5);
    await everythingOnce(5);
  });

  test('a smart plug that speaks its own format, through a mapping; mended, what it got wrong is replayed', async () => {
    await begin();
    const mapping = {
      id: 'plugs',
      topic: 'zigbee2mqtt/{device}',
      devices: { kitchen: 'E-1' },
      ts: { path: '$.at', format: 'epoch-s' },
      values: [{ path: '$.energy', point: 'energy_kwh', unit: 'Wh' }],
    };
    const client = await publisher();
    const plug = (energy: unknown) =>
      client.publishAsync('zigbee2mqtt/kitchen', JSON.stringify({ at: startAt / 1000, energy }), { qos: 1 });
    await plug('nobody takes it');
    await until('it is counted', async () =>
      (await metrics()).includes('wattsteward_unmapped_messages_total{source="lab"} 1'),
    );
    await product.importPortfolio({ mappings: [mapping] });
    await plug('12345670.5');
    await until('it is kept', async () => (await ledger()).quarantined === 1);
    const text = { ...mapping, values: [{ ...mapping.values[0], text: true }] };
    await product.importPortfolio({ mappings: [text] });
    const [item] = (await product.get<{ items: { id: number; reason: string }[] }>('/api/v1/quarantine')).items;
    expect(item).toMatchObject({ reason: 'mapping-value' });
    const replayed = await product.api(`/api/v1/quarantine/${item!.id}/replay`, { method: 'POST' });
    expect(replayed.body).toEqual({ state: 'replayed', outcome: 'stored' });
    await plug('12345670.5');
    await until('its duplicate', async () => (await ledger()).duplicate === 1);
    expect(await ledger()).toMatchObject({ received: 2, stored: 1, duplicate: 1, quarantined: 0 });
    const { points } = await product.get<{ points: { value: number }[] }>(
      '/api/v1/meters/E-1/series?point=energy_kwh&every=raw&from=2026-03-01T00:00:00%2B08:00&to=2026-03-02T00:00:00%2B08:00',
    );
    expect(points).toMatchObject([{ value: 12345.6705 }]);
  });
});

describe('a service account of the built-in broker that speaks another format', () => {
  const product = new Product();
  afterEach(() => product.dispose());

  test('is passed on as on any broker; collected where a mapping names mqtt, then acknowledged when stored', async () => {
    await product.start();
    const accounts = [
      { id: 'plc', secret: 'of the plc', publish: ['plant/#'] },
      { id: 'screen', secret: 'of the screen', subscribe: ['plant/#'] },
    ];
    await product.importPortfolio(portfolio([{ id: 'E-1', interval: '1m' }], { accounts }));
    const url = `mqtt://127.0.0.1:${product.runtime.mqttPort}`;
    const plc = await connectAsync(url, { username: 'plc', password: 'of the plc', reconnectPeriod: 0 });
    const screen = await connectAsync(url, { username: 'screen', password: 'of the screen', reconnectPeriod: 0 });
    const seen: string[] = [];
    screen.on('message', (topic, payload) => void seen.push(`${topic} ${payload.toString()}`));
    await screen.subscribeAsync('plant/#', { qos: 1 });
    const ledger = () => product.get<Ledger>('/api/v1/ingest/ledger');

    await plc.publishAsync('plant/E-1/kwh', '41', { qos: 1 });
    expect(await ledger()).toMatchObject({ received: 0 });
    const values = [{ path: '$', point: 'energy_kwh' }];
    const elsewhere = { id: 'plc', topic: 'plant/{device}/kwh', values };
    await product.importPortfolio({ mappings: [elsewhere] });
    await plc.publishAsync('plant/E-1/kwh', '42', { qos: 1 });
    expect(await ledger()).toMatchObject({ received: 0 });

    await product.importPortfolio({ mappings: [{ ...elsewhere, sources: ['mqtt'] }] });
    await plc.publishAsync('plant/E-1/kwh', '43.5', { qos: 1 });
    expect(await ledger()).toMatchObject({ received: 1, stored: 1 });
    await plc.publishAsync('plant/E-1/kwh', '"off"', { qos: 1 });
    expect(await ledger()).toMatchObject({ received: 2, stored: 1, quarantined: 1 });
    await until('the screen', () => seen.length === 4);
    expect(seen.slice(0, 3)).toEqual(['plant/E-1/kwh 41', 'plant/E-1/kwh 42', 'plant/E-1/kwh 43.5']);
    await plc.endAsync();
    await screen.endAsync();
  });
});
