import type { SampleColumns } from '../port.ts';
import { prepareRows, type Connection, type Statement } from './connection.ts';
import { decodeOther } from './readings.ts';
import { columnIndex } from './schema.ts';

type Row = [ts: number, value: number | string, receivedAt: number];

/** Reads the raw samples of one point, as they are or as they were known at an instant. */
export class Samples {
  readonly #db: Connection;
  readonly #statements = new Map<string, Statement>();
  readonly #keys = new Map<string, number>();

  constructor(db: Connection) {
    this.#db = db;
  }

  /** Points that the meter ever sent. */
  points(meter: string): string[] {
    const rows = this.#prepare('SELECT point FROM meter_point WHERE meter = ? ORDER BY point').all(
      this.#key(meter),
    ) as [string][];
    return rows.map(([point]) => point);
  }

  /** First and last instant of the meter's readings; `null` when it has none. */
  extent(meter: string): { from: number; to: number } | null {
    const key = this.#key(meter);
    const [from] = this.#prepare('SELECT min(ts) FROM raw WHERE meter = ?').get(key) as [number | null];
    const [to] = this.#prepare('SELECT max(ts) FROM raw WHERE meter = ?').get(key) as [number | null];
    return from === null || to === null ? null : { from, to };
  }

  /** Samples with from ≤ ts < to, and up to `around` more on either side. */
  read(meter: string, point: string, from: number, to: number, around = 0): SampleColumns {
    const column = columnIndex(point) < 0 ? 'other' : point;
    const key = this.#key(meter);
    const select = `SELECT ts, ${column} FROM raw WHERE meter = ?1 AND ${column} IS NOT NULL AND`;
    const rows = this.#prepare(`${select} ts >= ?2 AND ts < ?3 ORDER BY ts`).all(key, from, to) as Row[];
    if (around === 0) return columns(rows, point, column);
    const before = this.#prepare(`${select} ts < ?2 ORDER BY ts DESC LIMIT ?3`).all(key, from, around) as Row[];
    const after = this.#prepare(`${select} ts >= ?2 ORDER BY ts LIMIT ?3`).all(key, to, around) as Row[];
    return columns([...before.reverse(), ...rows, ...after], point, column);
  }

  /** Samples with from ≤ ts < to as they were known at `asOf`. */
  readAsOf(meter: string, point: string, from: number, to: number, asOf: number): SampleColumns {
    const column = columnIndex(point) < 0 ? 'other' : point;
    const key = this.#key(meter);
    const rows = this.#prepare(
      `SELECT ts, ${column}, received_at FROM raw
       WHERE meter = ? AND ts >= ? AND ts < ? AND ${column} IS NOT NULL ORDER BY ts`,
    ).all(key, from, to) as Row[];
    // Of what was superseded later, the earliest entry tells what stood there at that time.
    const revisions = this.#prepare(
      `SELECT ts, value, received_at FROM revision
       WHERE meter = ? AND ts >= ? AND ts < ? AND point = ? AND superseded_at > ? ORDER BY superseded_at, id`,
    ).all(key, from, to, point, asOf) as [number, number | null, number][];
    const before = new Map<number, { value: number | null; receivedAt: number }>();
    for (const [ts, value, receivedAt] of revisions) if (!before.has(ts)) before.set(ts, { value, receivedAt });

    const ts: number[] = [];
    const value: number[] = [];
    for (const [at, found, receivedAt] of rows) {
      const now = column === 'other' ? decodeOther(found as string)[point] : (found as number);
      const was = before.get(at) ?? { value: now ?? null, receivedAt };
      if (was.value === null || was.receivedAt > asOf) continue;
      ts.push(at);
      value.push(was.value);
    }
    return { ts: Float64Array.from(ts), value: Float64Array.from(value) };
  }

  #key(meter: string): number {
    let key = this.#keys.get(meter);
    if (key === undefined) {
      const row = this.#prepare('SELECT key FROM meter WHERE id = ?').get(meter) as [number] | undefined;
      // Not remembered: its first reading may be on the way.
      if (row === undefined) return -1;
      key = row[0];
      this.#keys.set(meter, key);
    }
    return key;
  }

  #prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) this.#statements.set(sql, (statement = prepareRows(this.#db, sql)));
    return statement;
  }
}

function columns(rows: readonly Row[], point: string, column: string): SampleColumns {
  if (column === 'other') {
    const known = rows
      .map(([ts, text]) => [ts, decodeOther(text as string)[point]] as const)
      .filter((row): row is readonly [number, number] => row[1] !== undefined);
    return { ts: Float64Array.from(known, ([ts]) => ts), value: Float64Array.from(known, ([, value]) => value) };
  }
  const ts = new Float64Array(rows.length);
  const value = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    ts[i] = row[0];
    value[i] = row[1] as number;
  }
  return { ts, value };
}
