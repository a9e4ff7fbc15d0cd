import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Role, Viewer } from './port.ts';
import { administrator, benchWith, firstPage, meterOf, smallCity, type Bench } from './fakes/bench.ts';

let bench: Bench;
const cleaners: (() => Promise<void>)[] = [];
beforeAll(async () => {
  bench = await benchWith((clean) => cleaners.push(clean));
  await bench.import(smallCity);
});
afterAll(async () => {
  for (const clean of cleaners) await clean();
});

const viewer = (role: Role, scope: string | null, kind: Viewer['kind'] = 'user'): Viewer => ({
  kind,
  name: 'somebody',
  role,
  scope,
});

/** Everything that a viewer gets to read, by id. */
async function sight(of: Viewer) {
  const ids = async (read: 'regions' | 'institutions' | 'buildings' | 'meters') =>
    (await bench.registry[read](of, firstPage)).items.map((item) => item.id);
  return {
    regions: await ids('regions'),
    institutions: await ids('institutions'),
    buildings: await ids('buildings'),
    meters: await ids('meters'),
  };
}

const all = {
  regions: ['city', 'east', 'lake', 'west'],
  institutions: ['hospital', 'office', 'school'],
  buildings: ['hospital-1', 'office-a', 'school-1'],
  meters: ['air', 'light', 'main', 'school-water', 'ward'],
};
const nothing = { regions: [], institutions: [], buildings: [], meters: [] };
const hospital = { regions: ['west'], institutions: ['hospital'], buildings: ['hospital-1'], meters: ['ward'] };

describe('who sees what', () => {
  it.each<[string, Viewer, typeof all]>([
    ['an administrator: everything', viewer('administrator', null), all],
    ['an officer: everything', viewer('officer', null), all],
    ['a leader: everything', viewer('leader', null), all],
    [
      'a county: its region and the townships below',
      viewer('county', 'east'),
      {
        regions: ['east', 'lake'],
        institutions: ['office', 'school'],
        buildings: ['office-a', 'school-1'],
        meters: ['air', 'light', 'main', 'school-water'],
      },
    ],
    ['an institution: its own', viewer('institution', 'hospital'), hospital],
    [
      'a canteen: only its own meters, and where they are',
      viewer('canteen', 'CT012'),
      { regions: ['lake'], institutions: ['school'], buildings: ['school-1'], meters: ['school-water'] },
    ],
    [
      'a contractor: the meters of its contracts, and the weather that their models rest on',
      viewer('contractor', 'brightsave'),
      { regions: ['east'], institutions: ['office'], buildings: ['office-a'], meters: ['air', 'main'] },
    ],
    ['a contractor with a firm’s name: its contracts', viewer('contractor', 'Dim & Sons Ltd'), hospital],
    ['another contractor: nothing', viewer('contractor', 'nosave'), nothing],
    ['a county of a region that is gone: nothing', viewer('county', 'moon'), nothing],
    ['a person of a limited role without a scope: nothing', viewer('county', null), nothing],
    ['a token of a limited role without a scope: nothing', viewer('institution', null, 'token'), nothing],
    ['a scope that would break out of the statement: nothing', viewer('institution', "x' or '1'='1"), nothing],
  ])('%s', async (_case, of, expected) => {
    expect(await sight(of)).toEqual(expected);
    const visible = await bench.registry.visibleMeters(of);
    if (expected === all) expect(visible).toBeNull();
    else expect([...visible!].sort()).toEqual(expected.meters);
  });

  it('gives a contractor the rooms and the weather that its contracts are judged by, and no place for it', async () => {
    const own = await benchWith(onTestFinished);
    await own.import(smallCity);
    const climate = (id: string, building: string, carrier: string) => ({
      ...{ id, building, carrier },
      register: { point: 'temperature_c', unit: '°C' },
    });
    await own.import({
      buildings: [{ id: 'office-b', institution: 'office', name: 'B座', weatherMeter: 'roof' }],
      meters: [
        climate('room-1', 'office-a', 'indoor'),
        climate('room-2', 'office-a', 'indoor'),
        climate('ward-room', 'hospital-1', 'indoor'),
        climate('roof', 'hospital-1', 'weather'),
        meterOf('b-main', { building: 'office-b' }),
      ],
    });
    const sees = async () => {
      const of = viewer('contractor', 'brightsave');
      const buildings = (await own.registry.buildings(of, firstPage)).items.map(({ id }) => id);
      return { meters: [...(await own.registry.visibleMeters(of))!].sort().join(' '), buildings };
    };
    const [contract] = smallCity.contracts;
    expect((await sees()).meters).toBe('air main');
    await own.import({ contracts: [{ ...contract, comfort: { maxC: 26 } }] });
    expect((await sees()).meters, 'all rooms of its buildings').toBe('air main room-1 room-2');
    await own.import({ contracts: [{ ...contract, comfort: { maxC: 26, meters: ['room-2'] } }] });
    expect((await sees()).meters).toBe('air main room-2');
    await own.import({ contracts: [{ ...contract, meters: ['b-main'] }] });
    expect(await sees(), 'the weather of another building').toEqual({ meters: 'b-main roof', buildings: ['office-b'] });
    const frozen = { meter: 'b-main', inputsSha256: 'a', modelSha256: 'b', model: '{}' };
    const meters = [{ ...frozen, weatherMeter: 'air' }];
    await own.registry.contracts.freeze('C1', { meters, sha256: 'c' }, administrator);
    await own.import({ regions: [{ id: 'city', name: '云州' }] });
    expect((await sees()).meters, 'what its frozen models were fitted to').toBe('air b-main roof');
  });

  it('does not find a meter of somebody else', async () => {
    expect(await bench.registry.meter(viewer('institution', 'hospital'), 'main')).toBeNull();
    expect(await bench.registry.meter(viewer('institution', 'hospital'), 'ward')).toMatchObject({ id: 'ward' });
    const asked = { ...firstPage, institution: 'office' };
    expect((await bench.registry.meters(viewer('institution', 'hospital'), asked)).items).toEqual([]);
  });

  it('knows a meter that is new in the next breath', async () => {
    const ward = viewer('institution', 'hospital');
    expect(await bench.registry.visibleMeters(ward)).toEqual(new Set(['ward']));
    await bench.import({ meters: [meterOf('ward-2', { building: 'hospital-1' })] });
    expect(await bench.registry.visibleMeters(ward)).toEqual(new Set(['ward', 'ward-2']));
    await bench.import({ meters: [meterOf('ward-2', { building: 'office-a' })] });
    expect(await bench.registry.visibleMeters(ward)).toEqual(new Set(['ward']));
  });
});

