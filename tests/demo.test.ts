import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WireBoard, WireCanteenDay, WireLeague, WireSortingRow } from '../domain/wire-canteens.ts';
import type { WireCompliance } from '../domain/wire-contracts.ts';
import { someHistory, type Items, type Ledger } from './support/demo-past.ts';
import { portfolio, secretOf } from './support/portfolio.ts';
import { Product, until } from './support/product.ts';

describe('the demo city', () => {
  const product = new Product({ WATTSTEWARD_DEMO: 'on', WATTSTEWARD_DEMO_SEED: '7' });
  beforeAll(async () => void (await product.start()));
  afterAll(() => product.dispose());

  test('fills an empty installation: meters, canteens and contracts, live and with a past, all marked', async () => {
    await someHistory(product);
    const { items } = await product.get<Items<{ id: string; demo: boolean }>>('/api/v1/meters?limit=1000');
    expect(items.length).toBeGreaterThanOrEqual(150);
    expect(items.every(({ demo }) => demo)).toBe(true);
    const scales = await product.get<Items>('/api/v1/devices?limit=1000&kind=scale');
    expect(scales.items).toHaveLength(66);
    await until('meters that speak', async () => {
      const { metersLive } = await product.get<{ metersLive: number }>('/api/v1/system');
      return metersLive > 140;
    });
  });

  test('canteens that improve, get worse, drift and hardly weigh are told apart by their events alone', async () => {
    const at = (path: string) => `/api/v1/canteens/${path}`;
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    // The last canteen's past comes last: what is asked about is twelve weeks.
    await until(
      'twelve weeks of every canteen',
      async () => {
        const past = at(`DEMO-CT-066/days?from=${daysAgo(91)}&to=${daysAgo(84)}`);
        return (await product.get<Items>(past)).items.length > 0;
      },
      120_000,
    );
    const told: string[] = [];
    for (const { id } of (await product.get<Items>('/api/v1/canteens?limit=100')).items) {
      const { changes } = await product.get<WireCanteenDay>(at(`${id}?meal=LUNCH`));
      for (const { meal, stream, comparison } of changes) {
        if (meal === 'LUNCH' && stream === 'PLATE_WASTE') told.push(`${id} ${comparison}`);
      }
    }
    // Whatever day it is: chance alone has one more of 66 now and then.
    expect(told).toEqual(expect.arrayContaining(['DEMO-CT-008 more', 'DEMO-CT-009 less']));
    expect(told.length).toBeLessThanOrEqual(3);
    const { rows } = await product.get<WireLeague>(at('league?meal=LUNCH&stream=PLATE_WASTE'));
    expect(rows).toHaveLength(66);
    const unranked = rows.filter(({ reason }) => reason !== null).map(({ id, reason }) => `${id} ${reason}`);
    // In school holidays the schools' canteens too.
    expect(unranked).toEqual(
      expect.arrayContaining([
        'DEMO-CT-013 doubtful',
        'DEMO-CT-031 insufficient-data',
        'DEMO-CT-064 insufficient-data',
      ]),
    );
    expect(unranked.filter((one) => one.endsWith('doubtful'))).toContain('DEMO-CT-013 doubtful');
    // The least by its raw figure need not lead; whoever does, does so beyond chance.
    expect(rows[0]).toMatchObject({ comparison: 'less' });
    const board = await product.get<WireBoard>(at('board?meal=LUNCH&stream=PLATE_WASTE'));
    expect(board.rows.find(({ id }) => id === 'DEMO-CT-013')!.signals).toContain('scale-drifts');
    expect(board.rows.find(({ id }) => id === 'DEMO-CT-064')).toMatchObject({ gramsPerMeal: null });
    const { items } = await product.get<{ items: WireSortingRow[] }>(at('sorting'));
    const silent = items.filter(({ canteen, state }) => canteen === 'DEMO-CT-031' && state !== 'agrees');
    expect(silent.length).toBeGreaterThan(0);
  }, 150_000);

  test('contracts come to different verdicts by their readings, texts and payments alone', async () => {
    const at = (id: string, rest: string) => `/api/v1/contracts/DEMO-C-${id}/${rest}`;
    const closed = async (id: string, kind: string) => {
      const { duties } = await product.get<WireCompliance>(at(id, 'compliance'));
      return duties.filter((duty) => duty.kind === kind && duty.phase === 'closed');
    };
    // The base year comes last: until it is there nothing can be told of a saving.
    await until(
      'the guarantee of the first year to be judged',
      async () => (await closed('5', 'energy')).some(({ verdict }) => verdict === 'met'),
      200_000,
    );
    const investments = await closed('1', 'investment');
    expect(investments.map(({ verdict }) => verdict)).toEqual(expect.arrayContaining(['met', 'not-met']));
    expect(Number(investments.find(({ verdict }) => verdict === 'not-met')!.shortfall!.amount)).toBeGreaterThan(0);
    // Its meters failed. While its own past is on its way its model and its weather are what is missing.
    await until(
      'the court to lack nothing but what its meters did not count',
      async () => {
        const court = (await closed('2', 'energy'))[0]!;
        const codes = court.reasons.map(({ code }) => code);
        if (court.verdict === 'cannot-tell' && codes.join() === 'energy.incomplete') return true;
        throw new Error(`${court.verdict}: ${codes.join()}`);
      },
      200_000,
    );
    // What its people said under them, over the same calls as everybody.
    await until(
      'a custody fee that both sides agreed',
      async () => {
        const { items } = await product.get<Items<{ status: string }>>(at('3', 'settlements'));
        return items.some(({ status }) => status === 'agreed');
      },
      200_000,
    );
    expect(await product.get(at('5', 'baseline'))).toMatchObject({ state: 'signed' });
  }, 420_000);

  test('is not taken out while a meter of our own hangs in one of its buildings, and goes on', async () => {
    const register = { point: 'energy_kwh', unit: 'kWh' };
    await product.importPortfolio({ meters: [{ id: 'OURS', building: 'DEMO-B-1', carrier: 'electricity', register }] });
    const refused = await product.cli('demo', 'remove');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('meters[OURS].building: refers to the building DEMO-B-1 of the demo');
    const before = await product.get<Ledger>('/api/v1/ingest/ledger');
    await until('more readings', async () => {
      return (await product.get<Ledger>('/api/v1/ingest/ledger')).stored > before.stored;
    });
    // Into a building of our own: now nothing of ours refers to it.
    await product.importPortfolio(portfolio([{ id: 'OURS', secret: secretOf('OURS') }]));
  });

  test('leaves: nothing of it is in the API, the register, the readings, and what was ours is as it was', async () => {
    const csv = product.file('ours.csv', 'timestamp,value\n2026-01-01T00:00:00+08:00,1\n2026-01-01T01:00:00+08:00,3\n');
    expect((await product.cli('history', 'import', csv, '--meter', 'OURS', '--kind', 'register')).code).toBe(0);
    const series = (every: string) =>
      `/api/v1/meters/OURS/series?point=energy_kwh&every=${every}&from=2026-01-01&to=2026-01-02`;
    const before = await product.get(series('raw'));
    expect(before).toMatchObject({ points: [{ value: 1 }, { value: 3 }] });

    const removed = await product.cli('demo', 'remove');
    expect([removed.code, removed.stdout]).toEqual([0, expect.stringContaining('The demo was removed')]);
    expect((await product.get<Items>('/api/v1/meters')).items.map(({ id }) => id)).toEqual(['OURS']);
    expect(await product.get('/api/v1/ingest/ledger')).toMatchObject({ received: 2, stored: 2, quarantined: 0 });
    expect(await product.get(series('raw'))).toEqual(before);
    // Derived now at the latest: its turn may not have come while the demo's past was loading.
    await until('our hour', async () => {
      const { points } = await product.get<{ points: { value: number | null }[] }>(series('1h'));
      return points[0]?.value === 2;
    });
    expect(existsSync(join(product.dataDir, 'demo-devices.json'))).toBe(false);
    const { items } = await product.get<Items<{ action: string; result: string }>>('/api/v1/audit?limit=1000');
    expect(items.filter(({ action }) => action === 'demo.remove').map(({ result }) => result)).toEqual([
      'done',
      'refused',
    ]);
  });

  test('does not come back, and a second removal finds nothing', async () => {
    expect(await product.stop()).toBe(0);
    await product.start();
    expect((await product.get<Items>('/api/v1/meters')).items.map(({ id }) => id)).toEqual(['OURS']);
    expect(await product.cli('demo', 'remove')).toMatchObject({ code: 0, stdout: 'There is no demo here.\n' });
  });
});
