import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WirePlaceQuality } from '../../../domain/wire-places.ts';
import { Installation, morning } from '../fakes/installation.ts';

const quarter = 900_000;
const day = 96 * quarter;
const midnight = Date.parse('2026-11-23T00:00:00+08:00');
const house = new Installation();

/** A register that climbs by one each quarter of an hour, [from, until]. */
async function seed(from: number, until: number): Promise<void> {
  const ts = Float64Array.from({ length: (until - from) / quarter + 1 }, (_, i) => from + i * quarter);
  await house.collector.importHistory('E1', 'E1', { ts, points: { energy_kwh: ts.map((at) => at / quarter) } });
  await house.collector.settled();
}

const measured = async (): Promise<readonly number[]> => {
  const answer = await house.operator().get<WirePlaceQuality>('/api/v1/places/building/B1/quality?days=4');
  return answer.body.meters.find(({ meter }) => meter === 'E1')!.measured;
};

beforeAll(async () => {
  await house.start();
  await seed(midnight - 3 * day, midnight - 2 * day);
  await seed(midnight - day, morning);
}, 60_000);
afterAll(() => house.stop());

it('a day that was remembered as missing is whole when its readings arrive at last', async () => {
  const before = await measured();
  expect(before[1]).toBeLessThan(0.1);
  expect(await measured()).toEqual(before);
  await seed(midnight - 2 * day + quarter, midnight - day - quarter);
  expect((await measured())[1]).toBe(1);
});

it('today is never remembered', async () => {
  expect((await measured())[3]).toBe(1);
  house.now = morning + 4 * quarter;
  expect((await measured())[3]).toBeLessThan(1);
  await seed(morning + quarter, morning + 4 * quarter);
  expect((await measured())[3]).toBe(1);
});
