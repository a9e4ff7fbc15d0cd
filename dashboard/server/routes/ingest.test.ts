import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation, morning } from '../fakes/installation.ts';
import type { WireLedger, WireSeries } from '../../../domain/wire.ts';

const house = new Installation();
beforeAll(async () => {
  await house.start();
  await house.send('E1', { ts: morning, values: { energy_kwh: 10 } }, { ts: morning, values: { energy_kwh: 10 } });
  await house.send('E2', { ts: morning, values: { energy_kwh: 20 } }, { ts: morning });
  for (let i = 0; i < 5; i++) await house.send('E1', { ts: morning + i, values: { energy_kwh: `1${i}` } });
}, 30_000);
afterAll(() => house.stop());

interface Item {
  id: number;
  device: string;
  reason: string;
  bytes: string;
  receivedAt: string;
  state: string;
}
interface List {
  items: Item[];
  next: string | null;
}
interface Problem {
  code: string;
  errors?: { path: string; code: string; message: string }[];
}
const json = { 'content-type': 'application/json' };

describe('the ledger', () => {
  it('adds up, in all and by meter, device and source', async () => {
    const ledger = async (query = '') => (await house.operator().get<WireLedger>(`/api/v1/ingest/ledger${query}`)).body;
    expect(await ledger()).toEqual({ received: 9, stored: 2, duplicate: 1, quarantined: 5, rejected: 1, revisions: 0 });
    expect(await ledger('?meter=E1')).toMatchObject({ received: 7, stored: 1, duplicate: 1, quarantined: 5 });
    expect(await ledger('?device=E2')).toMatchObject({ received: 2, stored: 1, rejected: 1 });
    expect(await ledger('?source=bulk')).toMatchObject({ received: 0 });
  });

  it('of a contractor counts the contractor’s meters', async () => {
    const li = await house.person('li');
    const ledger = await li.get<WireLedger>('/api/v1/ingest/ledger');
    expect(ledger.body).toMatchObject({ received: 7, stored: 1, duplicate: 1, quarantined: 5, rejected: 0 });
    expect((await li.get('/api/v1/ingest/ledger?device=E2')).status).toBe(404);
    expect((await li.get('/api/v1/ingest/ledger?device=E1')).status).toBe(200);
  });

  it('of an unknown meter is not zero but 404', async () => {
    expect((await house.operator().get('/api/v1/ingest/ledger?meter=E9')).status).toBe(404);
  });
});

