import { afterAll, beforeAll, describe } from 'vitest';
import { seriesStoreContract } from '../contract.ts';
import { influxdPath, startInfluxd, withoutInfluxd, type Influxd } from './testing/influxd.ts';
import { namedServer } from './testing/named-server.ts';
import { openBeforeInfluxd, openBeforeMemory, settingsVariable } from './testing/open-store.ts';

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
});
