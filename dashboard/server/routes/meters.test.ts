import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireMeter, WireSeries, WireSeriesTable } from '../../../domain/wire.ts';
import { Installation, morning } from '../fakes/installation.ts';

const house = new Installation();
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const midnight = Date.parse('2026-11-23T00:00:00+08:00');

beforeAll(async () => {
  await house.start();
  // E1 counts 2 kWh each quarter of an hour since yesterday's midnight, until an hour before now.
  const readings = [];
  for (let ts = midnight - day, kwh = 1000; ts <= morning - hour; ts += 15 * minute, kwh += 2) {
    readings.push({ ts, values: { energy_kwh: kwh, power_kw: 8 } });
  }
  await house.send('E1', ...readings);
  await house.send('W1', { ts: morning, values: { volume_m3: 7.25 } });
  await house.collector.settled();
}, 30_000);
afterAll(() => house.stop());

interface List<T> {
  items: T[];
  next: string | null;
}
interface Problem {
  code: string;
  detail: string;
  errors: { path: string; code: string }[];
}

describe('the register of meters', () => {
  it('gives state, age and the newest value of each point', async () => {
    const { body } = await house.operator().get<WireMeter>('/api/v1/meters/E1');
    expect(body).toMatchObject({
      state: 'silent',
      ageSeconds: 3600,
      intervalMs: 900_000,
      points: ['energy_kwh', 'power_kw'],
      lastReading: {
        ts: '2026-11-23T07:00:00+08:00',
        values: { energy_kwh: { value: 1248, unit: 'kWh', ts: '2026-11-23T07:00:00+08:00' } },
      },
    });
    const { body: never } = await house.operator().get<WireMeter>('/api/v1/meters/E2');
    expect(never).toMatchObject({ state: 'never', ageSeconds: null, lastReading: null, points: ['energy_kwh'] });
  });

  it('is filtered by place, carrier and state', async () => {
    const ids = async (query: string) =>
      (await house.operator().get<List<WireMeter>>(`/api/v1/meters?${query}`)).body.items.map((item) => item.id);
    expect(await ids('building=B1')).toEqual(['E1', 'W1']);
    expect(await ids('institution=HOSPITAL')).toEqual(['E2']);
    expect(await ids('carrier=electricity')).toEqual(['E1', 'E2']);
    expect(await ids('state=live')).toEqual(['W1']);
    expect(await ids('state=never&limit=1')).toEqual(['E2']);
    expect(await ids('building=B3')).toEqual([]);
  });

  it('is read page by page, each meter once', async () => {
    const seen: string[] = [];
    let path: string | null = '/api/v1/meters?limit=2';
    while (path !== null) {
      const { body }: { body: List<WireMeter> } = await house.operator().get(path);
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map((item) => item.id));
      path = body.next === null ? null : `/api/v1/meters?limit=2&cursor=${encodeURIComponent(body.next)}`;
    }
    expect(seen).toEqual(['E1', 'E2', 'W1']);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=ten', 'limit'],
    ['cursor=made-up', 'cursor'],
    ['carrier=steam', 'carrier'],
    ['biulding=B1', 'biulding'],
    ['building=B1&building=B2', 'building'],
  ])('%s is refused by name', async (query, name) => {
    const { status, body } = await house.operator().get<Problem>(`/api/v1/meters?${query}`);
    expect([status, body.errors[0]?.path]).toEqual([400, name]);
    expect(body.detail).toContain(name);
  });

  it('everybody sees what is theirs, and the rest does not exist', async () => {
    const wang = await house.person('wang');
    const li = await house.person('li');
    const ids = async (client: typeof li) =>
      (await client.get<List<WireMeter>>('/api/v1/meters')).body.items.map((item) => item.id);
    expect(await ids(wang)).toEqual(['E1', 'W1']);
    expect(await ids(li)).toEqual(['E1']);
    for (const path of ['/api/v1/meters/E2', '/api/v1/meters/E2/series', '/api/v1/ingest/ledger?meter=E2']) {
      const foreign = await wang.get<Problem>(path);
      const unknown = await wang.get<Problem>(path.replace('E2', 'E9'));
      expect([foreign.status, unknown.status]).toEqual([404, 404]);
      expect(foreign.body.detail.replace('E2', 'E9')).toBe(unknown.body.detail);
    }
    expect((await wang.get('/api/v1/series?meters=E1,E2')).status).toBe(404);
    expect((await wang.get<List<{ id: string }>>('/api/v1/institutions')).body.items.map((one) => one.id)).toEqual([
      'SCHOOL',
    ]);
    expect((await li.get<List<{ id: string }>>('/api/v1/buildings')).body.items.map((one) => one.id)).toEqual(['B1']);
    expect((await wang.get<List<{ id: string }>>('/api/v1/regions')).body.items.map((one) => one.id)).toEqual([
      'NORTH',
    ]);
  });

  it('the header of a page counts what its reader may see', async () => {
    const li = await house.person('li');
    expect((await li.get('/api/v1/system')).body).toMatchObject({ metersTotal: 1, metersLive: 0, demo: false });
    expect((await house.operator().get('/api/v1/system')).body).toMatchObject({
      metersTotal: 3,
      metersLive: 1,
      latestReadingAt: '2026-11-23T08:00:00+08:00',
      timezone: 'Asia/Shanghai',
      mqttPort: 1883,
      store: { state: 'ok' },
    });
  });
});

