import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireDevice, WireKnock, WireNewSecret } from '../../../domain/wire-devices.ts';
import type { Client } from '../fakes/client.ts';
import { FakeDoor } from '../fakes/door.ts';
import { Installation, morning } from '../fakes/installation.ts';

const house = new Installation();
const door = new FakeDoor();
const minute = 60_000;
let officer: Client;

interface List<T> {
  items: T[];
  next: string | null;
}
interface Problem {
  code: string;
  errors?: { path: string; code: string }[];
}

beforeAll(async () => {
  await house.start(() => ({ door }));
  officer = await house.person('zhao');
  await officer.post('/api/v1/portfolio', {
    gateways: [{ id: 'GW1', secret: 'of gateway 1' }],
    accounts: [{ id: 'bridge', secret: 'of the bridge', publish: ['#'] }],
    canteens: [{ id: 'CT1', institution: 'SCHOOL', name: '一食堂', scales: [{ id: 'SC1', secret: 'of the scale' }] }],
  });
}, 30_000);
afterAll(() => house.stop());

const opens = (id: string, secret: string) =>
  house.registry.directory.authenticateDevice(id, Buffer.from(secret)) !== null;
const one = async (id: string) => (await officer.get<WireDevice>(`/api/v1/devices/${id}`)).body;
const faults = (answer: { body: Problem }) => answer.body.errors?.map(({ path, code }) => `${path} ${code}`);
const publish = (publisher: string, device: string, payload: unknown) =>
  new Promise<void>((resolve, reject) => {
    const message = {
      source: 'mqtt',
      publisher,
      publisherKind: publisher === device ? 'device' : 'account',
      topic: `v1/${device}/readings`,
      payload: Buffer.from(JSON.stringify(payload)),
      receivedAt: house.now,
    } as const;
    house.collector.accept(message, (error) => (error ? reject(error) : resolve()));
  });
const meter = { building: 'B1', carrier: 'water', register: { point: 'volume_m3', unit: 'm³' }, interval: '1h' };

describe('a device is connected', () => {
  it('a new meter gets a free id and a secret that is shown this once, and nothing else of the portfolio changes', async () => {
    const made = await officer.post<WireNewSecret>('/api/v1/devices', meter);
    expect([made.status, made.body]).toMatchObject([
      201,
      { id: 'B1-W1', overlapUntil: null, mqttPort: 1883, mqttsPort: null, wsPort: null },
    ]);
    expect(opens('B1-W1', made.body.secret)).toBe(true);
    expect((await officer.post<WireNewSecret>('/api/v1/devices', meter)).body.id).toBe('B1-W2');
    const listed = await officer.get('/api/v1/devices');
    expect(listed.text).not.toContain(made.body.secret);
    expect((await house.operator().get('/api/v1/audit')).text).not.toContain(made.body.secret);
  });

  it('an id that is there gets a secret; with other fields it is not changed but refused', async () => {
    const made = await officer.post<WireNewSecret>('/api/v1/devices', { id: 'E1' });
    expect([made.status, opens('E1', made.body.secret)]).toEqual([201, true]);
    const taken = await officer.post<Problem>('/api/v1/devices', { id: 'E1', ...meter });
    expect([taken.status, taken.body.code]).toEqual([409, 'id-taken']);
    expect(
      (await house.registry.meter({ kind: 'operator', name: 'o', role: 'administrator', scope: null }, 'E1'))!,
    ).toMatchObject({ carrier: 'electricity' });
    expect(
      (await officer.post<Problem>('/api/v1/devices', { id: 'bridge', kind: 'account', publish: [] })).status,
    ).toBe(409);
  });

  it('a gateway and an account too', async () => {
    const gateway = await officer.post<WireNewSecret>('/api/v1/devices', { kind: 'gateway', id: 'GW9' });
    expect([gateway.status, opens('GW9', gateway.body.secret)]).toEqual([201, true]);
    const account = await officer.post<WireNewSecret>('/api/v1/devices', {
      kind: 'account',
      id: 'ems',
      subscribe: ['v1/#'],
    });
    expect(house.registry.directory.authenticateAccount('ems', Buffer.from(account.body.secret))).toMatchObject({
      subscribe: ['v1/#'],
    });
  });

  it('what is wrong is named by the field, without the place in a file', async () => {
    const bad = await officer.post<Problem>('/api/v1/devices', { id: 'a/b', building: 'B9', carrier: 'steam' });
    expect(bad.status).toBe(422);
    expect(faults(bad)).toEqual(expect.arrayContaining(['id id', 'building unknown-building', 'carrier not-one-of']));
    expect(faults(await officer.post<Problem>('/api/v1/devices', { kind: 'gateway' }))).toEqual(['id missing']);
    expect(faults(await officer.post<Problem>('/api/v1/devices', { ...meter, secret: 'x' }))).toEqual([
      'secret generated',
    ]);
  });
});

