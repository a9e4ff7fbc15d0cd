import { prepareRows, type Connection, type Statement } from './connection.ts';
import { rawColumns } from './schema.ts';

export const waitingReason = 'waiting-for-history';

/**
 * Readings older than what is kept here: whether one is new, a duplicate or a revision only the server behind knows. It
 * is put into quarantine as its device would have sent it alone, and judged when its meter's history is back.
 */
export class LateArrivals {
  readonly #meterId: Statement;
  readonly #deviceOf: Statement;
  readonly #insert: Statement;

  constructor(db: Connection) {
    this.#meterId = prepareRows(db, 'SELECT id FROM meter WHERE key = ?');
    this.#deviceOf = prepareRows(db, 'SELECT device FROM account WHERE key = ?');
    this.#insert = db.prepare(
      'INSERT INTO quarantine (account, topic, received_at, reason, detail, bytes) VALUES (?, ?, ?, ?, ?, ?)',
    );
  }

  /** @param args meter, ts, receivedAt, then the values of the mask's columns. */
  put(
    account: number,
    mask: number,
    args: readonly number[],
    other: Readonly<Record<string, number>> | undefined,
  ): void {
    const [meter, ts, receivedAt] = args as [number, number, number];
    const [device] = this.#deviceOf.get(account) as [string];
    const [id] = this.#meterId.get(meter) as [string];
    const values: [string, number][] = [];
    let at = 3;
    for (let rest = mask; rest !== 0; rest &= rest - 1) {
      values.push([rawColumns[31 - Math.clz32(rest & -rest)]!, args[at++]!]);
    }
    const item = { device: id, ts, values: Object.fromEntries([...values, ...Object.entries(other ?? {})]) };
    this.#insert.run(
      account,
      `v1/${device}/readings`,
      receivedAt,
      waitingReason,
      `${new Date(ts).toISOString()} is older than the readings that are kept here: it waits for InfluxDB`,
      Buffer.from(JSON.stringify(item)),
    );
  }
}

/** What `put` wrote. */
export function readLate(bytes: Uint8Array): { meter: string; ts: number; values: Readonly<Record<string, number>> } {
  const { device, ts, values } = JSON.parse(Buffer.from(bytes).toString()) as {
    device: string;
    ts: number;
    values: Readonly<Record<string, number>>;
  };
  return { meter: device, ts, values };
}
