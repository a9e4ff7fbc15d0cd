import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WireOverviewPage, WirePlaceDay } from '../../../domain/wire-places.ts';
import { Installation, morning } from '../fakes/installation.ts';

const house = new Installation();
const quarter = 900_000;
const day = 96 * quarter;
const midnight = Date.parse('2026-11-23T00:00:00+08:00');

/** A register that climbs by one each quarter of an hour, [from, until], from where it would be at `from`. */
async function seed(from: number, until: number): Promise<void> {
  const ts = Float64Array.from({ length: (until - from) / quarter + 1 }, (_, i) => from + i * quarter);
  const origin = midnight - 40 * day;
  await house.collector.importHistory('E1', 'E1', {
    ts,
    points: { energy_kwh: ts.map((at) => (at - origin) / quarter) },
  });
  await house.collector.settled();
}
const asked = async () => {
  const [{ body: place }, { body: overview }] = await Promise.all([
    house.operator().get<WirePlaceDay>('/api/v1/places/building/B1/day'),
    house.operator().get<WireOverviewPage>('/api/v1/overview?drawn=100'),
  ]);
  return { place, building: overview.deviations.find(({ id }) => id === 'B1')! };
};

beforeAll(async () => {
  await house.start();
  // Of the four Mondays before, the third and fourth are not there yet.
  await seed(midnight - 14 * day, morning);
}, 60_000);
afterAll(() => house.stop());

it('two like days say nothing of what is usual; a third one that arrives late is in the next answer', async () => {
  const before = await asked();
  expect(before.place.band.expected[0]).toBeNull();
  expect(before.building.deviation).toBeNull();
  await seed(midnight - 22 * day, midnight - 14 * day - quarter);
  const after = await asked();
  expect(after.place.band.expected[0]).toBeCloseTo(4, 6);
  expect(after.building.deviation).toBeCloseTo(0, 6);
  expect(after.building.quarters!.difference[0]).toBeCloseTo(0, 6);
});

it('the running day grows with what is derived, and is another one after midnight', async () => {
  const known = async () => (await asked()).place.knownUntil;
  expect(await known()).toBe('2026-11-23T08:00:00+08:00');
  house.now = morning + 2 * quarter;
  await seed(morning + quarter, morning + 2 * quarter);
  expect(await known()).toBe('2026-11-23T08:30:00+08:00');
  house.now = midnight + day + quarter;
  await seed(morning + 3 * quarter, midnight + day + quarter);
  const { place } = await asked();
  expect([place.date, place.knownUntil]).toEqual(['2026-11-24', '2026-11-24T00:15:00+08:00']);
  // The Tuesdays before, not the Mondays.
  expect(place.likeDays[0]).toBe('2026-11-17');
  expect(place.band.expected[0]).toBeCloseTo(4, 6);
});

it('only the buildings that are drawn bring their quarter hours', async () => {
  const { body } = await house.operator().get<WireOverviewPage>('/api/v1/overview?drawn=0');
  expect(body.deviations.map(({ quarters }) => quarters)).toEqual(body.deviations.map(() => null));
  expect(body.buildingsMetered).toBe(body.deviations.filter(({ kind }) => kind === 'building').length);
  const { status } = await house.operator().get('/api/v1/overview?drawn=101');
  expect(status).toBe(400);
});

it('the buildings of one institution are listed alone', async () => {
  const { body } = await house.operator().get<WireOverviewPage>('/api/v1/overview?institution=HOSPITAL');
  expect(body.deviations.filter(({ kind }) => kind === 'building').map(({ id }) => id)).toEqual(['B2']);
});
