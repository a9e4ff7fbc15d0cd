import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MappingRule } from '../../../domain/mapping/rule.ts';
import type { WireMapping, WireMappingTry, WireRecordedMessage } from '../../../domain/wire-mappings.ts';
import type { Answer, Client } from '../fakes/client.ts';
import { Installation, morning } from '../fakes/installation.ts';

const house = new Installation();
let officer: Client;

beforeAll(async () => {
  await house.start();
  officer = await house.person('zhao');
}, 30_000);
afterAll(() => house.stop());

const plant = {
  topic: 'plant/{site}/data',
  device: '@.sn',
  devices: { 'CN-7': 'E1' },
  items: '$.meters',
  ts: { path: '$.t', format: 'epoch-s' },
  values: [
    { path: '@.wh', point: 'energy_kwh', unit: 'Wh' },
    { path: '@.w', point: 'power_kw', unit: 'W' },
  ],
} satisfies Omit<MappingRule, 'id'>;

const put = <T = WireMapping>(id: string, rule: unknown): Promise<Answer<T>> =>
  officer.call<T>('PUT', `/api/v1/mappings/${id}`, JSON.stringify(rule), { 'content-type': 'application/json' });
const attempt = async (message: object, mapping: unknown = plant): Promise<WireMappingTry> => {
  const answer = await officer.post<WireMappingTry>('/api/v1/mappings/try', { mapping, message });
  expect(answer.status).toBe(200);
  return answer.body;
};
const bring = (topic: string, payload: string): Promise<boolean> => {
  const from = { source: 'lab', publisher: 'lab', publisherKind: 'account' } as const;
  const message = { ...from, topic, payload: Buffer.from(payload), receivedAt: house.now };
  if (!house.collector.takes(message)) return Promise.resolve(false);
  return new Promise((resolve, reject) => {
    house.collector.accept(message, (error) => (error ? reject(error) : resolve(true)));
  });
};
const seconds = morning / 1000 - 60;
const payload = JSON.stringify({
  t: seconds,
  meters: [
    { sn: 'CN-7', wh: 12_345_670, w: 812 },
    { sn: 'CN-8', wh: '5' },
  ],
});

describe('a mapping', () => {
  it('is made, replaced, listed in the order in which it is tried, and removed; each change is in the audit', async () => {
    expect((await put('zz-special', { ...plant, topic: 'plant/N1/data' })).status).toBe(201);
    expect(await put('plant', plant)).toMatchObject({ status: 201, body: { ...plant, id: 'plant', messages: 0 } });
    expect((await put('plant', { ...plant, onlyListed: true })).status).toBe(200);
    const { body } = await officer.get<{ items: WireMapping[] }>('/api/v1/mappings');
    expect(body.items.map(({ id }) => id)).toEqual(['zz-special', 'plant']);
    expect((await officer.call('DELETE', '/api/v1/mappings/zz-special')).status).toBe(204);
    expect((await officer.call('DELETE', '/api/v1/mappings/zz-special')).status).toBe(404);
    const audit = await (
      await house.person('admin')
    ).get<{ items: { action: string; actor: string }[] }>('/api/v1/audit');
    expect(audit.body.items).toContainEqual(expect.objectContaining({ action: 'mapping.remove', actor: 'zhao' }));
  });

  it('with faults is refused, each fault by its path', async () => {
    const rule = {
      ...plant,
      devices: { x: 'E9' },
      values: [{ path: '$.wh', point: 'energy_kwh', unit: 'L' }],
      extra: 1,
    };
    const answer = await put<{ errors: { path: string; code: string }[] }>('plant', { ...plant, ...rule });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ path, code }) => `${path} ${code}`)).toEqual(['extra unknown-key']);
    const { extra: _, ...known } = rule;
    const second = await put<{ errors: { path: string; code: string }[] }>('plant', known);
    expect(second.body.errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'values[0].path outside-items',
      'values[0].unit unit-mismatch',
      'devices.x unknown-meter',
    ]);
  });

  it('is for those who run the installation', async () => {
    const school = await house.person('wang');
    for (const path of ['/api/v1/mappings', '/api/v1/mappings/recorded', '/api/v1/mappings/units']) {
      expect((await school.get(path)).status).toBe(403);
      expect((await house.client().get(path)).status).toBe(401);
    }
    expect((await school.post('/api/v1/mappings/try', { mapping: plant, message: { topic: 'a' } })).status).toBe(403);
  });
});

