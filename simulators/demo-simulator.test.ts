import { createServer, type AddressInfo, type Server } from 'node:net';
import { Aedes } from 'aedes';
import { pino } from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import { DemoCity } from './city/city.ts';
import { demoGateways, demoMeters } from './city/meters.ts';
import { canteenDevices } from './canteens/portfolio.ts';
import { DemoSimulator } from './demo-simulator.ts';

interface Message {
  readonly topic: string;
  readonly qos: number;
  readonly retain: boolean;
  readonly body: unknown;
}
const messages: Message[] = [];
const users = new Set<string>();
let aedes: Aedes | undefined;
let server: Server | undefined;

async function broker(): Promise<string> {
  messages.length = 0;
  users.clear();
  const started = await Aedes.createBroker({
    authenticate: (_client, username, password, done) => {
      users.add(username ?? '');
      done(null, password?.toString() === `secret of ${username}`);
    },
    authorizePublish: (_client, { topic, qos, retain, payload }, done) => {
      messages.push({ topic, qos, retain, body: JSON.parse(payload.toString()) });
      done(null);
    },
  });
  aedes = started;
  const listening = (server = createServer((socket) => started.handle(socket)));
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return `mqtt://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}
afterEach(() => {
  aedes?.close();
  server?.close();
});

const now = Date.parse('2026-11-23T10:00:00.400+08:00');
const of = (suffix: string) => messages.filter(({ topic }) => topic.endsWith(suffix));

it('every meter speaks at once, as a device like any: own login, QoS 1, own time, the values of the city', async () => {
  const mqttUrl = await broker();
  const simulator = new DemoSimulator({
    mqttUrl,
    secretOf: (id) => `secret of ${id}`,
    now: () => now,
    log: pino({ level: 'silent' }),
    seed: 5,
    intervalMs: 60_000,
  });
  simulator.start();
  const own = demoMeters.filter((meter) => !meter.gateway);
  const behind = demoMeters.filter((meter) => meter.gateway);
  await vi.waitFor(() => expect(of('/readings')).toHaveLength(own.length + demoGateways.length), { timeout: 5_000 });

  const all = [...demoGateways, ...own.map((meter) => meter.id), ...canteenDevices];
  await vi.waitFor(() => expect(of('/status')).toHaveLength(all.length), { timeout: 10_000 });
  expect(users).toEqual(new Set(all));
  const city = new DemoCity(5);
  const ts = '2026-11-23T10:00:00+08:00';
  for (const meter of own) {
    const message = messages.find(({ topic }) => topic === `v1/${meter.id}/readings`);
    expect(message).toMatchObject({
      qos: 1,
      retain: false,
      body: { ts, values: city.valuesAt(meter, Date.parse(ts)) },
    });
  }
  // The gateway names each of its meters.
  const bodies = demoGateways.map((id) => messages.find(({ topic }) => topic === `v1/${id}/readings`)!.body);
  expect(bodies.flat()).toEqual(
    behind.map((meter) => ({ device: meter.id, ts, values: city.valuesAt(meter, Date.parse(ts)) })),
  );
  expect(of('/status').every(({ qos, retain }) => qos === 1 && retain)).toBe(true);

  await simulator.stop();
  const offline = of('/status').filter(({ body }) => (body as { online: boolean }).online === false);
  expect(offline).toHaveLength(own.length + demoGateways.length + canteenDevices.length);
});

it('goes on reading at its pace', async () => {
  const mqttUrl = await broker();
  let clock = now;
  const simulator = new DemoSimulator({
    mqttUrl,
    secretOf: (id) => `secret of ${id}`,
    now: () => (clock += 1000),
    log: pino({ level: 'silent' }),
    seed: 5,
    intervalMs: 10,
  });
  simulator.start();
  await vi.waitFor(() => expect(of('DEMO-E-101/readings').length).toBeGreaterThan(5), { timeout: 5_000 });
  await simulator.stop();
  const values = of('DEMO-E-101/readings').map(
    ({ body }) => (body as { values: { energy_kwh: number } }).values.energy_kwh,
  );
  expect([...values].sort((a, b) => a - b)).toEqual(values);
});
