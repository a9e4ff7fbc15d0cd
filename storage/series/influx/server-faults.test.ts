import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StoredReading } from '../port.ts';
import { InfluxAway, type InfluxServer, type InfluxSettings } from './port.ts';
import { openInfluxServer, type InfluxServerOptions } from './server.ts';
import { ask, writeAsOther } from './testing/ask.ts';
import { influxdPath, startInfluxd, withoutInfluxd, type Influxd } from './testing/influxd.ts';
import { randomName } from './testing/named-server.ts';

const minute = 60_000;
const noon = Math.floor(Date.now() / minute) * minute - 60 * minute;
const said: string[] = [];
const log = pino({ level: 'trace' }, { write: (line: string) => void said.push(line) });
const opened: InfluxServer[] = [];

function open(settings: InfluxSettings, options: Partial<InfluxServerOptions> = {}): InfluxServer {
  const server = openInfluxServer(settings, { log, ...options });
  opened.push(server);
  return server;
}
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

function reading(meter: string, i: number, values: Record<string, number> = { energy_kwh: i }): StoredReading {
  return { meter, ts: noon + i * minute, receivedAt: noon + i * minute + 7, values };
}

async function away(promise: Promise<unknown>): Promise<InfluxAway> {
  const error: unknown = await promise.then(
    () => 'it went through',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InfluxAway);
  return error as InfluxAway;
}

describe.skipIf(influxdPath === undefined)(`points that an InfluxDB 1.x refuses ${withoutInfluxd}`, () => {
  let influxd: Influxd;
  let settings: InfluxSettings;
  beforeAll(async () => {
    influxd = await startInfluxd({ sections: { http: 'max-body-size = 20000' } });
  });
  afterAll(() => influxd?.remove());
  const fresh = async (more: Partial<InfluxSettings> = {}) => {
    settings = { url: influxd.url, api: 'v1', database: randomName(), ...more };
    const server = open(settings);
    await server.prepare();
    return server;
  };

  it('a field that another program made an integer costs that field only', async () => {
    const server = await fresh();
    expect(await writeAsOther(settings, `reading,meter=EL-9 power_kw=3i ${noon}`)).toBe(204);
    const { dead } = await server.writeRaw([
      reading('EL-1', 0, { energy_kwh: 1, power_kw: 2 }),
      reading('EL-1', 1, { energy_kwh: 2 }),
      reading('EL-2', 0, { power_kw: 4 }),
    ]);
    expect(dead.map((one) => one.line)).toEqual([
      `reading,meter=EL-1 power_kw=2 ${noon}`,
      `reading,meter=EL-2 power_kw=4 ${noon}`,
    ]);
    expect(dead[0]!.message).toContain('already exists as type integer');
    expect(await server.readRaw('EL-1', noon, noon + 5 * minute)).toEqual([
      reading('EL-1', 0, { energy_kwh: 1 }),
      reading('EL-1', 1, { energy_kwh: 2 }),
    ]);
  });

  it('readings older than the retention are told, the others are kept, in few requests', async () => {
    const server = await fresh({ rawRetentionDays: 2 });
    const old = [1, 2, 3].map((day) => ({ ...reading('EL-1', 0), ts: noon - (10 + day) * 86_400_000 }));
    const young = Array.from({ length: 60 }, (_, i) => reading('EL-1', i));
    const { dead } = await server.writeRaw([...young.slice(0, 30), ...old, ...young.slice(30)]);
    expect(dead).toHaveLength(3);
    expect(dead[0]!.message).toContain('beyond retention policy');
    expect(await server.readRaw('EL-1', noon, noon + 86_400_000)).toHaveLength(60);
  });

  it('a request that is larger than the server takes is sent in halves', async () => {
    const server = await fresh();
    const many = Array.from({ length: 3_000 }, (_, i) => reading(`EL-${i % 7}`, i));
    expect(await server.writeRaw(many)).toEqual({ dead: [] });
    const [count] = await ask(settings, 'SELECT count("energy_kwh") AS "count" FROM "reading"');
    expect(count!.count).toBe(3_000);
  });

  it('creates both databases with their retention and leaves existing ones as they are', async () => {
    const server = await fresh({ rawRetentionDays: 400 });
    expect(await ask(settings, `SHOW RETENTION POLICIES`)).toMatchObject([{ name: 'autogen', duration: '9600h0m0s' }]);
    expect(await ask(settings, `SHOW RETENTION POLICIES`, '_rollups')).toMatchObject([{ duration: '0s' }]);
    await server.prepare();
    const other = open({ ...settings, rawRetentionDays: 7 });
    await other.prepare();
    expect(await ask(settings, `SHOW RETENTION POLICIES`)).toMatchObject([{ duration: '9600h0m0s' }]);
  });

  it('a database that somebody dropped is not-found until it is prepared again', async () => {
    const server = await fresh();
    await server.writeRaw([reading('EL-1', 0)]);
    await ask(settings, `DROP DATABASE "${settings.database}"`);
    expect((await away(server.writeRaw([reading('EL-1', 0)]))).code).toBe('not-found');
    expect((await away(server.readRaw('EL-1', noon, noon + 1))).code).toBe('not-found');
    await server.prepare();
    expect(await server.writeRaw([reading('EL-1', 0)])).toEqual({ dead: [] });
  });
});

