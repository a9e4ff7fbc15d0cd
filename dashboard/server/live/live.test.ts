import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type {
  LiveDelta,
  LiveMeter,
  LiveMeterDelta,
  LiveOverview,
  LiveOverviewDelta,
  LiveSnapshot,
} from '../../../domain/wire.ts';
import { Installation, morning, operatorKey, until } from '../fakes/installation.ts';
import { LiveClient } from '../fakes/live-client.ts';

type Snapshot<T> = LiveSnapshot<T> & { event: string };
type Delta<T> = LiveDelta<T> & { event: string };

const house = new Installation();
const clients: LiveClient[] = [];
beforeAll(async () => {
  await house.start();
  await house.send('E1', { ts: morning - 900_000, values: { energy_kwh: 10, power_kw: 4 } });
  await house.collector.settled();
}, 30_000);
afterEach(() => clients.splice(0).forEach((client) => client.close()));
afterAll(() => house.stop());

function live(who: ConstructorParameters<typeof LiveClient>[1] = { token: operatorKey }): LiveClient {
  const client = new LiveClient(house.url, who);
  clients.push(client);
  return client;
}

describe('connecting', () => {
  it.each([
    ['nothing', {}],
    ['a wrong token', { token: 'guess' }],
    ['a cookie of no session', { headers: { cookie: 'wattsteward_session=made-up' } }],
  ])('with %s is refused', async (_case, who) => {
    const client = live(who);
    const error = await until('the refusal', () => client.error);
    expect(error).toMatchObject({ message: 'no-session', data: { status: 401 } });
  });

  it('works with the page’s cookie, a token, and an Authorization header, by either transport', async () => {
    const { headers } = await house.person('wang');
    for (const transports of [['websocket'], ['polling']]) {
      for (const who of [
        { headers },
        { token: operatorKey },
        { headers: { authorization: `Bearer ${operatorKey}` } },
      ]) {
        const client = live({ ...who, transports });
        client.subscribe('overview');
        expect((await client.nth<Snapshot<LiveOverview>>('overview', 0)).event).toBe('snapshot');
      }
    }
  });

  it('a page of another site gets no socket, whatever cookie the browser sends', async () => {
    const { headers } = await house.person('wang');
    const client = live({ headers: { ...headers, origin: 'https://evil.example' } });
    await until('the refusal', () => client.error);
    expect(client.socket.connected).toBe(false);
  });

  it('nothing is served outside /live', async () => {
    const { io } = await import('socket.io-client');
    const socket = io(house.url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth: { token: operatorKey },
    });
    const error = await new Promise<Error>((resolve) => socket.on('connect_error', resolve));
    socket.close();
    expect(error.message).toBe('only /live');
  });

  it('signing out closes the pages that are open', async () => {
    const wang = await house.person('wang');
    const client = live({ headers: wang.headers });
    client.subscribe('overview');
    await client.nth('overview', 0);
    await wang.call('DELETE', '/api/v1/session');
    await until('the end', () => !client.socket.connected);
  });
});

describe('a meter’s topic', () => {
  it('begins with the whole and goes on with what changed, without holes', async () => {
    const client = live();
    client.subscribe('meter:E1');
    const first = await client.nth<Snapshot<LiveMeter>>('meter:E1', 0);
    expect(first).toMatchObject({ event: 'snapshot', seq: 0, at: '2026-11-23T08:00:00+08:00' });
    expect(first.data.meter).toMatchObject({ id: 'E1', state: 'live' });
    expect(first.data.samples).toEqual({ energy_kwh: [[morning - 900_000, 10]], power_kw: [[morning - 900_000, 4]] });
    expect(first.data.ledger).toMatchObject({ received: 1, stored: 1 });

    await house.send('E1', { ts: morning, values: { energy_kwh: 12 } });
    const merged = await until('reading, ledger and interval', () => {
      const deltas = client.of('meter:E1').slice(1) as { message: LiveDelta<LiveMeterDelta> }[];
      const all = Object.assign({}, ...deltas.map((one) => one.message.data)) as LiveMeterDelta;
      return all.samples && all.ledger && all.derived && { all, deltas };
    });
    expect(merged.all.samples).toEqual({ energy_kwh: [[morning, 12]] });
    expect(merged.all.lastReading).toMatchObject({ ts: '2026-11-23T08:00:00+08:00' });
    expect(merged.all.ledger).toMatchObject({ received: 2, stored: 2 });
    expect(merged.all.derived![0]).toMatchObject({ point: 'energy_kwh' });
    expect(merged.deltas.map((one) => one.message.seq)).toEqual(merged.deltas.map((_, i) => i + 1));
  });

  it('a burst of a thousand readings is a few deltas, and none is missing', async () => {
    const client = live();
    client.subscribe('meter:E2');
    await client.nth('meter:E2', 0);
    const sends = [];
    for (let i = 0; i < 1000; i++) sends.push(house.send('E2', { ts: morning - i * 1000, values: { power_kw: i } }));
    await Promise.all(sends);
    const seen = new Set<number>();
    await until('every reading', () => {
      for (const { message } of client.of('meter:E2').slice(1)) {
        const { samples } = (message as LiveDelta<LiveMeterDelta>).data;
        for (const [ts] of samples?.['power_kw'] ?? []) seen.add(ts);
      }
      return seen.size === 1000;
    });
    expect(client.of('meter:E2').length).toBeLessThan(100);
  });

  it('says when the meter goes quiet, though nothing is received', async () => {
    const client = live();
    client.subscribe('meter:W1', 'overview');
    await house.send('W1', { ts: house.now, values: { volume_m3: 1 } });
    await client.nth('overview', 0);
    const before = house.now;
    house.now += 30 * 60_000;
    const state = await until('the change', () => {
      const deltas = client.of('meter:W1').filter((one) => one.event === 'delta');
      return deltas.map((one) => (one.message as LiveDelta<LiveMeterDelta>).data.state).find((one) => one === 'late');
    });
    expect(state).toBe('late');
    const row = await until('the row', () =>
      client
        .of('overview')
        .filter((one) => one.event === 'delta')
        .flatMap((one) => (one.message as LiveDelta<LiveOverviewDelta>).data.meters ?? [])
        .find((one) => one.id === 'W1' && one.state === 'late'),
    );
    expect(row.values).toEqual({ volume_m3: 1 });
    house.now = before;
  });
});

