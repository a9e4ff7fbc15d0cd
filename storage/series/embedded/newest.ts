import { prepareRows, type Connection, type Statement } from './connection.ts';
import { decodeOther } from './readings.ts';
import { columnIndex } from './schema.ts';

/** Newest sample of one point of one meter. */
export interface Newest {
  readonly meter: number;
  readonly point: string;
  readonly ts: number;
  readonly value: number;
  readonly receivedAt: number;
}

/** Newest sample of every point of every meter: searched from where the last fold saw it, so a few rows each. */
export function newestOf(db: Connection): Newest[] {
  const statements = new Map<string, Statement>();
  const newest: Newest[] = [];
  const points = prepareRows(db, 'SELECT meter, point, last_ts FROM meter_point').all() as [number, string, number][];
  for (const [meter, point, lastTs] of points) {
    const column = columnIndex(point) < 0 ? 'other' : point;
    let statement = statements.get(column);
    if (statement === undefined) {
      statement = prepareRows(
        db,
        `SELECT ts, ${column}, received_at FROM raw WHERE meter = ? AND ts >= ? AND ${column} IS NOT NULL ORDER BY ts DESC`,
      );
      statements.set(column, statement);
    }
    // A failed commit may have left the mark ahead of what is stored: then look through everything.
    const found = search(statement, meter, lastTs, point, column) ?? search(statement, meter, 0, point, column);
    if (found !== undefined) newest.push(found);
  }
  return newest;
}

function search(statement: Statement, meter: number, from: number, point: string, column: string): Newest | undefined {
  for (const row of statement.iterate(meter, from) as Iterable<[number, number | string, number]>) {
    const [ts, found, receivedAt] = row;
    const value = column === 'other' ? decodeOther(found as string)[point] : (found as number);
    if (value !== undefined) return { meter, point, ts, value, receivedAt };
  }
  return undefined;
}