describe.skipIf(influxdPath === undefined)(`an InfluxDB 1.x that is full ${withoutInfluxd}`, () => {
  it.each(['max-series-per-database = 2', 'max-values-per-tag = 2', 'cache-max-memory-size = 4000'])(
    'more meters than it is set to hold (%s) wait and are no dead letters',
    async (limit) => {
      const influxd = await startInfluxd({ sections: { data: limit } });
      try {
        const server = open({ url: influxd.url, api: 'v1', database: 'city' });
        await server.prepare();
        const fill = async () => {
          for (let i = 0; i < 10; i += 1) {
            await server.writeRaw(Array.from({ length: 50 }, (_, k) => reading(`EL-${i}-${k}`, i)));
          }
        };
        const fault = await away(fill());
        expect(fault.code).toBe('overloaded');
        expect(fault.message).toContain(limit.split(' ')[0]);
      } finally {
        await influxd.remove();
      }
    },
  );
});

describe.skipIf(influxdPath === undefined)(
  `an InfluxDB 1.x with passwords that comes and goes ${withoutInfluxd}`,
  () => {
    const user = { name: 'wattsteward', password: `pa'ss"w\\ö:rd` };
    let influxd: Influxd;
    let settings: InfluxSettings;
    beforeAll(async () => {
      influxd = await startInfluxd({ user });
      settings = {
        url: influxd.url,
        api: 'v1',
        database: randomName(),
        username: user.name,
        password: user.password,
      };
    });
    afterAll(() => influxd?.remove());

    it('the right password opens it, a wrong one and none are unauthorized, and no secret is said', async () => {
      await open(settings).prepare();
      said.length = 0;
      for (const wrong of [{ password: 'wr0ng-Secret' }, { username: undefined, password: undefined }]) {
        const server = open({ ...settings, ...wrong } as InfluxSettings);
        const faults = [
          await away(server.prepare()),
          await away(server.writeRaw([reading('EL-1', 0)])),
          await away(server.readRaw('EL-1', noon, noon + 1)),
        ];
        expect(faults.map((fault) => fault.code)).toEqual(['unauthorized', 'unauthorized', 'unauthorized']);
        expect(faults.map((fault) => `${fault.message}${String(fault.cause)}`).join()).not.toContain('wr0ng-Secret');
      }
      expect(said.join()).not.toContain('wr0ng-Secret');
    });

    it('a user who may use both databases and create none is enough', async () => {
      await open(settings).prepare();
      await ask(settings, `CREATE USER "writer" WITH PASSWORD 'only-this'`);
      for (const name of [settings.database!, `${settings.database!}_rollups`]) {
        await ask(settings, `GRANT ALL ON "${name}" TO "writer"`);
      }
      const writer = { ...settings, username: 'writer', password: 'only-this' };
      const server = open(writer);
      await server.prepare();
      expect(await server.writeRaw([reading('EL-5', 0)])).toEqual({ dead: [] });
      expect((await away(open({ ...writer, database: 'another' }).prepare())).code).toBe('unauthorized');
    });

    it('a server that was stopped or killed is unreachable, and what it confirmed is there when it is back', async () => {
      const server = open(settings);
      await server.prepare();
      for (const [i, down] of [() => influxd.stop(), () => influxd.kill()].entries()) {
        expect(await server.writeRaw([reading('EL-2', i)])).toEqual({ dead: [] });
        await down();
        expect((await away(server.writeRaw([reading('EL-2', i + 10)]))).code).toBe('unreachable');
        expect((await away(server.prepare())).code).toBe('unreachable');
        await influxd.start();
        expect(await server.writeRaw([reading('EL-2', i + 10)])).toEqual({ dead: [] });
      }
      expect((await server.readRaw('EL-2', noon, noon + 86_400_000)).map((one) => one.ts)).toEqual(
        [0, 1, 10, 11].map((i) => noon + i * minute),
      );
    });

    it('a server that accepts and never answers is a timeout within its time', async () => {
      const server = open(settings, { timeoutMs: 300 });
      await server.prepare();
      await influxd.freeze();
      try {
        const began = performance.now();
        expect((await away(server.writeRaw([reading('EL-3', 0)]))).code).toBe('timeout');
        expect((await away(server.readRaw('EL-3', noon, noon + 1))).code).toBe('timeout');
        expect(performance.now() - began).toBeLessThan(3_000);
      } finally {
        influxd.thaw();
      }
      expect(await server.writeRaw([reading('EL-3', 0)])).toEqual({ dead: [] });
    });

    it('close ends what runs', async () => {
      const server = open(settings, { timeoutMs: 60_000 });
      await influxd.freeze();
      try {
        const running = away(server.writeRaw([reading('EL-4', 0)]));
        await server.close();
        expect((await running).code).toBe('timeout');
      } finally {
        influxd.thaw();
      }
    });
  },
);

