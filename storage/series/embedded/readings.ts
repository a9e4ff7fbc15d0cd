import { prepareRows, type Connection, type Statement } from './connection.ts';
import { outcome } from './message.ts';
import { columnIndex, rawColumns } from './schema.ts';

interface MeterPoints {
  /** Newest ts of each raw column, −∞ = never sent. May run ahead after a failed commit, never behind. */
  readonly lastTs: Float64Array;
  readonly others: Map<string, number>;
}

/**
 * The raw table's writer: judges each reading against what is known at its instant (new, duplicate, revision, new
 * point at a known instant) and stores what differs. Runs inside the caller's transaction.
 */
export class RawReadings {
  readonly #db: Connection;
  readonly #inserts = new Map<number, Statement>();
  readonly #selects = new Map<number, Statement>();
  readonly #updates = new Map<string, Statement>();
  readonly #revise: Statement;
  readonly #heldBefore: Statement;
  readonly #addPoint: Statement;
  readonly #points = new Map<number, MeterPoints>();
  /** Points first seen in the running transaction, to be forgotten when it fails. */
  #added: { meter: number; point: string }[] = [];
  /** Meters whose `meter_point.last_ts` lags. */
  #moved = new Set<number>();

  constructor(db: Connection) {
    this.#db = db;
    this.#revise = db.prepare(
      // A value is known from when the one before it was superseded, and is not superseded before it was known: the
      // clock may have been set back between two messages.
      `INSERT INTO revision (meter, ts, point, value, received_at, superseded_at)
       SELECT ?1, ?2, ?3, ?4, since, max(since, ?6) FROM (SELECT coalesce(
         (SELECT max(superseded_at) FROM revision WHERE meter = ?1 AND ts = ?2 AND point = ?3), ?5) AS since)`,
    );
    this.#heldBefore = db.prepare(
      'SELECT 1 FROM revision WHERE meter = ? AND ts = ? AND point = ? AND value = ? LIMIT 1',
    );
    this.#addPoint = db.prepare(
      `INSERT INTO meter_point (meter, point, last_ts) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET last_ts = max(last_ts, excluded.last_ts)`,
    );
    for (const [meter, point, lastTs] of prepareRows(db, 'SELECT meter, point, last_ts FROM meter_point').all() as [
      number,
      string,
      number,
    ][]) {
      const points = this.#of(meter);
      const column = columnIndex(point);
      if (column < 0) points.others.set(point, lastTs);
      else points.lastTs[column] = lastTs;
    }
  }

  /**
   * @param args meter, ts, receivedAt, then the values of the mask's columns in ascending order.
   * @returns code of the outcome.
   */
  write(mask: number, args: number[], other: Readonly<Record<string, number>> | undefined): number {
    const meter = args[0]!;
    const ts = args[1]!;
    this.#seen(meter, ts, mask, other);
    const insert = this.#inserts.get(mask) ?? this.#prepareInsert(mask);
    const { changes } = insert.run(...args, other === undefined ? null : encodeOther(other));
    if (changes === 1) return outcome.stored;
    return this.#unite(mask, args, other);
  }

  /** Puts a row back that was here before, as it was. */
  restore(mask: number, args: number[], other: Readonly<Record<string, number>> | undefined): void {
    // A point that somebody else gave the meter is one of its points from now on.
    this.#seen(args[0]!, args[1]!, mask, other);
    const insert = this.#inserts.get(mask) ?? this.#prepareInsert(mask);
    const { changes } = insert.run(...args, other === undefined ? null : encodeOther(other));
    if (changes !== 1) throw new Error(`a reading that is here was to be put back (${args[1]})`);
  }

  /** Newest known instant of each point, as a lower bound that survives a kill. */
  saveLastTs(): void {
    for (const meter of this.#moved) {
      const points = this.#of(meter);
      for (let i = 0; i < rawColumns.length; i++) {
        if (points.lastTs[i]! > -Infinity) this.#addPoint.run(meter, rawColumns[i], points.lastTs[i]);
      }
      for (const [point, lastTs] of points.others) this.#addPoint.run(meter, point, lastTs);
    }
  }

  savedLastTs(): void {
    this.#moved = new Set();
  }

  /** Its rows are gone: what comes is new. */
  forget(meter: number): void {
    this.#points.delete(meter);
    this.#moved.delete(meter);
  }

  committed(): void {
    this.#added = [];
  }

  rolledBack(): void {
    for (const { meter, point } of this.#added) {
      const column = columnIndex(point);
      if (column < 0) this.#of(meter).others.delete(point);
      else this.#of(meter).lastTs[column] = -Infinity;
    }
    this.#added = [];
  }

  /** The instant is known: stores new points, puts other values in place of known ones and keeps those. */
  #unite(mask: number, args: number[], other: Readonly<Record<string, number>> | undefined): number {
    const [meter, ts, receivedAt] = args as [number, number, number];
    const select = this.#selects.get(mask) ?? this.#prepareSelect(mask);
    const known = select.get(meter, ts) as (number | string | null)[];
    const united = other === undefined ? {} : decodeOther(known[1] as string | null);
    const changes = differences(mask, args, known, other, united);
    // Delivered again after it was revised: the revision stands.
    if (changes.every(({ point, before, value }) => before !== null && this.#held(meter, ts, point, value))) {
      return outcome.duplicate;
    }
    const firstReceivedAt = known[0] as number;
    // A row can't be superseded before it was received, whatever order the messages' clocks say.
    const supersededAt = Math.max(receivedAt, firstReceivedAt);
    for (const { point, before, value } of changes) {
      this.#revise.run(meter, ts, point, before, firstReceivedAt, supersededAt);
      if (columnIndex(point) < 0) united[point] = value;
      else this.#update(point).run(value, meter, ts);
    }
    if (changes.some(({ point }) => columnIndex(point) < 0)) this.#update('other').run(encodeOther(united), meter, ts);
    return changes.some(({ before }) => before !== null) ? outcome.revision : outcome.stored;
  }

  /** The point had this value at that instant before it was revised. */
  #held(meter: number, ts: number, point: string, value: number): boolean {
    return this.#heldBefore.get(meter, ts, point, value) !== undefined;
  }

  #seen(meter: number, ts: number, mask: number, other: Readonly<Record<string, number>> | undefined): void {
    const { lastTs, others } = this.#of(meter);
    for (let rest = mask; rest !== 0; rest &= rest - 1) {
      const column = 31 - Math.clz32(rest & -rest);
      const last = lastTs[column]!;
      if (last >= ts) continue;
      if (last === -Infinity) this.#add(meter, rawColumns[column]!, ts);
      lastTs[column] = ts;
      this.#moved.add(meter);
    }
    if (other === undefined) return;
    for (const point of Object.keys(other)) {
      const last = others.get(point);
      if (last !== undefined && last >= ts) continue;
      if (last === undefined) this.#add(meter, point, ts);
      others.set(point, ts);
      this.#moved.add(meter);
    }
  }

  #add(meter: number, point: string, ts: number): void {
    this.#addPoint.run(meter, point, ts);
    this.#added.push({ meter, point });
  }

  #of(meter: number): MeterPoints {
    let points = this.#points.get(meter);
    if (points === undefined) {
      points = { lastTs: new Float64Array(rawColumns.length).fill(-Infinity), others: new Map() };
      this.#points.set(meter, points);
    }
    return points;
  }

  #prepareInsert(mask: number): Statement {
    const columns = ['meter', 'ts', 'received_at', ...columnsOf(mask), 'other'];
    const insert = this.#db.prepare(
      `INSERT INTO raw (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`,
    );
    this.#inserts.set(mask, insert);
    return insert;
  }

  #prepareSelect(mask: number): Statement {
    const select = prepareRows(
      this.#db,
      `SELECT ${['received_at', 'other', ...columnsOf(mask)].join(', ')} FROM raw WHERE meter = ? AND ts = ?`,
    );
    this.#selects.set(mask, select);
    return select;
  }

  #update(column: string): Statement {
    let update = this.#updates.get(column);
    if (update === undefined) {
      update = this.#db.prepare(`UPDATE raw SET ${column} = ? WHERE meter = ? AND ts = ?`);
      this.#updates.set(column, update);
    }
    return update;
  }
}

