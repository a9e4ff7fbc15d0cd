import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { StoredReading } from '../port.ts';
import { InfluxAway, type InfluxServer, type RollupPoint } from './port.ts';
import { openInfluxServer } from './server.ts';
import { fault, startV2Stub, type StubAnswer, type V2Stub } from './testing/v2-stub.ts';

/** The forms of the 2.x and 3.x API; a real server of these versions is met where INFLUX_URL names one. */
const noon = Date.UTC(2026, 10, 23, 12);
const said: string[] = [];
const log = pino({ level: 'trace' }, { write: (line: string) => void said.push(line) });
let stub: V2Stub;
let server: InfluxServer;

async function start(version?: string, token?: string): Promise<void> {
  stub = await startV2Stub(version);
  const settings = { url: stub.url, api: 'v2', org: 'city', bucket: 'meters', token: token ?? stub.token } as const;
  server = openInfluxServer({ ...settings, rawRetentionDays: 400 }, { log, timeoutMs: 2_000 });
}
afterEach(async () => {
  await server.close();
  await stub.close();
});

const reading = (i: number): StoredReading => ({
  meter: `EL-${i}`,
  ts: noon + i,
  receivedAt: noon + 9,
  values: { a: i },
});
const tenReadings = Array.from({ length: 10 }, (_, i) => reading(i));

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => 'it went through',
    (reason: unknown) => reason,
  );
  return error instanceof InfluxAway ? error.code : String(error);
}

describe('InfluxDB 2 by its API', () => {
  it('creates buckets with their retention and a mapping for InfluxQL, once', async () => {
    await start();
    await server.prepare();
    await server.prepare();
    expect([...stub.buckets].map(([name, bucket]) => [name, bucket.retentionRules])).toEqual([
      ['meters', [{ type: 'expire', everySeconds: 400 * 86_400 }]],
      ['meters_rollups', []],
    ]);
    expect(stub.mappings.map((one) => [one.database, one.bucketID, one.default])).toEqual([
      ['meters', 'bucket-1', true],
      ['meters_rollups', 'bucket-2', true],
    ]);
  });

  it('a token that may not see mappings keeps nothing from being written', async () => {
    await start();
    stub.answer = ({ path }) =>
      path === '/api/v2/dbrps' ? fault(401, 'unauthorized', 'read:dbrp is unauthorized') : undefined;
    await server.prepare();
    expect(await server.writeRaw(tenReadings)).toEqual({ dead: [] });
    expect(said.join()).toContain('not mapped');
  });

  it('writes to the bucket on connections that are kept', async () => {
    await start();
    await server.prepare();
    for (const one of tenReadings) await server.writeRaw([one]);
    expect(stub.lines.get('meters')).toEqual(
      tenReadings.map((one, i) => `reading,meter=EL-${i} a=${i},received_at=${noon + 9} ${one.ts}`),
    );
    expect(stub.connections()).toBe(1);
  });

  it.each<[string, StubAnswer, string]>([
    ['a wrong token', fault(401, 'unauthorized', 'unauthorized access'), 'unauthorized'],
    ['a token without the right', fault(403, 'forbidden', 'insufficient permissions for write'), 'unauthorized'],
    ['a bucket that is gone', fault(404, 'not found', 'bucket "meters" not found'), 'not-found'],
    ['a quota', { status: 429, headers: { 'retry-after': '30' } }, 'overloaded'],
    ['a busy server', fault(503, 'unavailable', 'server overloaded'), 'overloaded'],
    ['a broken server', fault(500, 'internal error', 'panic'), 'server-error'],
  ])('%s', async (_case, answer, code) => {
    await start();
    stub.answer = ({ path }) => (path === '/api/v2/write' ? answer : undefined);
    expect(await codeOf(server.writeRaw(tenReadings))).toBe(code);
  });

  it('an organisation that is not there is told by the first write', async () => {
    stub = await startV2Stub();
    server = openInfluxServer(
      { url: stub.url, api: 'v2', org: 'village', bucket: 'meters', token: stub.token },
      { log },
    );
    said.length = 0;
    await server.prepare();
    expect(said.join()).toContain('organization name not found');
    expect(await codeOf(server.writeRaw(tenReadings))).toBe('not-found');
  });

  it('a token that may write to both buckets and do nothing else is enough', async () => {
    await start();
    for (const name of ['meters', 'meters_rollups']) stub.buckets.set(name, { id: name, retentionRules: [] });
    stub.answer = ({ path }) => {
      if (path === '/api/v2/buckets') return { status: 200, body: { buckets: [] } };
      return path === '/api/v2/write' || path === '/ping'
        ? undefined
        : fault(401, 'unauthorized', 'unauthorized access');
    };
    await server.prepare();
    expect(await server.writeRaw(tenReadings)).toEqual({ dead: [] });
    const missing = { meter: 'EL-1', point: 'a', every: '1d', ts: noon, value: null, coverage: 0, quality: 0 } as const;
    expect(await server.writeRollups([missing])).toEqual({ dead: [] });
  });

  it.each([400, 422])('a partial write (%i) that says only how many: the refused ones are found', async (status) => {
    await start();
    await server.prepare();
    const refused = new Set([`EL-3`, `EL-8`]);
    let requests = 0;
    stub.answer = ({ path, body }) => {
      if (path !== '/api/v2/write') return undefined;
      requests += 1;
      const count = body.split('\n').filter((line) => refused.has(/meter=([^ ]+)/.exec(line)![1]!)).length;
      if (count === 0) return undefined;
      return fault(
        status,
        'unprocessable entity',
        `failure writing points to database: partial write: points beyond retention policy dropped=${count}`,
      );
    };
    const { dead } = await server.writeRaw(tenReadings);
    expect(dead.map((one) => /EL-\d/.exec(one.line)![0])).toEqual(['EL-3', 'EL-8']);
    expect(
      stub.lines
        .get('meters')!
        .map((line) => /EL-\d/.exec(line)![0])
        .sort(),
    ).toEqual(tenReadings.map((one) => one.meter).filter((meter) => !refused.has(meter)));
    expect(requests).toBeLessThan(16);
  });

  it('an interval that is missing now is deleted before its mark is written again', async () => {
    await start();
    await server.prepare();
    const hour = 3_600_000;
    stub.answer = ({ path, query }) =>
      path === '/query' && query.get('q')!.includes('"quality" = 0')
        ? {
            status: 200,
            body: {
              results: [
                {
                  series: [
                    {
                      name: 'interval_1h',
                      tags: { meter: 'EL "1"', point: 'energy_kwh' },
                      columns: ['time', 'value'],
                      values: [
                        [noon, 1],
                        [noon + hour, 2],
                        [noon + 5 * hour, 2],
                      ],
                    },
                  ],
                },
              ],
            },
          }
        : undefined;
    const gone = [0, 1, 5].map((i): RollupPoint => ({
      meter: 'EL "1"',
      point: 'energy_kwh',
      every: '1h',
      ts: noon + i * hour,
      value: null,
      coverage: 0,
      quality: 0,
    }));
    await server.writeRollups(gone);
    const predicate = `_measurement="interval_1h" AND meter="EL \\"1\\"" AND point="energy_kwh"`;
    expect(stub.deletions).toEqual([
      { bucket: 'meters_rollups', start: '2026-11-23T12:00:00.000Z', stop: '2026-11-23T13:00:00.001Z', predicate },
      { bucket: 'meters_rollups', start: '2026-11-23T17:00:00.000Z', stop: '2026-11-23T17:00:00.001Z', predicate },
    ]);
    expect(stub.lines.get('meters_rollups')).toHaveLength(6);
  });

  it('a wrong token is nowhere in what is said', async () => {
    await start(undefined, 'wr0ng-T0ken-of-somebody');
    said.length = 0;
    stub.answer = ({ path }) =>
      path === '/ping' ? undefined : fault(401, 'unauthorized', 'bad token wr0ng-T0ken-of-somebody');
    const error = await server.prepare().catch((reason: unknown) => reason as InfluxAway);
    expect((error as InfluxAway).message).toBe('HTTP 401: bad token ***');
    expect(said.join()).not.toContain('wr0ng');
  });
});

