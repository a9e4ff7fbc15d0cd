import { parentPort, workerData } from 'node:worker_threads';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Reply, Request, SqlValue } from './sqlite-thread.ts';

/**
 * The thread that owns the registry's SQLite file. It runs one statement at a time in the order asked; transactions are
 * statements like any other (`begin immediate` … `commit`), kept apart by the driver, which has a single connection.
 */

type Statement = ReturnType<InstanceType<typeof DatabaseSync>['prepare']>;
/** Upserts come in a handful of shapes; the rest are point queries. */
const preparedLimit = 200;

const port = parentPort;
if (!port) throw new Error('sqlite-worker runs as a worker thread only');
const { file } = workerData as { file: string };

const database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true });
database.exec('pragma journal_mode = wal');
database.exec('pragma synchronous = full');
database.exec('pragma temp_store = file');

const prepared = new Map<string, { statement: Statement; reads: boolean }>();

function prepare(sql: string) {
  let entry = prepared.get(sql);
  if (entry) {
    prepared.delete(sql);
  } else {
    const statement = database.prepare(sql);
    entry = { statement, reads: statement.columns().length > 0 };
    const oldest = prepared.size >= preparedLimit ? prepared.keys().next().value : undefined;
    if (oldest !== undefined) prepared.delete(oldest);
  }
  prepared.set(sql, entry);
  return entry;
}

function run(sql: string, parameters: readonly SqlValue[]): Omit<Reply, 'id'> {
  // A full disk has already rolled back; complaining of that would hide the first error.
  if (sql === 'rollback' && !database.isTransaction) return { rows: [] };
  const { statement, reads } = prepare(sql);
  if (reads) return { rows: statement.all(...parameters) as object[] };
  const { changes, lastInsertRowid } = statement.run(...parameters);
  return { rows: [], changes: Number(changes), insertId: Number(lastInsertRowid) };
}

port.on('message', (request: Request) => {
  if (request.sql === null) {
    database.close();
    port.postMessage({ id: request.id, rows: [] } satisfies Reply);
    port.close();
    return;
  }
  let reply: Reply;
  try {
    reply = { id: request.id, ...run(request.sql, request.parameters) };
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    reply = { id: request.id, rows: [], error: { message, code: code ?? 'sqlite' } };
  }
  port.postMessage(reply);
});
