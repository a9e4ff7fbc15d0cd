import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  WireMeasures,
  WireMeterTree,
  WireOverviewPage,
  WirePlace,
  WirePlaceDay,
  WirePlaceList,
  WirePlaceQuality,
  WirePlaceUse,
} from '../../../domain/wire-places.ts';
import { Installation, morning } from '../fakes/installation.ts';
import { ownViewer } from '../house.ts';

const house = new Installation();
const hour = 3_600_000;
const quarter = hour / 4;
const day = 24 * hour;
const midnight = Date.parse('2026-11-23T00:00:00+08:00');
const begin = midnight - 36 * day;

/** kW of a building that works from 8 to 18 on weekdays. */
const office = (ts: number): number => {
  const local = ts + 8 * hour;
  const weekday = (Math.floor(local / day) + 4) % 7;
  const clock = (local % day) / hour;
  return weekday >= 1 && weekday <= 5 && clock >= 8 && clock < 18 ? 100 : 20;
};

/** Past readings of a meter, each quarter of an hour. @param rate units an hour at an instant */
async function seed(meter: string, point: string, rate: (ts: number) => number, until = morning): Promise<void> {
  const ts = Float64Array.from({ length: (until - begin) / quarter + 1 }, (_, i) => begin + i * quarter);
  let register = 1000;
  const values = ts.map((at, i) => (i === 0 ? register : (register += rate(at - quarter) / 4)));
  await house.collector.importHistory(meter, meter, { ts, points: { [point]: values } });
}

beforeAll(async () => {
  await house.start();
  const sub = (id: string) => ({
    id,
    building: 'B1',
    parent: 'E1',
    carrier: 'electricity',
    register: { point: 'energy_kwh', unit: 'kWh' },
  });
  await house.registry.importPortfolio(
    {
      institutions: [{ id: 'SCHOOL', name: '第一中学', region: 'NORTH', kind: 'education', people: 1200 }],
      buildings: [{ id: 'B1', institution: 'SCHOOL', name: '教学楼', floorAreaM2: 8000 }],
      meters: [{ ...sub('E1-AC'), endUse: 'hvac' }, sub('E1-L')],
      tariffs: [
        {
          id: 'TOU',
          periods: [
            { from: '08:00', to: '22:00', kind: 'peak', price: '1.2' },
            { from: '22:00', to: '08:00', kind: 'valley', price: '0.4' },
          ],
        },
      ],
      users: [{ username: 'sun', role: 'county', scope: 'NORTH' }],
    },
    ownViewer,
  );
  // The chiller of the school ran on through last night; the hospital is as ever.
  await seed('E1', 'energy_kwh', (ts) => (ts >= midnight ? 70 : office(ts)));
  await seed('E1-AC', 'energy_kwh', (ts) => (ts >= midnight ? 60 : office(ts) / 2));
  await seed('E1-L', 'energy_kwh', (ts) => office(ts) / 4);
  await seed('E2', 'energy_kwh', () => 50);
  // Water runs at night since yesterday.
  await seed('W1', 'volume_m3', (ts) => 0.1 + office(ts) / 100 + (ts >= midnight - day ? 1.5 : 0));
  await house.collector.settled();
}, 60_000);
afterAll(() => house.stop());

