import type { Logger } from 'pino';
import type { StoredReading } from '../port.ts';
import type { ChunkLimits } from './lines-chunks.ts';
import type { Refusal } from './lines-refused.ts';
import { isMissing, rawLines, rollupLines, type Lines } from './lines.ts';
import { unwritable } from './lines-names.ts';
import { writeLines } from './lines-write.ts';
import { InfluxAway, type InfluxServer, type InfluxSettings, type RollupPoint, type WriteReport } from './port.ts';
import { placesOf, prepare, type Ask } from './prepare.ts';
import { neighbours, readRaw, tablesOf, type RunQuery, type Table } from './query.ts';
import { deleteEmptied, findEmptied, type Emptied } from './rollups-emptied.ts';
import { cleaner, Connection } from './server-connection.ts';
import { faultOf } from './server-faults.ts';

export interface InfluxServerOptions {
  readonly log: Logger;
  /** A request has ended by then, whatever the server does. Default 10 s. */
  readonly timeoutMs?: number;
  /** Limits of one write request; for tests. */
  readonly chunk?: ChunkLimits;
}

/** A real InfluxDB: 1.x by `api: v1`; 2.x and 3.x by `v2`. Opens no connection before the first call. */
export function openInfluxServer(settings: InfluxSettings, options: InfluxServerOptions): InfluxServer {
  return new RealInfluxServer(settings, options);
}

class RealInfluxServer implements InfluxServer {
  readonly #settings: InfluxSettings;
  readonly #log: Logger;
  readonly #chunk: ChunkLimits | undefined;
  readonly #connection: Connection;
  readonly #clean: (text: string) => string;
  readonly #raw: string;
  readonly #rollups: string;
  /** Until the server says that it can't. */
  #deletes = true;

  constructor(settings: InfluxSettings, options: InfluxServerOptions) {
    this.#settings = settings;
    this.#log = options.log;
    this.#chunk = options.chunk;
    this.#connection = new Connection(settings, options.timeoutMs ?? 10_000);
    this.#clean = cleaner(settings);
    const places = placesOf(settings);
    this.#raw = places.raw.name;
    this.#rollups = places.rollups.name;
  }

  prepare(): Promise<void> {
    return prepare(this.#settings, this.#ask, this.#run, this.#log);
  }

  writeRaw(readings: readonly StoredReading[]): Promise<WriteReport> {
    return this.#write(this.#raw, rawLines(readings));
  }

  async writeRollups(points: readonly RollupPoint[]): Promise<WriteReport> {
    const report = await this.#write(this.#rollups, rollupLines(points));
    const emptied = await this.#emptied(points.filter(writable));
    if (emptied.length === 0) return report;
    const place = { name: this.#rollups, org: this.#settings.org ?? '' };
    this.#deletes = await deleteEmptied(this.#settings.api, place, emptied, this.#ask, this.#log);
    // Deleting took the marks of the missing intervals along. A kill in between is mended by the caller's next try.
    if (this.#deletes) await this.#write(this.#rollups, rollupLines(points.filter(isMissing)));
    return report;
  }

  readRaw(meter: string, from: number, to: number, most?: number): Promise<readonly StoredReading[]> {
    return readRaw(this.#run, this.#raw, meter, from, to, most);
  }

  neighbours(meter: string, ts: number, withinMs: number): Promise<readonly StoredReading[]> {
    return neighbours(this.#run, this.#raw, meter, ts, withinMs);
  }

  close(): Promise<void> {
    this.#connection.close();
    return Promise.resolve();
  }

  async #emptied(points: readonly RollupPoint[]): Promise<readonly Emptied[]> {
    if (!this.#deletes) return [];
    try {
      return await findEmptied(this.#run, this.#rollups, points);
    } catch (error) {
      // A 2.x bucket without a mapping, or a token that may only write: what was written stays written.
      if (!(error instanceof InfluxAway) || (error.code !== 'not-found' && error.code !== 'unauthorized')) throw error;
      this.#deletes = false;
      this.#log.warn({ reason: error.message }, 'InfluxDB answers no InfluxQL: old values of missing intervals stay');
      return [];
    }
  }

  async #write(target: string, { lines, dead }: Lines): Promise<WriteReport> {
    const refused = await writeLines(lines, (chunk) => this.#send(target, chunk), this.#chunk);
    return { dead: [...dead, ...refused] };
  }

  async #send(target: string, lines: readonly string[]): Promise<Refusal | 'too-large' | null> {
    try {
      await this.#connection.write(target, lines);
      return null;
    } catch (error) {
      const fault = faultOf(error, this.#clean);
      if (fault.kind === 'refused') return fault.refusal;
      if (fault.kind === 'away') throw fault.away;
      if (lines.length > 1) return 'too-large';
      throw new InfluxAway('overloaded', fault.message);
    }
  }

  readonly #ask: Ask = async (method, path, body) => {
    try {
      return await this.#connection.request(method, path, body);
    } catch (error) {
      throw this.#awayOf(error);
    }
  };

  readonly #run: RunQuery = async (database: string, statement: string): Promise<readonly Table[]> => {
    const query = new URLSearchParams({ q: statement, epoch: 'ms' });
    if (database !== '') query.set('db', database);
    const answer = await this.#ask('GET', `/query?${query}`);
    try {
      return tablesOf(answer.body);
    } catch (error) {
      throw this.#awayOf(error);
    }
  };

  /** A question that is refused is our fault or the server's, never a point's. */
  #awayOf(error: unknown): InfluxAway {
    const fault = faultOf(error, this.#clean);
    if (fault.kind === 'away') return fault.away;
    if (fault.kind === 'too-large') return new InfluxAway('overloaded', fault.message);
    return new InfluxAway('server-error', fault.refusal.message);
  }
}

function writable(point: RollupPoint): boolean {
  return unwritable(point.meter) === null && unwritable(point.point) === null;
}
