import type { StoredReading } from '../port.ts';

/**
 * What the adapter needs of an InfluxDB server. `server.ts` speaks to a real one (1.x by `api: v1`, 2.x and 3.x by
 * `v2`); the local engine stays in front of it, so nothing here is on a device's way.
 */
export interface InfluxSettings {
  readonly url: string;
  readonly api: 'v1' | 'v2';
  /** v2 */
  readonly token?: string;
  readonly org?: string;
  readonly bucket?: string;
  /** v1 */
  readonly username?: string;
  readonly password?: string;
  readonly database?: string;
  /** Days that raw readings and rollups are kept, for what `prepare` creates. Absent: for ever. Existing ones stay. */
  readonly rawRetentionDays?: number;
  readonly rollupRetentionDays?: number;
}

/** One interval as it is kept for Grafana and others: `value` absent = missing. */
export interface RollupPoint {
  readonly meter: string;
  readonly point: string;
  readonly every: '15m' | '1h' | '1d' | '1mo';
  readonly ts: number;
  readonly value: number | null;
  readonly coverage: number;
  /** Index into `qualities` of the series port. */
  readonly quality: number;
  readonly min?: number;
  readonly max?: number;
}

/** A point that the server refuses for ever (400: a type conflict, a value it can't hold), with the server's words. */
export interface DeadLetter {
  readonly line: string;
  readonly message: string;
}

export interface WriteReport {
  /** What was refused; everything else of the call is confirmed. */
  readonly dead: readonly DeadLetter[];
}

export interface InfluxServer {
  /** Creates databases or buckets that are absent (raw, rollups), each with its retention. Safe to repeat. */
  prepare(): Promise<void>;
  /** Resolves when the server confirmed all of it but the dead letters. Throws `InfluxAway` when it must be tried again. */
  writeRaw(readings: readonly StoredReading[]): Promise<WriteReport>;
  writeRollups(points: readonly RollupPoint[]): Promise<WriteReport>;
  /**
   * Raw readings of one meter, [from, to), ascending, with all their points and their first arrival.
   * @param most only the newest so many: a month of a reading a second does not fit into memory. Absent: all.
   */
  readRaw(meter: string, from: number, to: number, most?: number): Promise<readonly StoredReading[]>;
  /** The newest reading before `ts` and the oldest at or after it, searched at most `withinMs` far. */
  neighbours(meter: string, ts: number, withinMs: number): Promise<readonly StoredReading[]>;
  close(): Promise<void>;
}

/** The server can't be used now. `code`: `unreachable`, `unauthorized`, `not-found`, `overloaded`, `timeout`, `server-error`. */
export class InfluxAway extends Error {
  readonly code: 'unreachable' | 'unauthorized' | 'not-found' | 'overloaded' | 'timeout' | 'server-error';
  constructor(code: InfluxAway['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'InfluxAway';
    this.code = code;
  }
}
