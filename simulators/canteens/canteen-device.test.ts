import { createServer, type AddressInfo, type Server } from 'node:net';
import { Aedes } from 'aedes';
import { pino } from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import { dayIndex } from '../city/day.ts';
import { CanteenCity, type CanteenEvent } from './canteen-city.ts';
import { CanteenDevice } from './canteen-device.ts';
import { demoCanteens } from './canteens.ts';

const noon = Date.parse('2026-11-23T12:10:00+08:00');
const canteen = demoCanteens[0]!;
const city = new CanteenCity(5, dayIndex(noon));
const log = pino({ level: 'silent' });

let aedes: Aedes;
let server: Server;
let device: CanteenDevice;
const messages: { topic: string; body: unknown }[] = [];
/** Messages that the broker loses before it acknowledges. */
let lose = 0;

async function start(id: string, now: () => number): Promise<void> {
  messages.length = 0;
  aedes = await Aedes.createBroker({
    authorizePublish: (client, { topic, payload }, done) => {
      if (topic.endsWith('/events') && lose-- > 0) return void client?.close();
      messages.push({ topic, body: JSON.parse(payload.toString()) });
      done(null);
    },
  });
  server = createServer((socket) => aedes.handle(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  device = new CanteenDevice({ id, secret: 's', url, canteen, city, now, log, everyMs: 10 });
  device.start();
}
afterEach(async () => {
  await device.stop();
  aedes.close();
  server.close();
});

const sent = () =>
  messages.filter(({ topic }) => topic.endsWith('/events')).flatMap(({ body }) => body as CanteenEvent);
const due = (id: string, until: number) =>
  city.eventsOf(canteen, dayIndex(noon)).filter((one) => one.device === id && one.sentAt < until);

it('switched on at noon it sends the morning at once, then each event when its time has come', async () => {
  let at = noon;
  await start(canteen.scale, () => at);
  const morning = due(canteen.scale, noon);
  expect(morning.length).toBeGreaterThan(2);
  await vi.waitFor(() => expect(sent()).toHaveLength(morning.length), { timeout: 5_000 });
  expect(sent()).toEqual(morning.map(({ event }) => event));
  at = noon + 3_600_000;
  const later = due(canteen.scale, at);
  expect(later.length).toBeGreaterThan(morning.length);
  await vi.waitFor(() => expect(sent()).toHaveLength(later.length), { timeout: 5_000 });
  expect(sent()).toEqual(later.map(({ event }) => event));
  expect(messages[0]).toEqual({ topic: `v1/${canteen.scale}/status`, body: { online: true, firmware: '1.0.0' } });
});

it('what was not acknowledged is kept and sent again', async () => {
  lose = 1;
  await start(canteen.counter, () => noon);
  const wanted = due(canteen.counter, noon);
  await vi.waitFor(
    () => expect(new Set(sent().map(({ seq }) => seq))).toEqual(new Set(wanted.map(({ event }) => event.seq))),
    { timeout: 10_000 },
  );
});

it('over midnight it goes on with the next day', async () => {
  let at = Date.parse('2026-11-23T23:59:00+08:00');
  await start(canteen.counter, () => at);
  const first = due(canteen.counter, at).length;
  await vi.waitFor(() => expect(sent()).toHaveLength(first), { timeout: 5_000 });
  at = Date.parse('2026-11-24T09:00:00+08:00');
  const next = city.eventsOf(canteen, dayIndex(at)).filter((one) => one.device === canteen.counter && one.sentAt < at);
  expect(next.length).toBeGreaterThan(0);
  await vi.waitFor(() => expect(sent()).toHaveLength(first + next.length), { timeout: 5_000 });
});
