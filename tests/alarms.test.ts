import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { WireAlarm, WireAlarmPage } from '../domain/wire-alarms.ts';
import { Product, until } from './support/product.ts';
import { settled } from './support/settled.ts';

const hour = 3_600_000;
const day = 24 * hour;
const zoneMs = 8 * hour;
const secret = 'a secret that two know';
/** m³/h that a burst pipe lets out. */
const leak = 1.5;

const portfolio = {
  regions: [{ id: 'city', name: '云州市' }],
  institutions: [{ id: 'office', region: 'city', name: '行政中心', kind: 'office' }],
  buildings: [{ id: 'B1', institution: 'office', name: '主楼' }],
  meters: [
    {
      id: 'W1',
      building: 'B1',
      carrier: 'water',
      register: { point: 'volume_m3', unit: 'm³', digits: 6, decimals: 3 },
      interval: '1h',
      secret: 'secret of W1',
    },
  ],
  tariffs: [{ id: 'water', periods: [{ price: '5.2' }] }],
};

async function receiver() {
  const calls: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      calls.push({ headers: request.headers, body });
      response.writeHead(204).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { calls, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/energy` };
}

it('a pipe leaks at night: found with cubic metres and yuan, told once, answered, and closed when it was mended', async () => {
  const { calls, url } = await receiver();
  const product = new Product({ WATTSTEWARD_ALARM_WEBHOOK_URL: url, WATTSTEWARD_ALARM_WEBHOOK_SECRET: secret });
  onTestFinished(() => product.dispose());
  await product.start();
  await product.importPortfolio(portfolio);

  const midnight = Math.floor((Date.now() + zoneMs) / day) * day - zoneMs;
  const [burst, mended] = [midnight - 5 * day + 10 * hour, midnight - 3 * day + 15 * hour];
  let [register, at] = [999_800, midnight - 30 * day];
  /** The register's own hours until then; it runs over its six digits on the way. */
  const read = async (until: number) => {
    const lines = ['timestamp,value'];
    for (; at <= until; at += hour) {
      lines.push(`${new Date(at).toISOString()},${(register % 1e6).toFixed(3)}`);
      const clock = ((at + zoneMs) % day) / hour;
      register += (clock >= 7 && clock < 20 ? 2.4 : 0.03) + (at >= burst && at < mended ? leak : 0);
    }
    const { status, body } = await product.api('/api/v1/meters/W1/history?kind=register&point=volume_m3', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: lines.join('\n'),
    });
    expect(status, JSON.stringify(body)).toBe(200);
    await settled(product);
  };
  const alarms = async (query: string) => {
    const { items } = await product.get<WireAlarmPage>(`/api/v1/alarms?kind=night-flow&${query}`);
    return items;
  };

  // Two nights of the leak are known; what came after isn't yet.
  await read(mended - 9 * hour);
  const [alarm] = await until('an alarm', async () =>
    (await alarms('state=open')).length > 0 ? alarms('state=open') : null,
  );
  expect(alarm).toMatchObject({ building: 'B1', meter: 'W1', seen: 2, unit: 'm³/h' });
  expect(alarm!.found).toBeCloseTo(0.03 + leak, 3);
  expect(alarm!.usual).toBeCloseTo(0.03, 3);
  expect(alarm!.waste!.quantity).toBeCloseTo(2 * 24 * leak, 1);
  expect(alarm!.waste!.money).toBeCloseTo(2 * 24 * leak * 5.2, 0);

  // Its own news only: a meter whose newest reading is days old is silent besides.
  const newsOf = (id: number) => calls.filter(({ body }) => (JSON.parse(body) as { alarm: WireAlarm }).alarm.id === id);
  await until('the webhook', () => newsOf(alarm!.id).length > 0);
  const [{ headers, body }] = newsOf(alarm!.id) as [(typeof calls)[0]];
  const signature = createHmac('sha256', secret)
    .update(`${String(headers['wattsteward-timestamp'])}.${body}`)
    .digest('hex');
  expect(headers['wattsteward-signature']).toBe(`v1=${signature}`);
  expect(JSON.parse(body)).toMatchObject({ event: 'opened', alarm: { id: alarm!.id, waste: { unit: 'm³' } } });
  expect(product.output).not.toContain(secret);

  const answered = await product.api<WireAlarm>(`/api/v1/alarms/${alarm!.id}/acknowledge`, {
    method: 'POST',
    json: {},
  });
  expect(answered.body.state).toBe('acknowledged');

  // The plumber came; the meter goes on.
  await read(midnight);
  const [over] = await until('its end', async () =>
    (await alarms('state=closed')).length > 0 ? alarms('state=closed') : null,
  );
  expect(over).toMatchObject({ id: alarm!.id, seen: 2, closed: { by: null, reason: 'back-to-usual' } });
  expect(over!.steps.map(({ what }) => what)).toEqual(['opened', 'acknowledged', 'closed']);
  await until('news of the end', () => newsOf(alarm!.id).length > 1);
  expect(newsOf(alarm!.id).map(({ body }) => (JSON.parse(body) as { event: string }).event)).toEqual([
    'opened',
    'closed',
  ]);
});
