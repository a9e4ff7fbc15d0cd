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
describeInfluxServer(
  `the server that INFLUX_URL names (skipped without it)`,
  named === null,
  () => Promise.resolve(named!),
  () => Promise.resolve(),
);