describe('InfluxDB 3 Core by its API', () => {
  it.each([200, 404, 409])('has no buckets to prepare (%i to a database that is asked for)', async (status) => {
    await start('3.5.0');
    const made: string[] = [];
    stub.answer = ({ path, body }) => {
      if (path !== '/api/v3/configure/database') return undefined;
      made.push((JSON.parse(body) as { db: string }).db);
      return { status };
    };
    await server.prepare();
    expect(await server.writeRaw(tenReadings)).toEqual({ dead: [] });
    expect(stub.buckets.size).toBe(0);
    expect(made).toEqual(['meters', 'meters_rollups']);
  });

  const conflicts = (refused: (line: string) => boolean, answer: (data: unknown[]) => StubAnswer) => {
    let requests = 0;
    stub.answer = ({ path, body }) => {
      if (path !== '/api/v2/write') return undefined;
      requests += 1;
      const data = body
        .split('\n')
        .flatMap((line, i) =>
          refused(line) ? [{ original_line: line, line_number: i + 1, error_message: 'invalid column type' }] : [],
        );
      return data.length === 0 ? undefined : answer(data);
    };
    return () => requests;
  };

  it.each<[string, (data: unknown[]) => unknown, string | undefined]>([
    ['a list', (data) => ({ error: 'partial write of line protocol occurred', data }), 'application/json'],
    ['a list that is not said to be JSON', (data) => ({ error: 'partial write of line protocol occurred', data }), ''],
    [
      'the first one only',
      (data) => ({ error: 'parsing failed for write_lp endpoint', data: data[0] }),
      'application/json',
    ],
  ])('names the lines that it refused: %s', async (_case, body, type) => {
    await start('3.5.0');
    const requests = conflicts(
      (line) => line.includes('EL-4 a='),
      (data) => ({ status: 400, body: body(data), ...(type !== undefined && { headers: { 'content-type': type } }) }),
    );
    const { dead } = await server.writeRaw(tenReadings);
    expect(dead).toEqual([{ line: `reading,meter=EL-4 a=4 ${noon + 4}`, message: 'invalid column type' }]);
    // When it arrived is not written of a reading that was refused: a row without a point.
    expect(stub.lines.get('meters')!.filter((line) => line.includes('EL-4'))).toEqual([]);
    expect(new Set(stub.lines.get('meters')).size).toBe(9);
    expect(requests()).toBe(3);
  });

  it('a list of refused lines that arrives cut is found by trying', async () => {
    await start('3.5.0');
    conflicts(
      (line) => /EL-[0-8] a=/.test(line),
      (data) => ({
        status: 400,
        body: { error: 'partial write of line protocol occurred', data },
        headers: { 'content-type': 'text/plain' },
      }),
    );
    const { dead } = await server.writeRaw(tenReadings);
    expect(dead.map((one) => /EL-\d/.exec(one.line)![0]).sort()).toEqual(
      tenReadings.slice(0, 9).map((one) => one.meter),
    );
    expect(stub.lines.get('meters')!.some((line) => line.includes('EL-9 a=9'))).toBe(true);
  });
});
