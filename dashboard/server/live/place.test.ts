import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LiveSnapshot } from '../../../domain/wire.ts';
import type { LivePlace, WirePlaceDay } from '../../../domain/wire-places.ts';
import { Installation, morning, operatorKey } from '../fakes/installation.ts';
import { LiveClient } from '../fakes/live-client.ts';

const house = new Installation();
const quarter = 900_000;
const midnight = Date.parse('2026-11-23T00:00:00+08:00');
const begin = midnight - 36 * 96 * quarter;

/** Quarter hours of a meter that takes the same all the time, until it falls silent. */
async function seed(meter: string, kw: number, until: number): Promise<void> {
  const ts = Float64Array.from({ length: (until - begin) / quarter + 1 }, (_, i) => begin + i * quarter);
  await house.collector.importHistory(meter, meter, { ts, points: { energy_kwh: ts.map((_, i) => (i * kw) / 4) } });
}

beforeAll(async () => {
  await house.start();
  await seed('E1', 95, morning);
  await seed('E2', 5, midnight);
  await house.collector.settled();
}, 60_000);
afterAll(() => house.stop());

it('a small meter that is silent is stood in for live as it is in the day that the page asked for', async () => {
  const client = new LiveClient(house.url, { token: operatorKey });
  client.subscribe('place:city:all');
  const { data } = await client.nth<LiveSnapshot<LivePlace> & { event: string }>('place:city:all', 0);
  client.close();
  const { body: day } = await house.operator().get<WirePlaceDay>('/api/v1/places/city/all/day');
  const electricity = data.carriers.find(({ carrier }) => carrier === 'electricity')!;
  expect(electricity.quarters).toEqual(day.today.rate.slice(0, 32).map((rate, i) => [i, rate, day.today.quality[i]]));
  expect(electricity.quarters[0]).toEqual([0, expect.closeTo(100, 6), 'e']);
  expect(electricity.todayTotal).toBeCloseTo(800, 6);
  expect(day.totals.today.value).toBeCloseTo(800, 6);
});
