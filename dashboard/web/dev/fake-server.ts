/**
 * A stand-in for the server while pages are made: serves dist/web and plausible, repeatable answers of the API, with live
 * deltas. `npx tsx dashboard/web/dev/fake-server.ts [port] [--meters N] [--canteens N] [--contracts N] [--role ROLE] [--silent] [--no-analyses] [--no-carbon] [--well] [--fail PATH]…`
 * Any password but `wrong` signs in; five times `wrong` must wait. Never part of the product.
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import { Server } from 'socket.io';
import type { WireEvery, WireMeter, WirePoint } from '../../../domain/wire.ts';
import { fakeBoard, fakeCanteenList, fakeCanteens } from './fake-canteens.ts';
import { fakeCanteen } from './fake-canteen.ts';
import { fakeCarbon } from './fake-carbon.ts';
import { fakeContractMatters, fakeContracts } from './fake-contracts.ts';
import { fakeDoor, firstDay, stored } from './fake-devices.ts';
import { fakeFleet, power, register, type FakeMeter } from './fake-fleet.ts';
import { fakeHealth } from './fake-health.ts';
import { fakeMappings } from './fake-mappings.ts';
import { fakeMandv } from './fake-mandv.ts';
import { fakeSettlements } from './fake-settlements.ts';

const argument = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const webRoot = process.env.WEB_ROOT ?? join(import.meta.dirname, '../../../dist/web');
const port = Number(process.argv[2] ?? 8090);
const failing = process.argv.flatMap((a, i, all) => (a === '--fail' ? [all[i + 1]!] : []));
const fleet = fakeFleet(argument('--meters', 168));
const indoor = fleet.find((m) => m.carrier === 'indoor');
if (indoor)
  fleet.push({
    ...indoor,
    id: 'WX-58659',
    carrier: 'weather',
    endUse: 'outdoor',
    interval: '1h',
    intervalMs: 3_600_000,
  });
const byId = new Map(fleet.map((m) => [m.id, m]));
const iso = (at: number) => new Date(at + 8 * 3_600_000).toISOString().replace('Z', '+08:00');
const ledger = { received: 152_340, stored: 150_871, duplicate: 1_346, quarantined: 92, rejected: 31, revisions: 18 };

const stopsAt = (m: FakeMeter) => (m.silentFor ? Date.now() - m.silentFor : Date.now());
const lastAt = (m: FakeMeter) => Math.floor(stopsAt(m) / m.intervalMs) * m.intervalMs;

function wire(m: FakeMeter): WireMeter {
  const ts = lastAt(m);
  const values: Record<string, { value: number; ts: string; unit: string | null }> = {};
  for (const point of m.points)
    values[point] = { value: valueAt(m, point, ts), ts: iso(ts), unit: m.units[point] ?? null };
  const age = (Date.now() - ts) / 1000;
  const state = m.never
    ? 'never'
    : age <= (1.5 * m.intervalMs) / 1000
      ? 'live'
      : age <= (3 * m.intervalMs) / 1000
        ? 'late'
        : 'silent';
  const { silentFor: _s, never, units: _u, seed: _d, scale: _c, ...rest } = m;
  return {
    ...rest,
    state,
    ageSeconds: never ? null : age,
    lastReading: never ? null : { ts: iso(ts), receivedAt: iso(ts + 400), values },
  };
}
const valueAt = (m: FakeMeter, point: string, at: number) =>
  point === m.register.point && m.cumulative ? register(m, at) : power(m, point, at);

const app = express();
app.use(express.json());
let tries = 0;
let signedIn = true;
app.use('/api/v1', (req, res, next) => {
  if (failing.some((p) => req.path.includes(p)))
    return void res.status(503).json({ type: 'about:blank', title: 'Not ready', status: 503, code: 'series-timeout' });
  if (!signedIn && !(req.path === '/session' && req.method === 'POST'))
    return void res.status(401).json({ type: 'about:blank', title: 'Sign in first', status: 401, code: 'no-session' });
  next();
});
const role = process.argv[process.argv.indexOf('--role') + 1];
const who = { username: 'wangmin', role: process.argv.includes('--role') ? role : 'officer', scope: null };
app.get('/api/v1/session', (_req, res) => void res.json(who));
app.post('/api/v1/session', (req, res) => {
  const problem = (status: number, code: string) =>
    res.status(status).json({ type: 'about:blank', title: code, status, code });
  if (req.body?.password === 'wrong' && ++tries >= 5) return void problem(429, 'too-many-tries');
  if (req.body?.password === 'wrong') return void problem(401, 'wrong-credentials');
  signedIn = true;
  res.json(who);
});
app.delete('/api/v1/session', (_req, res) => {
  signedIn = false;
  res.status(204).end();
});
app.get('/api/v1/system', (_req, res) => {
  const live = fleet.filter((m) => wire(m).state === 'live').length;
  res.json({
    version: '0.1.0',
    timezone: 'Asia/Shanghai',
    mqttPort: 1883,
    mqttsPort: 8883,
    wsPort: null,
    demo: true,
    metersTotal: fleet.length,
    metersLive: live,
    latestReadingAt: fleet.length ? iso(Math.max(...fleet.map(lastAt))) : null,
    store: { state: 'ok' },
  });
});
app.get('/api/v1/meters', (req, res) => {
  const from = Number(req.query.cursor ?? 0);
  const to = from + Number(req.query.limit ?? 100);
  res.json({ items: fleet.slice(from, to).map(wire), next: to < fleet.length ? String(to) : null });
});
app.get('/api/v1/meters/:id', (req, res) => {
  const m = byId.get(req.params.id);
  if (m) res.json(wire(m));
  else res.status(404).json({ type: 'about:blank', title: 'Not found', status: 404, code: 'not-found' });
});

app.get('/api/v1/buildings', (_req, res) => {
  const buildings = new Map(fleet.map((m) => [m.building, m.buildingName]));
  const items = [...buildings].map(([id, name]) => ({ id, name, weatherMeter: 'WX-58659' }));
  res.json({ items, next: null });
});

app.use('/api/v1', fakeCarbon({ empty: process.argv.includes('--no-carbon') }));
const door = fakeDoor(fleet, lastAt);
const notFound = { type: 'about:blank', title: 'Not found', status: 404, code: 'not-found' };
const secretOf = (id: string, hours: number) => {
  const device = door.devices.get(id)!;
  const overlapUntil = device.secret.set && hours > 0 ? iso(Date.now() + hours * 3_600_000) : null;
  door.devices.set(id, { ...device, secret: { set: true, overlapUntil } });
  return { id, secret: 'k7Vd-9QmT-xB2r-Hn5w-Jc8P', overlapUntil, mqttPort: 1883, mqttsPort: 8883, wsPort: null };
};
app.get('/api/v1/devices', (_req, res) => void res.json({ items: [...door.devices.values()], next: null }));
app.get('/api/v1/devices/:id', (req, res) => {
  const device = door.devices.get(req.params.id);
  if (device) res.json(device);
  else res.status(404).json(notFound);
});
app.post('/api/v1/devices', (req, res) => {
  const { id, building, gateway } = req.body as { id: string; building: string; gateway?: string };
  if (id.startsWith('X')) {
    const error = { path: 'meters[0].id', code: 'invalid', message: 'Ids of this city do not start with X' };
    return void res.status(422).json({ ...notFound, status: 422, code: 'portfolio-faults', errors: [error] });
  }
  const model = fleet.find((m) => m.building === building)!;
  const meter = { ...model, id, parent: null, gateway: gateway ?? null, never: true };
  fleet.push(meter);
  byId.set(id, meter);
  for (const device of fakeDoor([meter], lastAt).devices.values()) if (device.id === id) door.devices.set(id, device);
  res.status(201).json(secretOf(id, 0));
});
app.post('/api/v1/devices/:id/secret', (req, res) => {
  if (door.devices.has(req.params.id)) res.status(201).json(secretOf(req.params.id, req.body.overlapHours ?? 24));
  else res.status(404).json(notFound);
});
app.delete('/api/v1/devices/:id/secret', (req, res) => {
  const device = door.devices.get(req.params.id)!;
  const secret = { set: false, overlapUntil: null };
  door.devices.set(req.params.id, { ...device, secret, state: 'no-secret', connections: 0 });
  res.status(204).end();
});
app.get('/api/v1/knocks', (_req, res) => void res.json({ items: door.knocks, next: null }));
app.delete('/api/v1/knocks', (req, res) => {
  const at = door.knocks.findIndex(({ name }) => name === (req.query.name ?? ''));
  if (at >= 0) door.knocks.splice(at, 1);
  res.status(at < 0 ? 404 : 204).end();
});
app.get('/api/v1/health', (_req, res) => void res.json(fakeHealth(Date.now(), process.argv.includes('--well'))));
app.use('/api/v1/mappings', fakeMappings(process.argv.includes('--no-mappings')));
const canteens = fakeCanteenList(argument('--canteens', 66));
app.use('/api/v1/canteens', fakeCanteens(canteens), fakeCanteen());
app.use('/api/v1/contracts', fakeSettlements());
app.use('/api/v1/contracts', fakeContracts({ count: argument('--contracts', 5), side: 'owner' }));
app.get('/api/v1/matters', (req, res) => {
  if (req.query.kind === 'contract') res.json(fakeContractMatters(Date.now()));
  else res.json({ items: [], next: null, counts: { open: 0, answered: 0, overdue: 0 } });
});
app.use('/api/v1/mandv/analyses', fakeMandv(process.argv.includes('--no-analyses')));

const steps: Record<WireEvery, number> = { raw: 0, '15m': 900_000, '1h': 3_600_000, '1d': 86_400_000, '1mo': 0 };
function edges(from: number, to: number, every: WireEvery): number[] {
  const zone = 8 * 3_600_000;
  const found: number[] = [];
  if (every === '1mo')
    for (const d = new Date(from + zone); ; d.setUTCMonth(d.getUTCMonth() + 1, 1)) {
      const at = Date.UTC(d.getUTCFullYear(), d.getUTCMonth()) - zone;
      found.push(at);
      if (at >= to) break;
    }
  else
    for (
      let at = Math.ceil((from + zone) / steps[every]) * steps[every] - zone;
      at < to + steps[every];
      at += steps[every]
    )
      found.push(at);
  return found;
}
function points(m: FakeMeter, point: string, from: number, to: number, every: WireEvery): WirePoint[] {
  const now = Date.now();
  const dayStart = Math.floor((now + 8 * 3_600_000) / 86_400_000) * 86_400_000 - 8 * 3_600_000;
  const gap = (at: number) =>
    m.id.endsWith('1') && at >= dayStart + 2.07 * 3_600_000 && at < dayStart + 2.6 * 3_600_000;
  if (every === 'raw') {
    const found: WirePoint[] = [];
    for (let at = Math.ceil(from / m.intervalMs) * m.intervalMs; at < Math.min(to, stopsAt(m)); at += m.intervalMs)
      if (!gap(at)) found.push({ ts: iso(at), value: valueAt(m, point, at), quality: 'measured', coverage: 1 });
    return found;
  }
  const at = edges(from, to, every);
  return at.slice(0, -1).map((start, i) => {
    const end = at[i + 1]!;
    const known = Math.min(end, stopsAt(m));
    if (known <= start)
      return {
        ts: iso(start),
        value: null,
        quality: 'missing',
        coverage: 0,
        ...(end > now && start <= now ? { partial: true as const } : {}),
      };
    const partial = end > now ? { partial: true as const } : {};
    const quality = gap(start + 1) ? 'estimated' : known < Math.min(end, now) ? 'missing' : 'measured';
    const coverage = (known - start) / (Math.min(end, now) - start);
    if (m.cumulative && point === m.register.point)
      return {
        ts: iso(start),
        value: (register(m, known) - register(m, start)) * (m.register.multiplier as number),
        quality,
        coverage,
        ...partial,
      };
    const sampled = [0, 0.25, 0.5, 0.75].map((k) => power(m, point, start + k * (known - start)));
    const mean = sampled.reduce((a, b) => a + b, 0) / 4;
    return {
      ts: iso(start),
      value: mean,
      quality,
      coverage,
      min: Math.min(...sampled),
      max: Math.max(...sampled),
      ...partial,
    };
  });
}
app.get('/api/v1/meters/:id/series', (req, res) => {
  const m = byId.get(req.params.id)!;
  const q = req.query as Record<string, string>;
  const every = q.every as WireEvery;
  const answer = { meter: m.id, point: q.point, unit: m.units[q.point!] ?? null, every, timezone: 'Asia/Shanghai' };
  res.json({ ...answer, points: points(m, q.point!, Date.parse(q.from!), Date.parse(q.to!), every) });
});
app.get('/api/v1/series', (req, res) => {
  const q = req.query as Record<string, string>;
  const every = q.every as WireEvery;
  let ts: string[] = [];
  const series = q.meters!.split(',').map((id) => {
    const m = byId.get(id)!;
    const found = points(m, m.register.point, Date.parse(q.from!), Date.parse(q.to!), every);
    ts = found.map((p) => p.ts);
    const letter = { measured: 'm', estimated: 'e', missing: 'x', manual: 'h' };
    return {
      meter: id,
      point: m.register.point,
      unit: m.register.unit,
      value: found.map((p) => p.value),
      quality: found.map((p) => letter[p.quality]).join(''),
    };
  });
  res.json({ every, timezone: 'Asia/Shanghai', ts, series });
});
app.get('/api/v1/ingest/ledger', (_req, res) => void res.json(ledger));
app.get('/api/v1/quarantine', (_req, res) => {
  const item = (id: number, device: string, reason: string, bytes: string) => ({
    id,
    device,
    reason,
    receivedAt: iso(Date.now() - id * 97e4),
    bytes: Buffer.from(bytes, 'latin1').toString('base64'),
  });
  res.json({
    items: [
      item(1, 'E-0412', 'ts-before-2000', '{"ts":"1970-01-01T08:00:13+08:00","values":{"energy_kwh":3.2}}'),
      item(2, 'G-07', 'not-entitled', '{"device":"W-0188","ts":1795410125000,"values":{"volume_m3":812.44}}'),
      item(3, 'E-0207', 'ts-too-far-ahead', '{"ts":"2027-02-11T0\u0000\u0001\u00ff"}'),
      item(4, 'CT031-S1', 'value-not-finite', '{"ts":"2026-11-23T11:48:52+08:00","values":{"energy_kwh":1e999}}'),
    ],
    next: null,
  });
});
app.post(
  '/api/v1/quarantine/:id/replay',
  (req, res) => void res.json({ outcome: req.params.id === '2' ? 'quarantined' : 'stored' }),
);
app.use(express.static(webRoot));
app.use((_req, res) => res.sendFile(join(webRoot, 'index.html')));

const server = createServer(app);
const live = new Server(server).of('/live');
let seq = 0;
const present = () => fakeBoard(canteens, 'LUNCH', 'PLATE_WASTE', Date.now());
const row = (m: FakeMeter) => {
  const w = wire(m);
  const values = Object.fromEntries(Object.entries(w.lastReading?.values ?? {}).map(([k, v]) => [k, v.value]));
  return { id: m.id, state: w.state, lastReadingAt: m.never ? null : lastAt(m), values };
};
live.on('connection', (socket) => {
  socket.on('subscribe', ({ topics }: { topics: string[] }) => {
    for (const topic of topics) {
      void socket.join(topic);
      const at = iso(Date.now());
      const m = topic.startsWith('meter:') ? byId.get(topic.slice(6)) : undefined;
      const device = topic.startsWith('device:') ? door.devices.get(topic.slice(7)) : undefined;
      if (topic === 'overview') socket.emit('snapshot', { topic, seq, at, data: { meters: fleet.map(row), ledger } });
      else if (topic === 'canteens') socket.emit('snapshot', { topic, seq, at, data: { board: present() } });
      else if (device) {
        const entries =
          device.quarantined > 0 || device.state === 'new' ? firstDay(Date.now()) : [stored(Date.now(), 1204)];
        socket.emit('snapshot', { topic, seq, at, data: { device, entries } });
      } else if (m) {
        const samples = Object.fromEntries(
          m.points.map((p) => [
            p,
            points(m, p, Date.now() - 86_400_000, Date.now(), 'raw').map((s) => [Date.parse(s.ts), s.value]),
          ]),
        );
        socket.emit('snapshot', { topic, seq, at, data: { meter: wire(m), samples, ledger } });
      } else socket.emit('denied', { topic });
    }
  });
  socket.on('unsubscribe', ({ topics }: { topics: string[] }) => topics.forEach((t) => socket.leave(t)));
});
if (!process.argv.includes('--silent'))
  setInterval(() => {
    seq += 1;
    ledger.received += 3;
    ledger.stored += 3;
    live
      .to('overview')
      .emit('delta', { topic: 'overview', seq, data: { meters: fleet.slice(0, 40).map(row), ledger } });
    const { rows, ...board } = present();
    live.to('canteens').emit('delta', { topic: 'canteens', seq, data: { board, rows } });
    for (const m of fleet) {
      const topic = `meter:${m.id}`;
      if (!live.adapter.rooms.has(topic)) continue;
      const at = lastAt(m);
      const samples = Object.fromEntries(m.points.map((p) => [p, [[at, valueAt(m, p, at)]]]));
      const derived = [{ point: m.register.point, from: at - 900_000, to: at + 900_000 }];
      live.to(topic).emit('delta', {
        topic,
        seq,
        data: { samples, lastReading: wire(m).lastReading, state: wire(m).state, ledger, derived },
      });
    }
    for (const topic of live.adapter.rooms.keys()) {
      if (!topic.startsWith('device:') || seq % 5 !== 0) continue;
      const entries = [stored(Date.now(), 1204.36 + seq / 100)];
      live.to(topic).emit('delta', { topic, seq, data: { entries } });
    }
  }, 2_000);
server.listen(port, '127.0.0.1');
