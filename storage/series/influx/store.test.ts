import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriesStoreContract } from '../contract.ts';
import { day, hour, minute, monday, plainRules, send, settle, stored } from '../contract/field.ts';
import { influxServer } from './server-module.ts';
import { history, rebuildRequest, Site, until } from './testing/field.ts';
import { influxdPath, startInfluxd, withoutInfluxd, type Influxd } from './testing/influxd.ts';
import { namedServer } from './testing/named-server.ts';
import { openBeforeInfluxd, openBeforeMemory, settingsOf, settingsVariable } from './testing/open-store.ts';

const url = new URL('./testing/open-store.ts', import.meta.url).href;

seriesStoreContract('the InfluxDB adapter, its server a file', openBeforeMemory, { url, name: 'openBeforeMemory' });

const named = namedServer();
describe.skipIf(named === null && influxdPath === undefined)(`with a real server ${withoutInfluxd}`, () => {
  let influxd: Influxd | undefined;
  beforeAll(async () => {
    if (named === null) influxd = await startInfluxd();
    process.env[settingsVariable] = JSON.stringify(named ?? { url: influxd!.url, api: 'v1' });
  });
  afterAll(async () => {
    delete process.env[settingsVariable];
    await influxd?.remove();
  });

  seriesStoreContract('the InfluxDB adapter', openBeforeInfluxd, { url, name: 'openBeforeInfluxd' });

  it('gives readings back bit by bit: intervals, what was known then, and late arrivals are as if they had never gone', async () => {
    const site = new Site();
    const settings = settingsOf(site.directory);
    const server = influxServer(settings);
    await site.open({ server });
    const odd = { 'a "quoted", name=1': 1e-7, 温度: -0.1 + 0.3, time: 5, energy_kwh: 0.1 + 0.2 };
    const rows = [[monday - hour, odd, monday + day] as const, ...history];
    await send(site.store, 'EL 1,a=b', ...rows);
    await send(site.store, 'EL 1,a=b', [monday + 20 * day, { energy_kwh: 480.1 }, monday + 35 * day]);
    await settle(site.store);
    const points = await site.store.points('EL 1,a=b');
    expect(points).toHaveLength(6);
    const everything = async () => ({
      content: await site.store.contentHash(),
      now: await Promise.all(points.map((point) => stored(site.store, 'EL 1,a=b', point))),
      then: await Promise.all(points.map((point) => stored(site.store, 'EL 1,a=b', point, monday + 30 * day))),
    });
    const before = await everything();
    // What it asked for may have gone already, and would be held for an hour.
    site.now += 2 * hour;
    await site.pruned('EL 1,a=b');
    expect(await site.store.rebuild(rebuildRequest('EL 1,a=b'))).toEqual(before.content);
    await site.pruned('EL 1,a=b');
    expect(await everything()).toEqual(before);
    site.now += 2 * hour;
    await site.pruned('EL 1,a=b');

    const late = await send(site.store, 'EL 1,a=b', rows[500]!, [rows[500]![0] + minute, { energy_kwh: 124.9 }]);
    expect(late.readings).toEqual(['waiting', 'waiting']);
    await until('they are judged', async () => (await site.store.quarantine({ limit: 9, state: 'open' })).length === 0);
    expect(await site.store.ledger()).toMatchObject({ stored: rows.length + 2, duplicate: 1, quarantined: 0 });
    await settle(site.store, () => plainRules);
    const content = await site.store.contentHash();
    expect(await site.store.rebuild(rebuildRequest('EL 1,a=b'))).toEqual(content);
    await site.close();
  }, 60_000);
});
