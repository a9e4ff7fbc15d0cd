import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WireMeasures, WireMeterTree, WirePlaceDay, WirePlaceUse } from '../../../domain/wire-places.ts';
import { ownViewer } from '../house.ts';
import { Installation } from '../fakes/installation.ts';

/** A school with a roof: at noon the sun gives more than it takes, and the main meter gives the rest away. */
const at = new Installation();
const quarter = 15 * 60_000;
const friday = Date.parse('2026-11-20T00:00:00+08:00');
const register = { point: 'energy_kwh', unit: 'kWh' };
const meter = (id: string, carrier: string, parent?: string) => ({
  id,
  building: 'B3',
  carrier,
  interval: '15m',
  secret: `secret-${id}`,
  register,
  ...(parent && { parent }),
});

/** A quarter hour's use, 2 kWh, and what the sun gave in it. */
const sunAt = (n: number): number => (n % 96 >= 40 && n % 96 < 56 ? 5 : 0);

beforeAll(async () => {
  await at.start();
  const imported = await at.registry.importPortfolio(
    { meters: [meter('MAIN', 'electricity'), meter('ROOF', 'pv'), meter('LIGHT', 'electricity', 'MAIN')] },
    ownViewer,
  );
  expect(imported).toMatchObject({ ok: true });
  const [main, roof, light]: [unknown[], unknown[], unknown[]] = [[], [], []];
  let [taken, given, made] = [1000, 50, 200];
  for (let n = 0, ts = friday; ts <= at.now; n++, ts += quarter) {
    main.push({ ts, values: { energy_kwh: taken, energy_export_kwh: given, power_kw: 8 - 4 * sunAt(n) } });
    roof.push({ ts, values: { energy_kwh: made, power_kw: 4 * sunAt(n) } });
    light.push({ ts, values: { energy_kwh: 10 + n * 1.5 } });
    taken += Math.max(0, 2 - sunAt(n));
    given += Math.max(0, sunAt(n) - 2);
    made += sunAt(n);
  }
  await at.send('MAIN', ...main);
  await at.send('ROOF', ...roof);
  await at.send('LIGHT', ...light);
  await at.collector.settled();
}, 30_000);
afterAll(() => at.stop());

const get = async <T>(query: string): Promise<T> => {
  const { status, body } = await at.operator().get<T>(`/api/v1/places/building/B3/${query}`);
  expect(status).toBe(200);
  return body;
};
const days = 'from=2026-11-20&to=2026-11-22';

it('what a place uses is what came in and what its roof gave, less what went out again', async () => {
  const use = await get<WirePlaceUse>(`use?carrier=electricity&every=1d&${days}`);
  expect(use.value).toEqual([192, 192]);
  expect(use.quality).toBe('mm');
});

it('its day has no hole at noon', async () => {
  const day = await get<WirePlaceDay>('day?date=2026-11-21&carrier=electricity');
  expect(new Set(day.today.rate)).toEqual(new Set([8]));
  expect(day.pv!.rate[48]).toBe(20);
});

it('measures tell the grid, the roof and what went out apart', async () => {
  const measures = await get<WireMeasures>(`measures?${days}`);
  const electricity = measures.carriers.find(({ carrier }) => carrier === 'electricity')!;
  expect(electricity.total.value).toBe(384);
  expect(electricity.supply).toMatchObject({
    grid: { value: 320 },
    generated: { value: 160 },
    exported: { value: 96 },
  });
  expect(measures.carriers.find(({ carrier }) => carrier === 'pv')).toMatchObject({
    total: { value: 160 },
    supply: null,
  });
});

it('a sub-meter does not measure more than its main meter let in when the sun shines', async () => {
  const tree = await get<WireMeterTree>(`tree?carrier=electricity&${days}`);
  expect(tree.roots[0]).toMatchObject({ meter: 'MAIN', value: 384, exceeds: false });
});

it('before the roof was there the main meter’s use was the building’s', async () => {
  // Thursday: the main meter and its lights alone.
  const thursday = friday - 96 * quarter;
  const readings = Array.from({ length: 96 }, (_, n) => ({
    ts: thursday + n * quarter,
    values: { energy_kwh: 808 + 2 * n },
  }));
  await at.send('MAIN', ...readings);
  await at.collector.settled();
  const use = await get<WirePlaceUse>('use?carrier=electricity&every=1d&from=2026-11-19&to=2026-11-21');
  expect(use.value).toEqual([192, 192]);
  expect(use.quality).toBe('mm');
});

it('a roof that is read again changes the use of the main meter that it feeds in behind', async () => {
  at.now += quarter;
  const today = 'day?date=2026-11-23&carrier=electricity';
  const before = await get<WirePlaceDay>(today);
  await at.send('ROOF', { ts: at.now, values: { energy_kwh: 440, power_kw: 0 } });
  await at.send('MAIN', { ts: at.now, values: { energy_kwh: 1546, energy_export_kwh: 194, power_kw: 8 } });
  await at.collector.settled();
  const after = await get<WirePlaceDay>(today);
  expect(before.today.rate[32]).toBeNull();
  expect(after.today.rate[32]).toBe(8);
});
