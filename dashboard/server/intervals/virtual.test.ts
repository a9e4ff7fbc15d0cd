import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireMeter, WirePoint, WireSeries, WireSystem } from '../../../domain/wire.ts';
import { ownViewer } from '../house.ts';
import { Installation, morning, portfolio } from '../fakes/installation.ts';

/**
 * A hospital's main meter E2 with the lift E3 and the kitchen E4 below it. The kitchen's meter was moved here from
 * another building on 22 November; REST is what nobody metered, ALL is the hospital with the school's E1.
 */
const at = new Installation();
const quarter = 15 * 60_000;
const midnight = Date.parse('2026-11-21T00:00:00+08:00');

function sub(id: string, parent?: string) {
  const register = { point: 'energy_kwh', unit: 'kWh' };
  return { id, building: 'B2', carrier: 'electricity', interval: '15m', register, ...(parent && { parent }) };
}

beforeAll(async () => {
  await at.start();
  const imported = await at.registry.importPortfolio(
    {
      meters: [
        { ...sub('E3', 'E2'), secret: 'x' },
        { ...sub('E4', 'E2'), secret: 'x' },
        {
          ...sub('REST'),
          virtual: [{ meter: 'E2' }, { meter: 'E3', factor: -1 }, { meter: 'E4', factor: -1, from: '2026-11-22' }],
        },
        { ...sub('E5', 'E2'), secret: 'x' },
        { ...sub('LATE'), virtual: [{ meter: 'E5', from: '2026-08-15' }] },
        { ...sub('ALL'), virtual: [{ meter: 'REST' }, { meter: 'E3' }, { meter: 'E1' }] },
      ],
    },
    ownViewer,
  );
  expect(imported).toMatchObject({ ok: true });
  const rates: Readonly<Record<string, number>> = { E1: 1, E2: 10, E3: 2.5, E4: 0.1 };
  for (const [meter, rate] of Object.entries(rates)) {
    const readings = [];
    for (let ts = midnight, n = 0; ts <= morning; ts += quarter, n++) {
      // The kitchen was silent from 10:00 to 12:00 on the 22nd.
      const isGap = meter === 'E4' && n > 96 + 40 && n < 96 + 48;
      if (!isGap) readings.push({ ts, values: { energy_kwh: Math.round(n * rate * 10) / 10 } });
    }
    await at.send(meter, ...readings);
  }
  await at.collector.settled();
}, 30_000);
afterAll(() => at.stop());

async function series(meter: string, query: string): Promise<(number | string | null)[][]> {
  const { status, body } = await at.operator().get<WireSeries>(`/api/v1/meters/${meter}/series?${query}`);
  expect(status).toBe(200);
  return body.points.map(({ value, quality }: WirePoint) => [value, quality]);
}
const days = 'every=1d&from=2026-11-21&to=2026-11-23';

describe('a meter that is computed of others', () => {
  it('takes away what was below it on each day', async () => {
    expect(await series('REST', days)).toEqual([
      [720, 'measured'],
      [710.4, 'measured'],
    ]);
    expect(await series('REST', 'every=1h&from=2026-11-22T10:00:00%2B08:00&to=2026-11-22T12:00:00%2B08:00')).toEqual([
      [29.6, 'estimated'],
      [29.6, 'estimated'],
    ]);
  });

  it('can be part of another one', async () => {
    // What the kitchen took on the 22nd is in neither of its parts.
    expect(await series('ALL', days)).toEqual([
      [1056, 'measured'],
      [1046.4, 'measured'],
    ]);
    const { body } = await at
      .operator()
      .get<{ series: { meter: string; value: number[] }[] }>(`/api/v1/series?meters=ALL,E2,REST&${days}`);
    expect(body.series.map(({ meter, value }) => [meter, ...value])).toEqual([
      ['ALL', 1056, 1046.4],
      ['E2', 960, 960],
      ['REST', 720, 710.4],
    ]);
  });

  it('is summed from days in a month in which its meters changed', async () => {
    const [month] = await series('REST', 'every=1mo&from=2026-11-01&to=2026-12-01');
    // The month is not known whole: what is known of it, to 08:00.
    expect(month).toEqual([expect.closeTo(720 + 710.4 + 32 * 7.4, 9), 'missing']);
  });

  it('is judged at its own edges in a month in which none of its meters changed', async () => {
    // Read at each month's midnight only: its days are guesses, its months are not.
    const month = (date: string) => Date.parse(`${date}T00:00:00+08:00`);
    await at.send(
      'E5',
      { ts: month('2026-08-01'), values: { energy_kwh: 10 } },
      { ts: month('2026-09-01'), values: { energy_kwh: 41 } },
      { ts: month('2026-10-01'), values: { energy_kwh: 71 } },
    );
    await at.collector.settled();
    expect(await series('LATE', 'every=1mo&from=2026-08-01&to=2026-10-01')).toEqual([
      // From the 15th on.
      [expect.closeTo(17, 9), 'missing'],
      [30, 'measured'],
    ]);
  });

  it('follows a late correction at once, and still tells what was known before', async () => {
    const before = at.now;
    at.now += 60_000;
    // The lift is read again: 1 kWh more at the end of the 21st.
    await at.send('E3', { ts: midnight + 96 * quarter, values: { energy_kwh: 241 } });
    await at.collector.settled();
    expect((await series('REST', days))[0]).toEqual([719, 'measured']);
    const known = await series('REST', `${days}&asOf=${encodeURIComponent(new Date(before).toISOString())}`);
    expect(known[0]).toEqual([720, 'measured']);
  });

  it('is as fresh as its stalest part, and no device of its own', async () => {
    const { body } = await at.operator().get<WireMeter>('/api/v1/meters/REST');
    expect(body).toMatchObject({ state: 'live', lastReading: null, virtual: [{ meter: 'E2', factor: 1 }, {}, {}] });
    const system = (await at.operator().get<WireSystem>('/api/v1/system')).body;
    expect(system.metersTotal).toBe(portfolio.meters.length + 3);
  });

  it('does not count its own meters twice in the building', async () => {
    const { body } = await at.operator().get<{ meters: { total: number } }>('/api/v1/places/building/B2');
    expect(body.meters.total).toBe(4);
  });
});
