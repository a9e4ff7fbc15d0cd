import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import type { StoredReading } from '../../port.ts';
import { InfluxAway, type InfluxServer, type RollupPoint, type WriteReport } from '../port.ts';
import type { ServerModule } from '../server-module.ts';

/** Faults that a test turns on; read at each call, whichever thread or process makes it. */
export interface ServerFaults {
  readonly away?: InfluxAway['code'];
  /** Points of this meter are refused for ever. */
  readonly refuses?: string;
  /** Confirms, then does not say so. */
  readonly losesAnswer?: boolean;
  /** A larger answer is more than the asking side holds. */
  readonly readsAtMost?: number;
}

interface Settings {
  readonly directory: string;
}

/**
 * An `InfluxServer` without InfluxDB: what it was given lies in a file, so that a test sees it from outside and a killed
 * process finds it again. Fields of one instant unite and later ones win, as in InfluxDB.
 */
export function openMemoryServer(settings: Settings): InfluxServer {
  return new MemoryServer(settings);
}

export function memoryServer(directory: string): ServerModule {
  return {
    module: new URL('./memory-server.ts', import.meta.url).href,
    name: 'openMemoryServer',
    settings: { directory } satisfies Settings,
    target: directory,
    url: 'memory:',
  };
}

export function setFaults(directory: string, faults: ServerFaults): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'faults.json'), JSON.stringify(faults));
}

/** What the server has. */
export class ServerContent {
  readonly #db: InstanceType<typeof DatabaseSync>;

  constructor(directory: string) {
    this.#db = openFile(directory);
  }

  readings(meter?: string): StoredReading[] {
    const rows = this.#db
      .prepare(`SELECT * FROM raw WHERE meter = ifnull(?, meter) ORDER BY meter, ts`)
      .all(meter ?? null) as unknown as RawRow[];
    return rows.map(readingOf);
  }

  rollups(meter: string, point: string, every: RollupPoint['every']): RollupPoint[] {
    const rows = this.#db
      .prepare('SELECT body FROM rollup WHERE meter = ? AND point = ? AND every = ? ORDER BY ts')
      .all(meter, point, every) as { body: string }[];
    return rows.map(({ body }) => JSON.parse(body) as RollupPoint);
  }

  /** Readings written, those written again included. */
  get writes(): number {
    return (this.#db.prepare('SELECT sum(rows) AS n FROM call').get() as { n: number | null }).n ?? 0;
  }

  /** Another installation wrote it. */
  add({ meter, ts, receivedAt, values }: StoredReading): void {
    this.#db.prepare('INSERT INTO raw VALUES (?, ?, ?, ?)').run(meter, ts, receivedAt, JSON.stringify(values));
  }

  forget(meter: string, ts: number): void {
    this.#db.prepare('DELETE FROM raw WHERE meter = ? AND ts = ?').run(meter, ts);
  }

  close(): void {
    this.#db.close();
  }
}

interface RawRow {
  readonly meter: string;
  readonly ts: number;
  readonly received_at: number;
  readonly body: string;
}

class MemoryServer implements InfluxServer {
  readonly #directory: string;
  #file: InstanceType<typeof DatabaseSync> | undefined;

  constructor({ directory }: Settings) {
    this.#directory = directory;
  }

  async prepare(): Promise<void> {
    await this.#answers();
  }

  async writeRaw(readings: readonly StoredReading[]): Promise<WriteReport> {
    const { refuses, losesAnswer } = await this.#answers();
    const db = this.#db();
    const put = db.prepare(
      `INSERT INTO raw VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET
         received_at = excluded.received_at, body = json_patch(body, excluded.body)`,
    );
    const taken = readings.filter(({ meter }) => meter !== refuses);
    db.exec('BEGIN IMMEDIATE');
    for (const { meter, ts, receivedAt, values } of taken) put.run(meter, ts, receivedAt, JSON.stringify(values));
    db.prepare('INSERT INTO call VALUES (?)').run(taken.length);
    db.exec('COMMIT');
    if (losesAnswer === true) throw new InfluxAway('timeout', 'no answer in time');
    return {
      dead: readings
        .filter(({ meter }) => meter === refuses)
        .map(({ meter, ts }) => ({ line: `reading,meter=${meter} x=1 ${ts}`, message: 'field type conflict' })),
    };
  }

  async writeRollups(points: readonly RollupPoint[]): Promise<WriteReport> {
    await this.#answers();
    const db = this.#db();
    const put = db.prepare('INSERT OR REPLACE INTO rollup VALUES (?, ?, ?, ?, ?)');
    db.exec('BEGIN IMMEDIATE');
    for (const point of points) put.run(point.meter, point.point, point.every, point.ts, JSON.stringify(point));
    db.exec('COMMIT');
    return { dead: [] };
  }

  async readRaw(meter: string, from: number, to: number, most?: number): Promise<readonly StoredReading[]> {
    const { readsAtMost = Infinity } = await this.#answers();
    const rows = this.#db()
      .prepare('SELECT * FROM raw WHERE meter = ? AND ts >= ? AND ts < ? ORDER BY ts DESC LIMIT ?')
      .all(meter, from, to, most ?? -1) as unknown as RawRow[];
    if (rows.length > readsAtMost) throw new Error(`${rows.length} readings at once`);
    return rows.map(readingOf).reverse();
  }

  async neighbours(meter: string, ts: number, withinMs: number): Promise<readonly StoredReading[]> {
    const near = await this.readRaw(meter, ts - withinMs, ts + withinMs + 1);
    const before = near.filter((reading) => reading.ts < ts).at(-1);
    const after = near.find((reading) => reading.ts >= ts);
    return [before, after].filter((reading) => reading !== undefined);
  }

  close(): Promise<void> {
    this.#file?.close();
    return Promise.resolve();
  }

  #answers(): Promise<ServerFaults> {
    const file = join(this.#directory, 'faults.json');
    const faults = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ServerFaults) : {};
    if (faults.away !== undefined)
      return Promise.reject(new InfluxAway(faults.away, `${faults.away} (made by a test)`));
    return Promise.resolve(faults);
  }

  #db(): InstanceType<typeof DatabaseSync> {
    return (this.#file ??= openFile(this.#directory));
  }
}

function readingOf({ meter, ts, received_at, body }: RawRow): StoredReading {
  const values = Object.assign(Object.create(null) as Record<string, number>, JSON.parse(body));
  return { meter, ts, receivedAt: received_at, values };
}

function openFile(directory: string): InstanceType<typeof DatabaseSync> {
  mkdirSync(directory, { recursive: true });
  const db = new DatabaseSync(join(directory, 'server.sqlite'), { timeout: 5_000 });
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = OFF;
    CREATE TABLE IF NOT EXISTS raw (meter TEXT, ts INTEGER, received_at INTEGER, body TEXT, PRIMARY KEY (meter, ts));
    CREATE TABLE IF NOT EXISTS rollup (
      meter TEXT, point TEXT, every TEXT, ts INTEGER, body TEXT, PRIMARY KEY (meter, point, every, ts));
    CREATE TABLE IF NOT EXISTS call (rows INTEGER);
  `);
  return db;
}