interface Change {
  readonly point: string;
  /** `null`: the point was not there. */
  readonly before: number | null;
  readonly value: number;
}

/** What a reading would change in the row of its instant. */
function differences(
  mask: number,
  args: readonly number[],
  known: readonly (number | string | null)[],
  other: Readonly<Record<string, number>> | undefined,
  united: Readonly<Record<string, number>>,
): Change[] {
  const changes: Change[] = [];
  let i = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1, i++) {
    const before = known[2 + i] as number | null;
    const value = args[3 + i]!;
    if (before !== value) changes.push({ point: rawColumns[31 - Math.clz32(rest & -rest)]!, before, value });
  }
  for (const [point, value] of Object.entries(other ?? {})) {
    const before = united[point] ?? null;
    if (before !== value) changes.push({ point, before, value });
  }
  return changes;
}

function columnsOf(mask: number): string[] {
  return rawColumns.filter((_, i) => (mask & (1 << i)) !== 0);
}

/** Sorted by name: the same values are the same text, whatever order the device sent them in. */
function encodeOther(values: Readonly<Record<string, number>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))));
}

export function decodeOther(text: string | null): Record<string, number> {
  // No prototype: a device may name a point `__proto__` or `constructor`.
  return Object.assign(Object.create(null) as Record<string, number>, text === null ? {} : JSON.parse(text));
}