describe('lists in pages', () => {
  it('gives every meter once, page by page, and stays right when one is added in the middle', async () => {
    const page1 = await bench.registry.meters(administrator, { limit: 2, cursor: null });
    expect(page1.items.map(({ id }) => id)).toEqual(['air', 'light']);
    await bench.import({ meters: [meterOf('aaa'), meterOf('middle')] });
    const page2 = await bench.registry.meters(administrator, { limit: 3, cursor: page1.next });
    expect(page2.items.map(({ id }) => id)).toEqual(['main', 'middle', 'school-water']);
    const page3 = await bench.registry.meters(administrator, { limit: 3, cursor: page2.next });
    expect(page3.items.map(({ id }) => id)).toEqual(['ward', 'ward-2']);
    expect(page3.next).toBeNull();
  });

  it('filters by building, institution and carrier', async () => {
    const ids = async (filter: object) =>
      (await bench.registry.meters(administrator, { ...firstPage, ...filter })).items.map(({ id }) => id);
    expect(await ids({ building: 'school-1' })).toEqual(['school-water']);
    expect(await ids({ institution: 'office', carrier: 'weather' })).toEqual(['air']);
    expect(await ids({ building: 'nowhere' })).toEqual([]);
  });

  it('refuses a cursor that it did not give', async () => {
    for (const cursor of ['', 'main', Buffer.from('2:main').toString('base64url'), '%%%']) {
      await expect(bench.registry.meters(administrator, { limit: 2, cursor })).rejects.toMatchObject({
        code: 'invalid-cursor',
      });
    }
  });
});
