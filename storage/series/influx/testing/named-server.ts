import { randomBytes } from 'node:crypto';
import type { InfluxSettings } from '../port.ts';

/**
 * A server that the environment names (`INFLUX_URL`, `INFLUX_API`, `INFLUX_TOKEN`, `INFLUX_ORG`, or `INFLUX_USERNAME`
 * and `INFLUX_PASSWORD`), for runs of the same tests on InfluxDB 2 and 3. Its own databases are left alone: each run
 * has one of a random name.
 */
export function namedServer(env: NodeJS.ProcessEnv = process.env): InfluxSettings | null {
  if (env.INFLUX_URL === undefined || env.INFLUX_URL === '') return null;
  const name = randomName();
  const api = env.INFLUX_API === 'v1' ? 'v1' : 'v2';
  return {
    url: env.INFLUX_URL,
    api,
    ...(env.INFLUX_TOKEN && { token: env.INFLUX_TOKEN }),
    ...(api === 'v1'
      ? {
          database: name,
          ...(env.INFLUX_USERNAME && { username: env.INFLUX_USERNAME, password: env.INFLUX_PASSWORD ?? '' }),
        }
      : { bucket: name, org: env.INFLUX_ORG ?? '' }),
  };
}

export function randomName(): string {
  return `wattsteward_test_${randomBytes(6).toString('hex')}`;
}
