import { prepareRows, type Connection, type Statement } from '../embedded/connection.ts';
import { decodeOther } from '../embedded/readings.ts';
import { rawColumns } from '../embedded/schema.ts';
import type { StoredReading } from '../port.ts';

type Row = [ts: number, receivedAt: number, other: string | null, ...values: (number | null)[]];

/** Whole rows of the raw table, as the server gets them. */
export class RawRows {
  readonly #range: Statement;
  readonly #at: Statement;

  constructor(db: Connection) {
    this.#range = prepareRows(
      db,
      `SELECT ts, received_at, other, ${rawColumns.join(', ')} FROM raw
       WHERE meter = ? AND ts >= ? AND ts <= ? ORDER BY ts LIMIT ?`,
    );
    this.#at = prepareRows(db, 'SELECT 1 FROM raw WHERE meter = ? AND ts = ?');
  }

  /** @param meter its key and its id; both ends included */
  read(meter: { readonly key: number; readonly id: string }, from: number, to: number, limit: number): StoredReading[] {
    const rows = this.#range.all(meter.key, from, to, limit) as Row[];
    return rows.map(([ts, receivedAt, other, ...columns]) => {
      const values = decodeOther(other);
      columns.forEach((value, i) => {
        if (value !== null) values[rawColumns[i]!] = value;
      });
      return { meter: meter.id, ts, receivedAt, values };
    });
  }

  has(meter: number, ts: number): boolean {
    return this.#at.get(meter, ts) !== undefined;
  }
}
