import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';

export type Connection = InstanceType<typeof DatabaseSync>;
export type Statement = ReturnType<Connection['prepare']>;

export const rawPath = (directory: string) => join(directory, 'raw.sqlite');
export const derivedPath = (directory: string) => join(directory, 'derived.sqlite');

/** The one connection of a database that writes: each commit is on disk when COMMIT returns. */
export function openWriting(path: string, cacheMiB: number): Connection {
  const db = new DatabaseSync(path, { timeout: 5_000 });
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA temp_store = FILE;
    PRAGMA wal_autocheckpoint = 1000;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA cache_size = -${cacheMiB * 1024};
  `);
  return db;
}

export function openReading(path: string, cacheMiB: number): Connection {
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  db.exec(`PRAGMA temp_store = FILE; PRAGMA cache_size = -${cacheMiB * 1024};`);
  return db;
}

/** A statement that answers rows as arrays: a third faster than objects on long scans. */
export function prepareRows(db: Connection, sql: string): Statement {
  const statement = db.prepare(sql);
  statement.setReturnArrays(true);
  return statement;
}