describe('secrets', () => {
  it('are rotated with overlap and revoked', async () => {
    const first = (await officer.post<WireNewSecret>('/api/v1/devices/W1/secret')).body;
    const second = (await officer.post<WireNewSecret>('/api/v1/devices/W1/secret', { overlapHours: 1 })).body;
    expect([opens('W1', first.secret), opens('W1', second.secret)]).toEqual([true, true]);
    expect(second.overlapUntil).toBe('2026-11-23T09:00:00+08:00');
    expect((await one('W1')).secret).toEqual({ set: true, overlapUntil: '2026-11-23T09:00:00+08:00' });
    expect((await officer.call('DELETE', '/api/v1/devices/W1/secret')).status).toBe(204);
    expect([opens('W1', first.secret), opens('W1', second.secret)]).toEqual([false, false]);
    expect(await one('W1')).toMatchObject({ state: 'no-secret', secret: { set: false, overlapUntil: null } });
  });

  it.each([{ overlapHours: 169 }, { overlapHours: -1 }, { overlapHours: '1' }, { overlap: 1 }])(
    '%j is refused',
    async (body) => {
      expect((await officer.post('/api/v1/devices/W1/secret', body)).status).toBe(422);
    },
  );

  it('of what is not there: 404', async () => {
    expect((await officer.post('/api/v1/devices/nobody/secret')).status).toBe(404);
    expect((await officer.call('DELETE', '/api/v1/devices/nobody/secret')).status).toBe(404);
  });
});

describe('the state of a device', () => {
  it('from its first login to its first fault and back', async () => {
    const { id, secret: _secret } = (await officer.post<WireNewSecret>('/api/v1/devices', meter)).body;
    expect(await one(id)).toMatchObject({
      state: 'new',
      kind: 'meter',
      place: '教学楼',
      lastMessageAt: null,
      fault: null,
    });
    door.refused(id, house.now);
    expect(await one(id)).toMatchObject({ state: 'refused', fault: { what: 'login', reason: 'wrong-credentials' } });
    house.now += minute;
    door.connected(id, house.now);
    expect(await one(id)).toMatchObject({ state: 'ok', connections: 1, address: '10.0.0.7' });
    house.now += minute;
    await house.send(id, { ts: '2026-11-23T08:00:00', values: { volume_m3: 1 } });
    expect(await one(id)).toMatchObject({
      state: 'refused',
      received: 1,
      quarantined: 1,
      fault: {
        what: 'quarantined',
        reason: 'ts-without-offset',
        excerpt: expect.stringContaining('"volume_m3":1') as string,
      },
    });
    house.now += minute;
    await house.send(id, { ts: house.now - 5_000, values: { volume_m3: 1 } });
    const good = await one(id);
    expect(good).toMatchObject({ state: 'ok', clockOffsetSeconds: 5, fault: { reason: 'ts-without-offset' } });
    expect(good.quarterHours.at(-1)).toBe(2);
    house.now += 2 * 3_600_000;
    officer = await house.person('zhao');
    expect((await one(id)).state).toBe('late');
    house.now = morning;
    officer = await house.person('zhao');
  });

  it('that publishes to a foreign topic is refused until something good comes; a line that drops is not', async () => {
    const { id } = (await officer.post<WireNewSecret>('/api/v1/devices', meter)).body;
    door.connected(id, house.now);
    door.closed(id, house.now + 1, 'foreign-topic');
    expect(await one(id)).toMatchObject({ state: 'refused', fault: { what: 'closed', reason: 'foreign-topic' } });
    house.now += minute;
    await house.send(id, { ts: house.now, values: { volume_m3: 1 } });
    expect((await one(id)).state).toBe('ok');
    door.closed(id, house.now + 1, 'network');
    expect((await one(id)).state).toBe('ok');
    house.now = morning;
  });

  it('a list by kind, building, state, words and faults, page by page', async () => {
    const ids = async (query: string) =>
      (await officer.get<List<WireDevice>>(`/api/v1/devices?${query}`)).body.items.map(({ id }) => id);
    expect(await ids('kind=scale')).toEqual(['SC1']);
    expect(await ids('building=B2')).toEqual(['E2']);
    expect(await ids('state=no-secret')).toEqual(['W1']);
    expect(await ids('q=一食')).toEqual(['SC1']);
    expect(await ids('withErrors=true')).toEqual(['B1-W3']);
    const seen: string[] = [];
    let path: string | null = '/api/v1/devices?limit=3';
    while (path !== null) {
      const { body }: { body: List<WireDevice> } = await officer.get(path);
      seen.push(...body.items.map(({ id }) => id));
      path = body.next === null ? null : `/api/v1/devices?limit=3&cursor=${encodeURIComponent(body.next)}`;
    }
    expect(seen).toEqual(await ids(''));
  });
});

