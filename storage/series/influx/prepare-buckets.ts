import type { Logger } from 'pino';
import { InfluxAway } from './port.ts';
import type { Ask, Place } from './prepare.ts';

/** 2.x: buckets in the organisation, and a mapping by which InfluxQL finds each under its own name. */
export async function prepareBuckets(places: readonly Place[], org: string, ask: Ask, log: Logger): Promise<void> {
  for (const place of places) {
    const bucket = (await findBucket(place.name, org, ask)) ?? (await createBucket(place, org, ask, log));
    if (bucket !== null) await mapDatabase(place.name, bucket, ask, log);
  }
}

interface Bucket {
  readonly id: string;
  readonly orgID: string;
}

async function findBucket(name: string, org: string, ask: Ask): Promise<Bucket | null> {
  const answer = await orNotFound(() => ask('GET', `/api/v2/buckets?${new URLSearchParams({ org, name })}`));
  const buckets = (answer?.body as { buckets?: (Bucket & { name: string })[] } | undefined)?.buckets;
  return buckets?.find((bucket) => bucket.name === name) ?? null;
}

/**
 * null: it can't be seen. A token that may write to two buckets and do nothing else sees neither of them and no
 * organisation, and is as it should be: so that is said in the log and left to the first write, whose 404 tells when
 * the bucket is really absent. A wrong token has been refused before this.
 */
async function createBucket(place: Place, org: string, ask: Ask, log: Logger): Promise<Bucket | null> {
  try {
    const found = await ask('GET', `/api/v2/orgs?${new URLSearchParams({ org })}`);
    const orgID = (found.body as { orgs?: { id: string }[] } | undefined)?.orgs?.[0]?.id;
    if (orgID === undefined) throw new InfluxAway('not-found', `organisation "${org}" not found`);
    const created = await ask('POST', '/api/v2/buckets', {
      orgID,
      name: place.name,
      retentionRules: place.keepDays === null ? [] : [{ type: 'expire', everySeconds: place.keepDays * 86_400 }],
    });
    log.info({ bucket: place.name, keepDays: place.keepDays }, 'InfluxDB bucket created');
    return created.body as Bucket;
  } catch (error) {
    if (!(error instanceof InfluxAway)) throw error;
    // Another start of ours was quicker.
    if (/already exists/i.test(error.message)) return findBucket(place.name, org, ask);
    if (error.code !== 'not-found' && error.code !== 'unauthorized') throw error;
    log.warn({ bucket: place.name, reason: error.message }, 'InfluxDB bucket neither seen nor created');
    return null;
  }
}

/**
 * 2.x maps a bucket to a database of its name by itself since 2.1; older ones and buckets with slashes want it made.
 * A token without rights to mappings must not keep readings from being written: then it is only said.
 */
async function mapDatabase(name: string, bucket: Bucket, ask: Ask, log: Logger): Promise<void> {
  try {
    const query = new URLSearchParams({ orgID: bucket.orgID, db: name });
    const answer = await ask('GET', `/api/v2/dbrps?${query}`);
    const mappings = (answer.body as { content?: { database: string; bucketID: string }[] } | undefined)?.content ?? [];
    if (mappings.some((mapping) => mapping.database === name)) return;
    await ask('POST', '/api/v2/dbrps', {
      orgID: bucket.orgID,
      bucketID: bucket.id,
      database: name,
      retention_policy: 'autogen',
      default: true,
    });
    log.info({ bucket: name }, 'InfluxDB bucket mapped to a database for InfluxQL');
  } catch (error) {
    if (!(error instanceof InfluxAway) || !mayBeLeft.has(error.code)) throw error;
    log.warn({ bucket: name, reason: error.message }, 'InfluxDB bucket not mapped: InfluxQL may not find it');
  }
}
const mayBeLeft = new Set<InfluxAway['code']>(['unauthorized', 'not-found', 'server-error']);

async function orNotFound<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof InfluxAway && error.code === 'not-found') return null;
    throw error;
  }
}