describe('rights', () => {
  it('what is not yours is denied like what does not exist', async () => {
    const { headers } = await house.person('wang');
    const client = live({ headers });
    client.subscribe('meter:E2', 'meter:E9', 'building:B2', 'canteen:CT1', 'weather', 'meter:E1', 'building:B3');
    await client.nth('building:B3', 0);
    const denied = client.told.filter((one) => one.event === 'denied').map((one) => one.message.topic);
    expect(denied).toEqual(['meter:E2', 'meter:E9', 'building:B2', 'canteen:CT1', 'weather']);
    expect(client.of('meter:E1')[0]!.event).toBe('snapshot');
  });

  it('an overview holds the viewer’s meters, in the snapshot and in every delta', async () => {
    const { headers } = await house.person('li');
    const contractor = live({ headers });
    const operator = live();
    contractor.subscribe('overview');
    operator.subscribe('overview', 'building:B1');
    const mine = await contractor.nth<Snapshot<LiveOverview>>('overview', 0);
    expect(mine.data.meters.map((row) => row.id)).toEqual(['E1']);
    const all = await operator.nth<Snapshot<LiveOverview>>('overview', 0);
    expect(all.data.meters.map((row) => row.id).sort()).toEqual(['E1', 'E2', 'W1']);
    const building = await operator.nth<Snapshot<LiveOverview>>('building:B1', 0);
    expect(building.data.meters.map((row) => row.id).sort()).toEqual(['E1', 'W1']);

    const rows = (client: LiveClient) =>
      client
        .of('overview')
        .slice(1)
        .flatMap((one) => (one.message as Delta<LiveOverviewDelta>).data.meters ?? [])
        .map((row) => row.id);
    await house.send('E2', { ts: morning + 1, values: { energy_kwh: 21 } });
    await until('the operator’s delta', () => rows(operator).includes('E2'));
    await house.send('E1', { ts: morning + 1, values: { energy_kwh: 13 } });
    await until('the contractor’s delta', () => rows(contractor).includes('E1'));
    expect(rows(contractor)).not.toContain('E2');
  });

  it('a meter that is added shows up on open pages', async () => {
    const client = live();
    client.subscribe('overview');
    await client.nth('overview', 0);
    const register = { point: 'energy_kwh', unit: 'kWh' };
    await house
      .operator()
      .post('/api/v1/portfolio', { meters: [{ id: 'E5', building: 'B1', carrier: 'electricity', register }] });
    const fresh = await until('a fresh snapshot', () =>
      client.of('overview').find((one, i) => i > 0 && one.event === 'snapshot'),
    );
    expect((fresh.message as LiveSnapshot<LiveOverview>).data.meters.map((row) => row.id)).toContain('E5');
  });

  it('a flood of topics ends at a bound', async () => {
    const client = live();
    client.subscribe(...Array.from({ length: 600 }, () => 'overview'), 'meter:E1');
    await client.nth('meter:E1', 0);
    expect(client.of('overview')).toHaveLength(1);
    client.subscribe(...Array.from({ length: 100_000 }, (_, i) => `meter:X${i}`));
    await until('the end of it', () => !client.socket.connected);
  });

  it('nonsense does no harm', async () => {
    const client = live();
    client.socket.emit('subscribe', 'overview');
    client.socket.emit('subscribe', { topics: [1, 2] });
    client.socket.emit('subscribe');
    client.subscribe('overview');
    expect(await client.nth('overview', 0)).toMatchObject({ event: 'snapshot' });
    expect(client.told).toHaveLength(1);
  });
});