describe('quarantine', () => {
  it('keeps the bytes as received, newest first, page by page', async () => {
    const officer = await house.person('zhao');
    const seen: Item[] = [];
    let path: string | null = '/api/v1/quarantine?limit=2';
    while (path !== null) {
      const { body }: { body: List } = await officer.get<List>(path);
      seen.push(...body.items);
      path = body.next === null ? null : `/api/v1/quarantine?limit=2&cursor=${body.next}`;
    }
    const text = seen.map((item) => Buffer.from(item.bytes, 'base64').toString());
    expect(text).toHaveLength(5);
    expect(JSON.parse(text[0]!)).toEqual({ ts: morning + 4, values: { energy_kwh: '14' } });
    expect(seen[0]).toMatchObject({
      device: 'E1',
      reason: 'value-not-finite',
      receivedAt: '2026-11-23T08:00:00+08:00',
    });
    expect(new Set(seen.map((item) => item.id)).size).toBe(5);
  });

  it('is filtered by device, and a wrong cursor is named', async () => {
    const operator = house.operator();
    expect((await operator.get<List>('/api/v1/quarantine?device=E2')).body).toEqual({ items: [], next: null });
    const wrong = await operator.get<Problem>('/api/v1/quarantine?cursor=-1');
    expect([wrong.status, wrong.body.errors?.[0]?.path]).toEqual([400, 'cursor']);
  });

  it('is nothing for an institution: the bytes may be anybody’s', async () => {
    const wang = await house.person('wang');
    expect((await wang.get<Problem>('/api/v1/quarantine')).body).toMatchObject({ status: 403, code: 'role' });
    expect((await wang.post('/api/v1/quarantine/1/replay')).status).toBe(403);
  });

  it('an item that is still unacceptable stays, with today’s reason', async () => {
    const operator = house.operator();
    const { body } = await operator.get<List>('/api/v1/quarantine?limit=1');
    const replay = await operator.post<Problem>(`/api/v1/quarantine/${body.items[0]!.id}/replay`);
    expect([replay.status, replay.body.errors?.[0]?.code]).toEqual([422, 'value-not-finite']);
    expect((await operator.post('/api/v1/quarantine/999999/replay')).status).toBe(404);
    expect((await operator.post('/api/v1/quarantine/abc/replay')).status).toBe(400);
  });

  it('a meter that was registered a day late gets its reading after all, once', async () => {
    await house.send('E7', { ts: morning, values: { energy_kwh: 77 } });
    const operator = house.operator();
    const { body } = await operator.get<List>('/api/v1/quarantine?device=E7');
    expect(body.items[0]).toMatchObject({ reason: 'unknown-device', state: 'open' });
    const path = `/api/v1/quarantine/${body.items[0]!.id}/replay`;
    const register = { point: 'energy_kwh', unit: 'kWh' };
    const late = { meters: [{ id: 'E7', building: 'B1', carrier: 'electricity', register }] };
    expect((await operator.post('/api/v1/portfolio', late)).body).toEqual({ created: 1, updated: 0, unchanged: 0 });

    const before = (await operator.get<WireLedger>('/api/v1/ingest/ledger')).body;
    expect((await operator.post(path)).body).toEqual({ state: 'replayed', outcome: 'stored' });
    const after = (await operator.get<WireLedger>('/api/v1/ingest/ledger')).body;
    expect(after).toEqual({ ...before, quarantined: before.quarantined - 1, stored: before.stored + 1 });
    const again = await operator.post<Problem>(path);
    expect([again.status, again.body.code]).toEqual([409, 'not-open']);
    expect((await operator.get<List>('/api/v1/quarantine?device=E7')).body.items).toEqual([]);
    expect((await operator.get<List>('/api/v1/quarantine?device=E7&state=all')).body.items[0]?.state).toBe('replayed');
    const audit = await operator.get<{ items: { action: string; result: string }[] }>('/api/v1/audit?limit=2');
    expect(audit.body.items).toMatchObject([
      { action: 'quarantine.replay', result: 'refused' },
      { action: 'quarantine.replay', result: 'done' },
    ]);
  });
});

describe('a portfolio', () => {
  const yaml = (text: string, type = 'application/yaml') =>
    house.operator().call<Problem & { created: number }>('POST', '/api/v1/portfolio', text, { 'content-type': type });

  it.each(['application/yaml', 'text/yaml', 'text/plain', 'application/x-www-form-urlencoded'])(
    'comes as %s',
    async (type) => {
      expect((await yaml('regions:\n  - id: SOUTH\n    name: 南区\n', type)).status).toBe(200);
    },
  );

  it('all or nothing: each fault with its path, and nothing taken over', async () => {
    const answer = await yaml('regions:\n  - {id: EAST, name: 东区}\nmeters:\n  - {id: E8, building: B9}\n');
    expect(answer.status).toBe(422);
    expect(answer.body.errors!.map((fault) => fault.path)).toContain('meters[0].register');
    expect((await house.operator().get('/api/v1/regions')).text).not.toContain('EAST');
  });

  it.each([
    ['YAML with a tab', 'regions:\n\t- id: A\n', 'application/yaml', 'line 2'],
    ['the same key twice', 'regions: []\nregions: []\n', 'application/yaml', 'line 2'],
    ['half a JSON', '{"regions":', 'application/json', ''],
  ])('%s says where', async (_case, text, type, where) => {
    const answer = await yaml(text, type);
    expect(answer.status).toBe(422);
    expect(answer.body.errors![0]).toMatchObject({ code: 'unreadable' });
    expect(answer.body.errors![0]!.path).toContain(where);
  });

  it('that unfolds itself a billion times is refused', async () => {
    const lines = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
    for (let i = 1; i < 9; i++)
      lines.push(
        `${'abcdefghij'[i]}: &${'abcdefghij'[i]} [${Array(10)
          .fill(`*${'abcdefghij'[i - 1]}`)
          .join(',')}]`,
      );
    expect((await yaml(lines.join('\n'))).status).toBe(422);
  });

  it('the demo mark is for the command line of this machine', async () => {
    const admin = await house.person('admin');
    const demo = '/api/v1/portfolio?demo=true';
    expect((await admin.post<Problem>(demo)).body.code).toBe('operator-only');
    expect((await house.operator().post(demo)).status).toBe(200);
  });

  it('a role that may not import is told so', async () => {
    expect((await (await house.person('wang')).post('/api/v1/portfolio')).status).toBe(403);
  });

  it('has a schema', async () => {
    const { body } = await house.operator().get('/api/v1/portfolio.schema.json');
    expect(Object.keys(body['properties'] as object)).toContain('meters');
  });
});