describe('those who knock', () => {
  it('at the door or through a gateway, with the reason; adopting settles it, ignoring leaves it out', async () => {
    door.knock('P-77', house.now - minute);
    door.knock('no such/id', house.now - minute);
    await publish('GW1', 'GW1', [
      { device: 'sub-9', ts: house.now, values: { energy_kwh: 1 } },
      { device: 'E1', ts: house.now, values: { energy_kwh: 1 } },
    ]);
    await publish('bridge', 'sub-10', { ts: house.now, values: { energy_kwh: 1 } });
    const knocks = async () => (await officer.get<List<WireKnock>>('/api/v1/knocks')).body.items;
    expect(
      (await knocks()).map(({ name, via, publisher, reason, adoptable }) => [name, via, publisher, reason, adoptable]),
    ).toEqual([
      ['sub-9', 'reading', 'GW1', 'unknown-device', true],
      ['E1', 'reading', 'GW1', 'not-entitled', false],
      ['sub-10', 'reading', 'bridge', 'unknown-device', true],
      ['P-77', 'login', null, 'wrong-credentials', true],
      ['no such/id', 'login', null, 'wrong-credentials', false],
    ]);
    await officer.post('/api/v1/devices', { id: 'P-77', ...meter });
    await officer.post('/api/v1/devices', { id: 'sub-9', ...meter, gateway: 'GW1' });
    expect((await officer.call('DELETE', '/api/v1/knocks/sub-10')).status).toBe(204);
    expect((await officer.call('DELETE', `/api/v1/knocks/${encodeURIComponent('no such/id')}`)).status).toBe(204);
    expect((await officer.call('DELETE', '/api/v1/knocks/sub-10')).status).toBe(404);
    await publish('bridge', 'sub-10', { ts: house.now, values: { energy_kwh: 1 } });
    expect((await knocks()).map(({ name }) => name)).toEqual(['E1']);
    house.now += 25 * 3_600_000;
    officer = await house.person('zhao');
    await publish('bridge', 'sub-10', { ts: house.now, values: { energy_kwh: 1 } });
    expect((await knocks()).map(({ name }) => name)).toEqual(['sub-10', 'E1']);
    house.now = morning;
    officer = await house.person('zhao');
  });

  it('without a name, or with one that a path can’t hold, they are left out too', async () => {
    for (const name of ['', '..']) {
      door.knock(name, house.now);
      expect((await officer.get('/api/v1/knocks')).text).toContain(JSON.stringify({ name }).slice(1, -1));
      const path = name === '' ? '/api/v1/knocks/' : `/api/v1/knocks?name=${encodeURIComponent(name)}`;
      expect((await officer.call('DELETE', path)).status, name).toBe(204);
      expect((await officer.get('/api/v1/knocks')).text).not.toContain(JSON.stringify({ name }).slice(1, -1));
    }
  });

  it('are bounded in number, the newest kept', async () => {
    const many = Array.from({ length: 1_500 }, (_, i) => ({ device: `x-${i}`, values: { energy_kwh: 1 } }));
    await publish('GW1', 'GW1', many);
    const page = (await officer.get<List<WireKnock>>('/api/v1/knocks?limit=1000')).body;
    expect([page.items.length, page.next]).toEqual([1_000, null]);
    expect((await officer.get('/api/v1/knocks?cursor=made-up')).status).toBe(400);
    expect(page.items.some(({ name }) => name === 'x-1499')).toBe(true);
  });
});

describe('everybody sees the devices of their own meters', () => {
  it('and nobody but staff touches secrets or sees who knocks', async () => {
    for (const [username, own] of [
      ['wang', ['B1-W1', 'E1', 'W1']],
      ['li', ['E1']],
    ] as const) {
      const person = await house.person(username);
      const seen = (await person.get<List<WireDevice>>('/api/v1/devices')).body.items.map(({ id }) => id);
      expect(seen).toEqual(expect.arrayContaining([...own]));
      for (const foreign of ['E2', 'GW1', 'bridge', 'SC1', 'nobody']) {
        expect(seen).not.toContain(foreign);
        expect((await person.get(`/api/v1/devices/${foreign}`)).status, foreign).toBe(404);
      }
      expect((await person.get('/api/v1/knocks')).status).toBe(403);
      expect((await person.post('/api/v1/devices', { id: 'E1' })).status).toBe(403);
      expect((await person.post('/api/v1/devices/E1/secret')).status).toBe(403);
      expect((await person.call('DELETE', '/api/v1/devices/E1/secret')).status).toBe(403);
      expect((await person.call('DELETE', '/api/v1/knocks/x-1')).status).toBe(403);
    }
    expect((await house.client().get('/api/v1/devices')).status).toBe(401);
  });
});
