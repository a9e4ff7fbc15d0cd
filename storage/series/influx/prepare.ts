import type { Logger } from 'pino';
import { InfluxAway, type InfluxSettings } from './port.ts';
import { prepareBuckets } from './prepare-buckets.ts';
import { prepareDatabases } from './prepare-databases.ts';
import type { RunQuery } from './query.ts';
import type { Answer } from './server-connection.ts';

export interface Place {
  /** Database or bucket. */
  readonly name: string;
  /** null: for ever. */
  readonly keepDays: number | null;
}

/** Where raw readings and rollups go. */
export function placesOf(settings: InfluxSettings): { readonly raw: Place; readonly rollups: Place } {
  const name = (settings.api === 'v1' ? settings.database : settings.bucket) ?? 'wattsteward';
  return {
    raw: { name, keepDays: settings.rawRetentionDays ?? null },
    rollups: { name: `${name}_rollups`, keepDays: settings.rollupRetentionDays ?? null },
  };
}

/** A request by path; rejects with `InfluxAway`. */
export type Ask = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Answer>;

/** Creates what is absent and alters nothing that exists. */
export async function prepare(settings: InfluxSettings, ask: Ask, run: RunQuery, log: Logger): Promise<void> {
  const { raw, rollups } = placesOf(settings);
  if (settings.api === 'v1') {
    await prepareDatabases([raw, rollups], ask, run, log);
    return;
  }
  if (await isVersion3(ask)) {
    await prepareVersion3([raw, rollups], ask, log);
    return;
  }
  await prepareBuckets([raw, rollups], settings.org ?? '', ask, log);
}

/**
 * InfluxDB 3 creates a database with the first write to it; asked for earlier it answers questions before that too.
 * Where the route is absent, or the database there already (409), nothing is amiss.
 */
async function prepareVersion3(places: readonly Place[], ask: Ask, log: Logger): Promise<void> {
  for (const { name } of places) {
    try {
      await ask('POST', '/api/v3/configure/database', { db: name });
      log.info({ database: name }, 'InfluxDB database created');
    } catch (error) {
      if (!(error instanceof InfluxAway) || error.code === 'unreachable' || error.code === 'timeout') throw error;
      log.debug({ database: name, reason: error.message }, 'InfluxDB 3 creates this database with its first write');
    }
  }
}

/** InfluxDB 3 (Core) has no buckets: it names its version in `/ping`, in a header or in JSON. */
async function isVersion3(ask: Ask): Promise<boolean> {
  let answer: Answer;
  try {
    answer = await ask('GET', '/ping');
  } catch (error) {
    if (error instanceof InfluxAway && error.code === 'not-found') return false;
    throw error;
  }
  const header = answer.headers['x-influxdb-version'];
  const body = answer.body as { version?: unknown } | undefined;
  const version = typeof header === 'string' ? header : typeof body?.version === 'string' ? body.version : '';
  return /^v?[3-9]\./.test(version);
}