describe('something that is not InfluxDB', () => {
  let other: Server | undefined;
  afterEach(() => new Promise<void>((resolve) => (other ? other.close(() => resolve()) : resolve())));
  const answering = async (status: number, body: string, type = 'text/html') => {
    other = createServer((request, response) => {
      request.resume();
      request.on('end', () => response.writeHead(status, { 'content-type': type, connection: 'close' }).end(body));
    });
    await new Promise<void>((resolve) => other!.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  };

  it.each([
    ['a proxy that says 400 must not turn readings into dead letters', 400, '<h1>Bad Request</h1>', 'server-error'],
    ['a page of 200', 200, '<h1>It works</h1>', 'server-error'],
    ['a proxy whose server is gone', 502, 'Bad Gateway', 'server-error'],
    ['a proxy that gave up waiting', 504, 'Gateway Timeout', 'timeout'],
    ['a server that wants a pause', 503, '', 'overloaded'],
    ['a quota', 429, '', 'overloaded'],
    ['a limit that no request fits', 413, '', 'overloaded'],
    ['a gateway that says so in JSON', 400, '{"message":"Bad Request"}', 'server-error'],
    ['a gateway that says so as InfluxDB might', 422, '{"error":"Unprocessable","status":422}', 'server-error'],
  ])('%s', async (_case, status, body, code) => {
    const type = body.startsWith('{') ? 'application/json' : 'text/html';
    const server = open({ url: await answering(status, body, type), api: 'v1', database: 'city' });
    expect((await away(server.writeRaw([reading('EL-1', 0), reading('EL-1', 1)]))).code).toBe(code);
  });

  it('no such host', async () => {
    const server = open({ url: 'http://influxdb.invalid:8086', api: 'v1', database: 'city' });
    expect((await away(server.writeRaw([reading('EL-1', 0)]))).code).toBe('unreachable');
  });

  it('a server that repeats the password in its answer is not quoted with it', async () => {
    const url = await answering(401, '{"error":"no user me with S3cret-pass"}', 'application/json');
    const server = open({ url, api: 'v1', database: 'city', username: 'me', password: 'S3cret-pass' });
    const fault = await away(server.writeRaw([reading('EL-1', 0)]));
    expect(fault.message).toContain('no user me with ***');
  });
});