describe('a series', () => {
  const series = async (query: string) => {
    const { status, body } = await house.operator().get<WireSeries>(`/api/v1/meters/E1/series?${query}`);
    expect(status).toBe(200);
    return body;
  };

  it('raw: values as the meter showed them, at their own times', async () => {
    const { points } = await series('every=raw&from=2026-11-22T00:00:00%2B08:00&to=2026-11-22T00:30:00%2B08:00');
    expect(points).toEqual([
      { ts: '2026-11-22T00:00:00+08:00', value: 1000, quality: 'measured', coverage: 1 },
      { ts: '2026-11-22T00:15:00+08:00', value: 1002, quality: 'measured', coverage: 1 },
    ]);
  });

  it('hours: what was used, stamped with the start; the running one is partial, what is not there is null', async () => {
    const { points, unit } = await series(`every=1h&from=${morning - 2 * hour}&to=${morning + 2 * hour}`);
    expect(unit).toBe('kWh');
    expect(points.map(({ ts, value, partial }) => [ts, value, partial])).toEqual([
      ['2026-11-23T06:00:00+08:00', 8, undefined],
      ['2026-11-23T07:00:00+08:00', null, undefined],
      ['2026-11-23T08:00:00+08:00', null, true],
      ['2026-11-23T09:00:00+08:00', null, undefined],
    ]);
  });

  it('a local day, named by dates', async () => {
    const { points } = await series('every=1d&from=2026-11-22&to=2026-11-23');
    expect(points).toEqual([{ ts: '2026-11-22T00:00:00+08:00', value: 192, quality: 'measured', coverage: 1 }]);
  });

  it('months and the running day know what they cover', async () => {
    const { points } = await series('every=1d&from=2026-11-23&to=2026-11-24');
    expect(points[0]).toMatchObject({ value: 56, quality: 'missing', partial: true });
    expect(points[0]!.coverage).toBeCloseTo(7 / 24, 12);
    const { points: months } = await series('every=1mo&from=2026-11-01&to=2026-12-01');
    expect(months).toHaveLength(1);
    expect(months[0]).toMatchObject({ value: 248, partial: true });
  });

  it('power has mean and extremes', async () => {
    const { points } = await series('point=power_kw&every=1h&from=2026-11-22T10:00:00Z&to=2026-11-22T11:00:00Z');
    expect(points[0]).toMatchObject({ value: 8, min: 8, max: 8, quality: 'measured' });
  });

  it('as known at an earlier time', async () => {
    const before = house.now;
    house.now = morning + hour;
    await house.send('E1', { ts: morning, values: { energy_kwh: 1264 } });
    await house.collector.settled();
    const range = `every=1h&from=${morning - hour}&to=${morning}`;
    expect((await series(range)).points[0]!.value).toBe(16);
    expect((await series(`${range}&asOf=${before}`)).points[0]!.value).toBeNull();
  });

  it.each([
    ['every=2h', 'every'],
    ['from=yesterday', 'from'],
    ['to=2026-11-23T00:00:00', 'to'],
    ['asOf=2026-02-30', 'asOf'],
    ['from=2026-11-23&to=2026-11-22', 'from'],
    ['point=energy_kw', 'point'],
    ['form=2026-11-23', 'form'],
    ['every=15m&from=2000-01-01&to=2026-01-01', 'from'],
  ])('%s is refused by name', async (query, name) => {
    const { status, body } = await house.operator().get<Problem>(`/api/v1/meters/E1/series?${query}`);
    expect([status, body.errors[0]?.path]).toEqual([400, name]);
  });

  it('never a silent cut: 200,000 quarter hours are answered, more are not', async () => {
    const to = Date.parse('2026-01-01T00:00:00+08:00');
    const ask = (count: number) =>
      house
        .operator()
        .get<WireSeries & Problem>(`/api/v1/meters/E1/series?every=15m&from=${to - count * 15 * minute}&to=${to}`);
    expect((await ask(200_000)).body.points).toHaveLength(200_000);
    const more = await ask(200_001);
    expect([more.status, more.body.code]).toEqual([400, 'too-many-points']);
  });
});

describe('the table of many meters', () => {
  it('is in columns on one axis, in the order asked for', async () => {
    const { body } = await house
      .operator()
      .get<WireSeriesTable>('/api/v1/series?meters=W1,E1&every=1d&from=2026-11-22&to=2026-11-24');
    expect(body.ts).toEqual(['2026-11-22T00:00:00+08:00', '2026-11-23T00:00:00+08:00']);
    expect(body.series.map((one) => [one.meter, one.point, one.unit])).toEqual([
      ['W1', 'volume_m3', 'm³'],
      ['E1', 'energy_kwh', 'kWh'],
    ]);
    expect(body.series[0]).toMatchObject({ value: [null, null], quality: 'xx', coverage: [0, 0] });
    expect(body.series[1]!.value[0]).toBe(192);
  });

  it('`all` is what the viewer may see', async () => {
    const li = await house.person('li');
    const { body } = await li.get<WireSeriesTable>('/api/v1/series?meters=all&every=1mo');
    expect(body.series.map((one) => one.meter)).toEqual(['E1']);
  });

  it('refuses what would fill the memory, and raw', async () => {
    const huge = await house
      .operator()
      .get<Problem>('/api/v1/series?meters=all&every=15m&from=2000-01-01&to=2026-01-01');
    expect([huge.status, huge.body.code]).toEqual([400, 'too-many-points']);
    const raw = await house.operator().get<Problem>('/api/v1/series?meters=all&every=raw');
    expect([raw.status, raw.body.errors[0]?.path]).toEqual([400, 'every']);
    const typo = await house.operator().get<Problem>('/api/v1/series?meters=all&point=energy_kw');
    expect([typo.status, typo.body.errors[0]?.path]).toEqual([400, 'point']);
  });
});