describe('trying a mapping', () => {
  it('says step by step what each element becomes, by today’s register', async () => {
    const tried = await attempt({ topic: 'plant/N1/data', payload });
    expect(tried.state).toBe('read');
    expect(tried.steps.map(({ step, ok }) => `${step} ${ok}`)).toEqual(['topic true', 'payload true', 'items true']);
    const [good, bad] = tried.items;
    expect(good).toMatchObject({
      place: '$.meters[0]',
      outcome: 'reading',
      reading: {
        device: 'E1',
        ts: '2026-11-23T07:59:00+08:00',
        ownTime: true,
        values: [
          { point: 'energy_kwh', value: 12345.67, unit: 'kWh' },
          { point: 'power_kw', value: 0.812, unit: 'kW' },
        ],
      },
    });
    expect(good!.steps.map(({ rule, place, found, became }) => [rule, place, found, became])).toEqual([
      ['device', '', '"CN-7"', 'E1'],
      ['ts', '$.t', String(seconds), '2026-11-23T07:59:00+08:00'],
      ['values[0]', '$.meters[0].wh', '12345670', 'energy_kwh = 12345.67 kWh'],
      ['values[1]', '$.meters[0].w', '812', 'power_kw = 0.812 kW'],
      ['', '$.meters[0]', null, 'a reading'],
    ]);
    expect(bad).toMatchObject({ outcome: 'quarantined', reason: 'mapping-value', reading: null });
    expect(bad!.detail).toContain('$.meters[1].wh is the text "5"');
  });

  it('names the level of the topic that is in the way, the byte that is not JSON, the key that is missing', async () => {
    const other = await attempt({ topic: 'plants/N1/data', payload });
    expect(other).toMatchObject({ state: 'not-taken', steps: [{ ok: false }] });
    expect(other.steps[0]!.detail).toBe('level 1 is "plants", where plant/{site}/data has "plant"');
    const broken = await attempt({ topic: 'plant/N1/data', payload: '{"t":1' });
    expect(broken.state).toBe('unreadable');
    expect(broken.steps.at(-1)!.detail).toContain('not JSON');
    const lacking = await attempt({ topic: 'plant/N1/data', payload: '{"list":[]}' });
    expect(lacking.items).toMatchObject([{ reason: 'mapping-items', detail: 'items: $ has no meters; it has list' }]);
    const unknown = await attempt({
      topic: 'plant/N1/data',
      payload: JSON.stringify({ t: seconds, meters: [{ sn: 'CN-9', wh: 1 }] }),
    });
    expect(unknown.items).toMatchObject([{ reason: 'unknown-device', detail: 'CN-9 is not in the portfolio' }]);
  });

  it('answers the faults of a draft without an id, and bytes that are no text', async () => {
    const { values: _, ...without } = plant;
    expect(await attempt({ topic: 'a', payload: '' }, without)).toMatchObject({
      state: 'faulty',
      faults: [{ path: 'values', code: 'missing' }],
    });
    expect(await attempt({ topic: 'a' }, 'nonsense')).toMatchObject({ state: 'faulty' });
    expect(await attempt({ topic: 'plant/N1/data', payloadBase64: '/w==' })).toMatchObject({ state: 'unreadable' });
  });

  it('changes nothing: no count, no reading', async () => {
    const ledger = async () => (await officer.get('/api/v1/ingest/ledger')).body;
    const before = await ledger();
    await attempt({ topic: 'plant/N1/data', payload });
    expect(await ledger()).toEqual(before);
  });
});

describe('recorded messages', () => {
  it('of foreign topics are there to write a mapping by: text, bytes, who took it', async () => {
    await put('plant', plant);
    await bring('plant/N1/data', payload);
    house.now += 1_000;
    await bring('acme/up', `${'x'.repeat(8_191)}电表`);
    house.now += 1_000;
    await bring('acme/raw', '\u0000\u0001');
    const { body } = await officer.get<{ items: WireRecordedMessage[] }>('/api/v1/mappings/recorded?source=lab');
    expect(body.items.map(({ topic, mapping, bytes }) => [topic, mapping, bytes])).toEqual([
      ['acme/raw', null, 2],
      ['acme/up', null, 8_197],
      ['plant/N1/data', 'plant', payload.length],
    ]);
    expect(body.items[1]!.payload).toBe('x'.repeat(8_191));
    expect(body.items[2]!.payload).toBe(payload);
    const { body: listed } = await officer.get<{ items: WireMapping[] }>('/api/v1/mappings');
    expect(listed.items).toMatchObject([{ id: 'plant', messages: 1, faults: 1 }]);
  });
});