const get = async <T>(path: string, client = house.operator()): Promise<T> => {
  const answer = await client.get<T>(`/api/v1${path}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};

describe('a place', () => {
  it('the city holds its counties, a county its institutions, an institution its buildings', async () => {
    const city = await get<WirePlace>('/places/city/all');
    expect(city.name).toBe('临江市');
    expect(city.children.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['region NORTH', 'institution HOSPITAL']);
    const building = await get<WirePlace>('/places/building/B1');
    expect(building.within.map(({ id }) => id)).toEqual(['all', 'NORTH', 'SCHOOL']);
    expect(building).toMatchObject({ floorAreaM2: 8000, carriers: ['electricity', 'water'] });
    expect(building.meters).toEqual({ total: 4, live: 4, silent: 0 });
  });

  it('is not found by those who may not see it', async () => {
    const county = await house.person('sun');
    expect((await get<WirePlace>('/places/city/all', county)).children.map(({ id }) => id)).toEqual(['SCHOOL']);
    // Their county is the top of what they see, and still answers to its id.
    expect((await get<WirePlace>('/places/region/NORTH', county)).name).toBe('北区');
    for (const path of ['', '/day', '/use', '/measures', '/tree', '/quality']) {
      expect((await county.get(`/api/v1/places/building/B2${path}`)).status, path).toBe(404);
    }
    const contractor = await house.person('li');
    expect((await get<WirePlace>('/places/building/B1', contractor)).meters.total).toBe(1);
  });
});

describe('a day', () => {
  it('is the sum of main meters only, beside the four Mondays before', async () => {
    const found = await get<WirePlaceDay>('/places/building/B1/day');
    expect(found).toMatchObject({ date: '2026-11-23', dayType: 'workday', unit: 'kWh', rateUnit: 'kW' });
    expect(found.likeDays).toEqual(['2026-11-16', '2026-11-09', '2026-11-02', '2026-10-26']);
    expect(found.today.rate.slice(0, 32)).toEqual(new Array(32).fill(expect.closeTo(70, 6)));
    expect(found.today.quality).toBe('m'.repeat(32) + '-'.repeat(64));
    expect(found.band.expected[0]).toBeCloseTo(20);
    expect(found.knownUntil).toBe('2026-11-23T08:00:00+08:00');
    expect(found.totals.today.value).toBeCloseTo(560);
    expect(found.totals.expectedUntilSameTime).toBeCloseTo(160);
    expect(found.totals.yesterdayUntilSameTime.value).toBeCloseTo(160);
    expect(found.totals.nightRate).toBeCloseTo(70);
    expect(found.totals.nightExpected).toBeCloseTo(20);
    expect(found.tariff.map(({ from, kind, price }) => [from.slice(11, 16), kind, price])).toEqual([
      ['00:00', 'valley', 0.4],
      ['08:00', 'peak', 1.2],
      ['22:00', 'valley', 0.4],
    ]);
  });
  it('a past day is whole', async () => {
    const found = await get<WirePlaceDay>('/places/city/all/day?date=2026-11-20');
    expect(found.totals.today).toEqual({ value: expect.closeTo(10 * 150 + 14 * 70, 6), estimated: 0, coverage: 1 });
    expect(found.totals.peak).toMatchObject({ ts: '2026-11-20T08:00:00+08:00' });
  });
  it('a day that has not begun is refused by its name', async () => {
    const { status, body } = await house
      .operator()
      .get<{ errors: { path: string }[] }>('/api/v1/places/city/all/day?date=2027-01-01');
    expect([status, body.errors[0]!.path]).toEqual([400, 'date']);
  });
});

describe('use, measures, tree and quality', () => {
  it('days with their kinds and the year before, which nobody metered', async () => {
    const use = await get<WirePlaceUse>('/places/building/B1/use?every=1d&from=2026-11-20&to=2026-11-24&compare=year');
    expect(use.value.map((value) => Math.round(value!))).toEqual([1280, 480, 480, 560]);
    expect(use.dayTypes).toBe('weew');
    expect(use.quality).toBe('mmmx');
    expect(use.before!.value).toEqual([null, null, null, null]);
  });
  it('a span that ends at noon is measured, and compared, up to noon', async () => {
    const path = '/places/building/B1/measures?from=2026-11-20&to=2026-11-20T12:00:00%2B08:00';
    const { carriers } = await get<WireMeasures>(path);
    expect(carriers.find(({ carrier }) => carrier === 'electricity')!.total).toEqual({
      value: expect.closeTo(8 * 20 + 4 * 100, 6),
      estimated: 0,
      coverage: 1,
    });
  });
  it('per square metre and person, for the place and its parts', async () => {
    const measures = await get<WireMeasures>('/places/institution/SCHOOL/measures?from=2026-11-20&to=2026-11-23');
    const electricity = measures.carriers.find(({ carrier }) => carrier === 'electricity')!;
    expect(electricity.total.value).toBeCloseTo(2240);
    expect(electricity.perPerson).toBeCloseTo(2240 / 1200);
    // The other building's size is not known, so neither is the school's.
    expect(electricity.perM2).toBeNull();
    const [child] = measures.children.find(({ id }) => id === 'B1')!.carriers;
    expect(child!.perM2).toBeCloseTo(0.28);
    expect(child!.before).toEqual({ value: null, estimated: 0, coverage: 0 });
  });
  it('what no sub-meter measured stands beside them', async () => {
    const { roots } = await get<WireMeterTree>('/places/building/B1/tree?from=2026-11-20&to=2026-11-21');
    expect(roots[0]!.children.map(({ meter, share }) => [meter, share])).toEqual([
      ['E1-AC', expect.closeTo(0.5, 6)],
      ['E1-L', expect.closeTo(0.25, 6)],
      [null, expect.closeTo(0.25, 6)],
    ]);
  });
  it('a row a meter, a cell a day', async () => {
    const quality = await get<WirePlaceQuality>('/places/building/B1/quality?days=3');
    expect(quality.dates).toEqual(['2026-11-21', '2026-11-22', '2026-11-23']);
    expect(quality.meters.find(({ meter }) => meter === 'E1')).toMatchObject({ measured: [1, 1, 1], state: 'live' });
  });
});

describe('the list of places', () => {
  it('tells of each building what it takes, has used today and how far that is from usual', async () => {
    const { items, rateUnit } = await get<WirePlaceList>('/places?kind=building');
    expect(rateUnit).toBe('kW');
    const school = items.find(({ id }) => id === 'B1')!;
    expect(school).toMatchObject({ parent: { kind: 'institution', id: 'SCHOOL' }, metered: true, floorAreaM2: 8000 });
    expect([school.rateNow, school.today.value, school.deviation]).toEqual(
      [70, 560, 400].map((n) => expect.closeTo(n, 6)),
    );
    const bare = items.find(({ metered }) => !metered)!;
    expect(bare).toMatchObject({ rateNow: null, today: { value: null }, deviation: null, ageSeconds: null });
    const counties = await get<WirePlaceList>('/places?kind=region&carrier=water');
    expect(counties.items.map(({ id, parent }) => [id, parent!.id])).toEqual([['NORTH', 'all']]);
  });
  it('holds only what the viewer may see', async () => {
    const { items } = await get<WirePlaceList>('/places?kind=building', await house.person('li'));
    expect(items.map(({ id }) => id)).toEqual(['B1']);
  });
});

describe('the overview', () => {
  it('says who stands out, why, and what needs somebody', async () => {
    const overview = await get<WireOverviewPage>('/overview');
    expect(overview.counts).toMatchObject({ regions: 1, institutions: 2, buildings: 3, meters: 5 });
    const [first] = overview.deviations.filter(({ kind }) => kind === 'building');
    expect(first).toMatchObject({ id: 'B1', deviation: expect.closeTo(400, 6), reason: { code: 'night-load' } });
    // What is wasted at night is told by alarms.
    expect(overview.attention).toEqual([]);
    expect(overview.freshness).toEqual({ live: 5, late: 0, silent: 0, never: 0 });
    expect(overview.completeness.measured.at(-2)).toBe(1);
  });
  it('a contractor sees the places of their own meters, and nothing of the whole', async () => {
    const overview = await get<WireOverviewPage>('/overview', await house.person('li'));
    expect(overview.counts).toMatchObject({ institutions: 1, buildings: 1, meters: 1 });
    expect(overview.deviations.map(({ id }) => id)).toEqual(['SCHOOL', 'B1']);
  });
});
