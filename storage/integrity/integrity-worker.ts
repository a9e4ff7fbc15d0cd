import { parentPort, workerData } from 'node:worker_threads';
import { DatabaseSync } from '@photostructure/sqlite';

/**
 * A thread of its own with a read-only connection: readings go on being written meanwhile. One table after the other, so
 * that no read transaction lasts so long that the write-ahead log grows without end; small files as a whole, with what
 * belongs to no table.
 */
export interface IntegrityJob {
  readonly path: string;
  readonly bytes: number;
}
export type IntegrityWord = { readonly done: number; readonly of: number } | { readonly faults: readonly string[] };

const port = parentPort;
if (!port) throw new Error('integrity-worker runs as a worker thread only');
const { path, bytes } = workerData as IntegrityJob;
const wholeUpTo = 256 * 1024 * 1024;
const mostFaults = 20;

const tell = (word: IntegrityWord): void => port.postMessage(word);

function faultsOf(db: InstanceType<typeof DatabaseSync>): string[] {
  const check = (of: string): string[] =>
    (db.prepare(`pragma integrity_check(${of})`).all() as { integrity_check: string }[])
      .map((row) => row.integrity_check)
      .filter((line) => line !== 'ok');
  const faults: string[] = [];
  if (bytes <= wholeUpTo) faults.push(...check(String(mostFaults)));
  else {
    const tables = db.prepare(`select name from sqlite_schema where type = 'table'`).all() as { name: string }[];
    for (const [done, { name }] of tables.entries()) {
      tell({ done, of: tables.length });
      if (faults.length < mostFaults) faults.push(...check(`"${name.replaceAll('"', '""')}"`));
    }
  }
  const hanging = db.prepare('pragma foreign_key_check').all() as { table: string; rowid: number; parent: string }[];
  faults.push(
    ...hanging.map(({ table, rowid, parent }) => `${table}, row ${rowid}: its row of ${parent} is not there`),
  );
  return faults.slice(0, mostFaults);
}

let faults: string[];
try {
  const db = new DatabaseSync(path, { readOnly: true, timeout: 10_000 });
  try {
    faults = faultsOf(db);
  } finally {
    db.close();
  }
} catch (error) {
  faults = [(error as Error).message];
}
tell({ faults });
