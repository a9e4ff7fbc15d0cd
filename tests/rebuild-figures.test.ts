import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Product } from './support/product.ts';
import { settled } from './support/settled.ts';
import { seedSmallCity } from './support/small-city.ts';

const dayMs = 86_400_000;
const zoneMs = 8 * 3_600_000;
/** Local date so many days ago. */
const date = (ago: number) => new Date(Date.now() + zoneMs - ago * dayMs).toISOString().slice(0, 10);
/** A week ago: part of what is usual today, of this year's sums and of the last 28 days. */
const gone = date(7);
const after = date(6);

describe('a day of raw history that is gone', () => {
  const product = new Product();
  let analysis: string;
  let before: Record<string, unknown>;
  let then: Record<string, unknown>;

  /** Every figure that is built on the building's main meter, on its sub-meter's parent, and on the analysed meter. */
  const built = (): Record<string, string> => ({
    'the meter by quarter hour': `/meters/E-0301/series?every=15m&from=${gone}&to=${after}`,
    'the meter by hour': `/meters/E-0301/series?every=1h&from=${gone}&to=${after}`,
    'the meter by day': `/meters/E-0301/series?every=1d&from=${gone}&to=${after}`,
    'the readings': `/meters/E-0301/series?every=raw&from=${gone}&to=${after}`,
    'what is usual today': `/places/building/B1/day`,
    'that day of the building': `/places/building/B1/day?date=${gone}`,
    'hours of the building': `/places/building/B1/use?every=1h&from=${gone}&to=${after}`,
    'days of the institution': `/places/institution/I1/use?every=1d&from=${gone}&to=${after}`,
    'days of the county': `/places/region/lucheng/use?every=1d&from=${gone}&to=${after}`,
    'measures of the building': `/places/building/B1/measures?from=${gone}&to=${after}`,
    'measures of the institution’s parts': `/places/institution/I1/measures?from=${gone}&to=${date(0)}`,
    'measures of the city': `/places/city/all/measures?from=${gone}&to=${date(0)}`,
    'where it went': `/places/building/B1/tree?from=${gone}&to=${after}`,
    'completeness of the building': `/places/building/B1/quality`,
    'deviations of today': `/overview`,
    'the list of buildings': `/places?kind=building`,
    'measurement and verification': `/mandv/analyses/${analysis}`,
  });
  /** What rests on other meters and other days. */
  const apart = (): Record<string, string> => ({
    'another building': `/places/building/B2/use?every=1d&from=${date(20)}&to=${date(1)}`,
    'the sub-meter': `/meters/E-0302/series?every=1h&from=${gone}&to=${after}`,
    'the days before': `/places/building/B1/use?every=1h&from=${date(20)}&to=${date(9)}`,
    'its water': `/places/building/B1/use?carrier=water&every=1h&from=${gone}&to=${after}`,
  });

  async function figures(of: Record<string, string>): Promise<Record<string, unknown>> {
    const found: Record<string, unknown> = {};
    for (const [name, path] of Object.entries(of)) found[name] = await product.get(`/api/v1${path}`);
    return found;
  }

  function deleteDay(meter: string): number {
    const db = new DatabaseSync(join(product.dataDir, 'series/raw.sqlite'));
    try {
      const from = Date.parse(`${gone}T00:00:00+08:00`);
      const { changes } = db
        .prepare('DELETE FROM raw WHERE meter = (SELECT key FROM meter WHERE id = ?) AND ts >= ? AND ts < ?')
        .run(meter, from, from + dayMs);
      return Number(changes);
    } finally {
      db.close();
    }
  }

  beforeAll(async () => {
    await product.start();
    ({ analysis } = await seedSmallCity(product));
    before = await figures({ ...built(), ...apart() });
    expect(await product.stop()).toBe(0);
    expect(deleteDay('E-0301')).toBe(96);
    expect(deleteDay('E-0399')).toBe(24);
    await product.start();
    const rebuilt = await product.cli('rebuild');
    expect(rebuilt.code, rebuilt.stderr).toBe(0);
    await settled(product);
    then = await figures({ ...built(), ...apart() });
  }, 240_000);
  afterAll(() => product.dispose());

  test('after a rebuild every figure that was built on it has changed', () => {
    const unchanged = Object.keys(built()).filter(
      (name) => JSON.stringify(then[name]) === JSON.stringify(before[name]),
    );
    expect(unchanged).toEqual([]);
  });

  test('nothing else has', () => {
    for (const name of Object.keys(apart())) expect(then[name], name).toEqual(before[name]);
  });

  test('its energy is kept by the register, but its hours are estimates everywhere', () => {
    type Series = { points: { value: number; quality: string }[] };
    const sum = (found: unknown) => (found as Series).points.reduce((total, { value }) => total + value, 0);
    expect((then['the readings'] as Series).points).toEqual([]);
    expect(new Set((then['the meter by hour'] as Series).points.map(({ quality }) => quality))).toEqual(
      new Set(['estimated']),
    );
    expect(sum(then['the meter by hour'])).toBeGreaterThan(0.8 * sum(before['the meter by hour']));

    type Day = { today: { quality: string } };
    expect((then['that day of the building'] as Day).today.quality).toBe('e'.repeat(96));
    type Measures = { carriers: { carrier: string; total: { estimated: number; value: number } }[] };
    const electricity = (found: unknown) =>
      (found as Measures).carriers.find(({ carrier }) => carrier === 'electricity')!;
    const { total } = electricity(then['measures of the building']);
    expect(total.estimated).toBeCloseTo(total.value, 6);
    expect(electricity(before['measures of the building']).total.estimated).toBe(0);
    type Tree = { roots: { meter: string; estimated: number }[] };
    expect((then['where it went'] as Tree).roots.find(({ meter }) => meter === 'E-0301')!.estimated).toBeGreaterThan(0);
  });
});
