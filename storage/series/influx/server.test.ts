import { it } from 'vitest';
import { describeInfluxServer } from './testing/server-contract.ts';
import { influxdPath, startInfluxd, withoutInfluxd, type Influxd } from './testing/influxd.ts';
import { namedServer, randomName } from './testing/named-server.ts';

let influxd: Influxd | undefined;
describeInfluxServer(
  `a real InfluxDB 1.x ${withoutInfluxd}`,
  influxdPath === undefined,
  async () => {
    influxd = await startInfluxd();
    return { url: influxd.url, api: 'v1', database: randomName() };
  },
  async () => influxd?.remove(),
);

const named = namedServer();
if (named === null) it.skip('the same on an InfluxDB 2 or 3 that INFLUX_URL names (skipped without it)');
else {
  describeInfluxServer(
    `the InfluxDB at ${new URL(named.url).host} (${named.api})`,
    false,
    () => Promise.resolve(named),
    () => Promise.resolve(),
  );
}
