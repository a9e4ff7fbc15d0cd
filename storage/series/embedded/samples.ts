import type { ArrivalColumns, Revision, SampleColumns } from '../port.ts';
import { HistoryNeeded } from './history.ts';
import { prepareRows, type Connection, type Statement } from './connection.ts';
import type { Arrivals } from '../../../domain/metering/register.ts';
import type { ArrivedSamples } from './derivation.ts';
import { decodeOther } from './readings.ts';
import { columnIndex } from './schema.ts';
import { completeFrom, keptReadings, type Here } from './window.ts';

type Row = [ts: number, value: number | string];

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
    if (from === null || to === null) return null;
    return { from: Math.min(from, this.#here(key)?.first ?? from), to };
  }

  /** The server behind the store has a part of the meter's readings that is not here. */
  isPruned(meter: string): boolean {
    return this.#here(this.#key(meter)) !== null;
  }

  /** Whether the point has a sample with from ≤ ts ≤ to, or may have one that is not here. */
  any(meter: string, point: string, from: number, to: number): boolean {
    const column = columnIndex(point) < 0 ? 'other' : point;
    const key = this.#key(meter);
    const here = this.#here(key);
    if (here !== null && from < here.completeFrom) return true;
    const select = `SELECT 1 FROM raw WHERE meter = ? AND ts >= ? AND ts <= ? AND ${column} IS NOT NULL LIMIT 1`;
    return this.#prepare(select).get(key, from, to) !== undefined;
  }

  /**
   * Samples with from ≤ ts < to, and up to `around` more on either side.
   * @throws HistoryNeeded when some of them are with the server behind the store.
   */
  read(meter: string, point: string, from: number, to: number, around = 0): ArrivedSamples {
    const column = columnIndex(point) < 0 ? 'other' : point;
    const key = this.#key(meter);
    const here = this.#here(key);
    if (here !== null && (around > 0 || to > here.first)) require(here, from);
    const select = `SELECT ts, ${column} FROM raw WHERE meter = ?1 AND ${column} IS NOT NULL AND`;
    const samples = (of: readonly Row[]): ArrivedSamples => {
      const { ts, value } = columns(of, point, column);
      return { ts, value, arrivals: () => this.#arrivalsOf(key, ts) };
    };
    const rows = this.#prepare(`${select} ts >= ?2 AND ts < ?3 ORDER BY ts`).all(key, from, to) as Row[];
    if (around === 0) return samples(rows);
    const before = this.#prepare(`${select} ts < ?2 ORDER BY ts DESC LIMIT ?3`).all(key, from, around) as Row[];
    const after = this.#prepare(`${select} ts >= ?2 ORDER BY ts LIMIT ?3`).all(key, to, around) as Row[];
    if (here !== null) this.#requireContext(key, column, here, before, around);
    return samples([...before.reverse(), ...rows, ...after]);
  }

  /** First arrival of each reading with from ≤ ts < to that is here. */
  arrivals(meter: string, from: number, to: number): ArrivalColumns {
    const rows = this.#prepare(
      'SELECT ts, received_at FROM raw WHERE meter = ? AND ts >= ? AND ts < ? ORDER BY ts',
    ).all(this.#key(meter), from, to) as [ts: number, receivedAt: number][];
    return {
      ts: Float64Array.from(rows, ([ts]) => ts),
      receivedAt: Float64Array.from(rows, ([, receivedAt]) => receivedAt),
    };
  }

  /**
   * Samples with from ≤ ts < to as they were known at `asOf`.
   * @param since what lies before it was read here, so it is here
   * @throws HistoryNeeded when some of them are with the server behind the store.
   */
  readAsOf(meter: string, point: string, from: number, to: number, asOf: number, since = from): ArrivedSamples {
    const column = columnIndex(point) < 0 ? 'other' : point;
    const key = this.#key(meter);
    const here = this.#here(key);
    if (here !== null && to > here.first) require(here, since);
    const rows = this.#prepare(
      `SELECT ts, ${column}, received_at FROM raw
       WHERE meter = ? AND ts >= ? AND ts < ? AND ${column} IS NOT NULL ORDER BY ts`,
    ).all(key, from, to) as [...Row, receivedAt: number][];
    // Of what was superseded later, the earliest entry tells what stood there at that time.
    const revisions = this.#prepare(
      `SELECT ts, value, received_at FROM revision
       WHERE meter = ? AND ts >= ? AND ts < ? AND point = ? AND superseded_at > ? ORDER BY superseded_at, id`,
    ).all(key, from, to, point, asOf) as [number, number | null, number][];
    const before = new Map<number, { value: number | null; receivedAt: number }>();
    for (const [ts, value, receivedAt] of revisions) if (!before.has(ts)) before.set(ts, { value, receivedAt });

    const ts: number[] = [];
    const value: number[] = [];
    const arrivedAt: number[] = [];
    for (const [at, found, receivedAt] of rows) {
      const now = column === 'other' ? decodeOther(found as string)[point] : (found as number);
      const was = before.get(at) ?? { value: now ?? null, receivedAt };
      if (was.value === null || was.receivedAt > asOf) continue;
      ts.push(at);
      value.push(was.value);
      arrivedAt.push(receivedAt);
    }
    const arrivals = { ts: Float64Array.from(ts), receivedAt: Float64Array.from(arrivedAt) };
    return { ts: arrivals.ts, value: Float64Array.from(value), arrivals: () => arrivals };
  }

  /**
   * Every value of an instant of [from, to) that has more than one, in the order in which they stood, at most `limit`.
   * @throws HistoryNeeded when what stands there now is with the server behind the store.
   */
  revisions(meter: string, point: string, from: number, to: number, limit: number): Revision[] {
    const column = columnIndex(point) < 0 ? 'other' : point;
    const key = this.#key(meter);
    // What was absent before is no value.
    const rows = this.#prepare(
      `SELECT ts, value, received_at, superseded_at FROM revision
       WHERE meter = ? AND ts >= ? AND ts < ? AND point = ? AND value IS NOT NULL
       ORDER BY ts, superseded_at, id LIMIT ?`,
    ).all(key, from, to, point, limit) as [number, number, number, number][];
    const found: Revision[] = [];
    rows.forEach(([ts, value, receivedAt, supersededAt], i) => {
      found.push({ ts, value, receivedAt, supersededAt });
      if (rows[i + 1]?.[0] === ts || found.length >= limit) return;
      const text = this.#prepare(`SELECT ${column} FROM raw WHERE meter = ? AND ts = ?`).get(key, ts) as
        [number | string | null] | undefined;
      const here = text === undefined ? this.#here(key) : null;
      if (here !== null) require(here, ts);
      const now = column === 'other' ? decodeOther((text?.[0] ?? null) as string | null)[point] : text?.[0];
      if (typeof now === 'number') found.push({ ts, value: now, receivedAt: supersededAt, supersededAt: null });
    });
    return found.slice(0, limit);
  }

  /** Of rows that were read just now. */
  #arrivalsOf(key: number, ts: Float64Array): Arrivals {
    const receivedAt = new Float64Array(ts.length);
    if (ts.length === 0) return { ts, receivedAt };
    const rows = this.#prepare(
      'SELECT ts, received_at FROM raw WHERE meter = ? AND ts >= ? AND ts <= ? ORDER BY ts',
    ).all(key, ts[0]!, ts[ts.length - 1]!) as [number, number][];
    let i = 0;
    for (const [at, arrivedAt] of rows) if (at === ts[i]) receivedAt[i++] = arrivedAt;
    return { ts, receivedAt };
  }

  #here(key: number): Here | null {
    const row = this.#prepare(
      `SELECT first_ts, here_from, kept_before, (SELECT max(month) FROM pruned_rows WHERE meter = ?1)
       FROM pruned WHERE meter = ?1`,
    ).get(key) as [number, number, number, number | null] | undefined;
    if (row === undefined) return null;
    const [first, from, keptBefore, newest] = row;
    return { first, from, keptBefore, completeFrom: completeFrom(first, from, newest) };
  }

  /**
   * Of what lies before the readings that are all here, only the last `keptReadings` of the point before `keptBefore`
   * have no holes between them.
   */
  #requireContext(key: number, column: string, here: Here, before: readonly Row[], around: number): void {
    const earlier = before.filter(([ts]) => ts < here.completeFrom).length;
    if (earlier === 0 && before.length === around) return;
    const [between] = this.#prepare(
      `SELECT count(*) FROM (
         SELECT 1 FROM raw WHERE meter = ? AND ts >= ? AND ts < ? AND ${column} IS NOT NULL LIMIT ${keptReadings})`,
    ).get(key, here.completeFrom, here.keptBefore) as [number];
    const sound = keptReadings - between;
    if (earlier < sound || (earlier === sound && before.length === around)) return;
    throw new HistoryNeeded(here.completeFrom - 1);
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

function require(here: Here, from: number): void {
  if (from < here.completeFrom) throw new HistoryNeeded(Math.max(from, here.first));
}

function columns(rows: readonly Row[], point: string, column: string): SampleColumns {
  if (column === 'other') {
    rows = rows.flatMap(([ts, text]): Row[] => {
      const value = decodeOther(text as string)[point];
      return value === undefined ? [] : [[ts, value]];
    });
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