describe('past readings', () => {
  const post = (query: string, body: string, type = 'text/csv') =>
    house.operator().call<Problem & Record<string, unknown>>('POST', `/api/v1/meters/W1/history${query}`, body, {
      'content-type': type,
    });
  const csv = 'timestamp,value\n2025-01-01,100\n2025-01-01T01:00:00+08:00,101.5\n2025-01-01T02:00:00+08:00,\n';

  it('a dry run says what would happen, and nothing does', async () => {
    const preview = await post('?dry-run=true', csv);
    expect(preview.body).toMatchObject({ dryRun: true, point: 'volume_m3', readings: 2, missing: 1, stored: 0 });
    expect(preview.body['from']).toBe('2025-01-01T00:00:00+08:00');
    expect((await house.operator().get<WireLedger>('/api/v1/ingest/ledger?source=bulk')).body.received).toBe(0);
  });

  it('are stored once, however often they are sent', async () => {
    expect((await post('', csv)).body).toMatchObject({ received: 2, stored: 2, duplicate: 0 });
    expect((await post('', csv)).body).toMatchObject({ received: 2, stored: 0, duplicate: 2 });
    const path = '/api/v1/meters/W1/series?every=1h&from=2025-01-01&to=2025-01-01T01:00:00%2B08:00';
    await house.collector.settled();
    expect((await house.operator().get<WireSeries>(path)).body.points[0]!.value).toBe(1.5);
  });

  it('interval values become a register, and come back to the last digit', async () => {
    const rows = [0.1, 0.2, 0.7].map((value, i) => ({ timestamp: `2024-01-01T0${i}:00:00+08:00`, value }));
    const answer = await post('?kind=interval&opening=5', JSON.stringify({ rows }), 'application/json');
    expect(answer.body).toMatchObject({ readings: 4, stored: 4 });
    await house.collector.settled();
    const path = '/api/v1/meters/W1/series?every=1h&from=2024-01-01&to=2024-01-01T03:00:00%2B08:00';
    const { body } = await house.operator().get<WireSeries>(path);
    expect(body.points.map((point) => point.value)).toEqual([0.1, 0.2, 0.7]);
  });

  it('faults are named by row', async () => {
    const answer = await post('', 'timestamp,value\n2025-01-01,1\nsoon,2\n');
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, 'row 3, column timestamp']);
    expect((await post('?kind=estimate', csv)).status).toBe(400);
    expect((await post('?kind=interval&point=temperature_c', csv)).body.errors?.[0]?.path).toBe('point');
  });

  it('are for staff, and for meters that exist', async () => {
    const wang = await house.person('wang');
    expect((await wang.call('POST', '/api/v1/meters/E1/history', csv, { 'content-type': 'text/csv' })).status).toBe(
      403,
    );
    const unknown = await house
      .operator()
      .call('POST', '/api/v1/meters/E9/history', csv, { 'content-type': 'text/csv' });
    expect(unknown.status).toBe(404);
  });
});

describe('derived figures', () => {
  it('a rebuild gives what was there, byte for byte', async () => {
    const operator = house.operator();
    const before = await operator.get('/api/v1/derived/hash');
    const rebuilt = await operator.call('POST', '/api/v1/rebuild', '{}', json);
    expect(rebuilt.body).toEqual(before.body);
    expect((before.body as { intervals: number }).intervals).toBeGreaterThan(0);
  });

  it('a rebuild is the administrator’s', async () => {
    expect((await (await house.person('zhao')).post('/api/v1/rebuild')).status).toBe(403);
  });
});
