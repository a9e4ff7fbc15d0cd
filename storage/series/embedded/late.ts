import { prepareRows, type Connection, type Statement } from './connection.ts';
import { outcome } from './message.ts';
import type { QuarantineBounds } from './quarantine-room.ts';
import { columnIndex, rawColumns } from './schema.ts';

export const waitingReason = 'waiting-for-history';

/** Half a million readings or 256 MiB: a gateway with a hundred meters that comes back after two months. */
export const defaultLateBounds: QuarantineBounds = { items: 500_000, bytes: 256 * 1024 * 1024 };

/** Ids by ts, in the order of arrival. What they hold is on disk. */
type Waiting = Map<number, number[]>;

/**
 * Readings older than what is kept here: whether one is new, a duplicate or a revision only the server behind knows. It
 * is put into quarantine as its device would have sent it alone, and judged when its meter's history is back.
 */
export class LateArrivals {
  readonly #db: Connection;
  readonly #bounds: QuarantineBounds;
  readonly #meterId: Statement;
  readonly #meterKey: Statement;
  readonly #deviceOf: Statement;
  readonly #insert: Statement;
  readonly #item: Statement;
  /** By meter; `null`: to be read from disk. */
  #waiting: Map<number, Waiting> | null = null;
  #items = 0;
  #bytes = 0;
  #touched = false;

  constructor(db: Connection, bounds: QuarantineBounds) {
    this.#db = db;
    this.#bounds = bounds;
    this.#meterId = prepareRows(db, 'SELECT id FROM meter WHERE key = ?');
    this.#meterKey = prepareRows(db, 'SELECT key FROM meter WHERE id = ?');
    this.#deviceOf = prepareRows(db, 'SELECT device FROM account WHERE key = ?');
    this.#item = prepareRows(db, 'SELECT account, bytes FROM quarantine WHERE id = ?');
    this.#insert = prepareRows(
      db,
      'INSERT INTO quarantine (account, topic, received_at, reason, detail, bytes) VALUES (?, ?, ?, ?, ?, ?) RETURNING id',
    );
  }

  /**
   * @param args meter, ts, receivedAt, then the values of the mask's columns.
   * @returns code of the outcome: `waiting`; `duplicate` of one that waits already; `refused` when too much waits.
   */
  put(
    account: number,
    mask: number,
    args: readonly number[],
    other: Readonly<Record<string, number>> | undefined,
  ): number {
    const [meter, ts, receivedAt] = args as [number, number, number];
    const [device] = this.#deviceOf.get(account) as [string];
    const [id] = this.#meterId.get(meter) as [string];
    const values: [string, number][] = [];
    let at = 3;
    for (let rest = mask; rest !== 0; rest &= rest - 1) {
      values.push([rawColumns[31 - Math.clz32(rest & -rest)]!, args[at++]!]);
    }
    // Sorted: the same values are the same bytes, whatever order the device sent them in.
    values.push(...Object.entries(other ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
    const bytes = Buffer.from(JSON.stringify({ device: id, ts, values: Object.fromEntries(values) }));
    if (this.#knows(account, meter, ts, bytes)) return outcome.duplicate;

    const topic = `v1/${device}/readings`;
    const detail = `${new Date(ts).toISOString()} is older than the readings that are kept here: it waits for InfluxDB`;
    if (this.#items >= this.#bounds.items || this.#bytes + bytes.length > this.#bounds.bytes) return outcome.refused;
    const [item] = this.#insert.get(account, topic, receivedAt, waitingReason, detail, bytes) as [number];
    this.#add(meter, ts, item, bytes.length);
    this.#touched = true;
    return outcome.waiting;
  }

  /** Those of an instant that wait, in the order of their arrival; up to the one of id `before`. */
  at(meter: number, ts: number, before = Infinity): readonly number[] {
    const waiting = this.#known();
    if (waiting.size === 0) return none;
    const ids = waiting.get(meter)?.get(ts);
    return ids === undefined ? none : ids.filter((id) => id < before);
  }

  /** One waits no longer. @param bytes as `put` wrote them */
  resolved(id: number, bytes: Uint8Array): void {
    const { meter: name, ts } = readLate(bytes);
    const waiting = this.#known();
    this.#touched = true;
    this.#items--;
    this.#bytes -= bytes.length;
    const [meter] = (this.#meterKey.get(name) ?? [-1]) as [number];
    const ofMeter = waiting.get(meter);
    const left = ofMeter?.get(ts)?.filter((other) => other !== id) ?? [];
    if (left.length > 0) ofMeter!.set(ts, left);
    else {
      ofMeter?.delete(ts);
      if (ofMeter?.size === 0) waiting.delete(meter);
    }
  }

  committed(): void {
    this.#touched = false;
  }

  rolledBack(): void {
    if (this.#touched) this.reload();
    this.#touched = false;
  }

  /** Rows have gone that this does not know of. */
  reload(): void {
    this.#waiting = null;
  }

  #knows(account: number, meter: number, ts: number, bytes: Buffer): boolean {
    return this.at(meter, ts).some((id) => {
      const [itsAccount, itsBytes] = this.#item.get(id) as [number, Uint8Array];
      return itsAccount === account && bytes.equals(itsBytes);
    });
  }

  #known(): Map<number, Waiting> {
    if (this.#waiting !== null) return this.#waiting;
    this.#waiting = new Map();
    this.#items = 0;
    this.#bytes = 0;
    const rows = prepareRows(
      this.#db,
      `SELECT q.id, m.key, q.bytes FROM quarantine q JOIN account a ON a.key = q.account JOIN meter m ON m.id = a.meter
       WHERE q.state = 'open' AND q.reason = '${waitingReason}' ORDER BY q.id`,
    ).iterate() as Iterable<[number, number, Uint8Array]>;
    for (const [id, meter, bytes] of rows) this.#add(meter, readLate(bytes).ts, id, bytes.length);
    return this.#waiting;
  }

  #add(meter: number, ts: number, id: number, bytes: number): void {
    const waiting = this.#known();
    let ofMeter = waiting.get(meter);
    if (ofMeter === undefined) waiting.set(meter, (ofMeter = new Map()));
    const ids = ofMeter.get(ts);
    if (ids === undefined) ofMeter.set(ts, [id]);
    else ids.push(id);
    this.#items++;
    this.#bytes += bytes;
  }
}

const none: readonly number[] = [];

/** What `put` wrote. */
export function readLate(bytes: Uint8Array): { meter: string; ts: number; values: Readonly<Record<string, number>> } {
  const { device, ts, values } = JSON.parse(Buffer.from(bytes).toString()) as {
    device: string;
    ts: number;
    values: Readonly<Record<string, number>>;
  };
  return { meter: device, ts, values };
}

/** Values as the raw table's writer takes them. */
export function columnsOfLate(values: Readonly<Record<string, number>>): {
  mask: number;
  columns: number[];
  other: Readonly<Record<string, number>> | undefined;
} {
  const common = Object.entries(values)
    .map(([point, value]) => ({ column: columnIndex(point), value }))
    .filter(({ column }) => column >= 0)
    .sort((a, b) => a.column - b.column);
  const others = Object.entries(values).filter(([point]) => columnIndex(point) < 0);
  return {
    mask: common.reduce((mask, { column }) => mask | (1 << column), 0),
    columns: common.map(({ value }) => value),
    other: others.length === 0 ? undefined : Object.fromEntries(others),
  };
}
