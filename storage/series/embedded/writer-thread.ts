import { mkdirSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { openWriting, rawPath } from './connection.ts';
import type { AcceptedItem, BatchMessage, BulkMessage, Fault, NewNames } from './message.ts';
import { newestOf } from './newest.ts';
import { migrate, rawMigrations } from './schema.ts';
import { Moved, report, serve } from './serve.ts';
import { Writer } from './writer.ts';

/** The journal is folded when it is this long, or this long after its first row. */
const foldRows = 1_000;
const foldAfterMs = 3_000;

const { directory } = workerData as { directory: string };
mkdirSync(directory, { recursive: true });
const db = openWriting(rawPath(directory), 32);
migrate(db, rawMigrations, 'raw.sqlite');
const writer = new Writer(db);

let timer: NodeJS.Timeout | undefined;

function fold(): void {
  clearTimeout(timer);
  timer = undefined;
  try {
    writer.fold();
  } catch (error) {
    // Nothing is lost: the journal keeps what the tables don't have yet.
    report('folding the journal failed, it is tried again', error);
    foldSoon();
  }
}

function foldSoon(): void {
  if (writer.unfoldedRows >= foldRows) fold();
  else timer ??= setTimeout(fold, foldAfterMs).unref();
}

const api = {
  open: () => {
    fold();
    return { names: writer.names(), newest: newestOf(db) };
  },
  commit: (batch: BatchMessage) => {
    const reply = writer.commit(batch);
    foldSoon();
    return new Moved(reply, [reply.readings.buffer, reply.events.buffer]);
  },
  bulk: (message: BulkMessage) => {
    const result = writer.bulk(message);
    foldSoon();
    return result;
  },
  resolve: (request: { names: NewNames; fault?: Fault; id: number; account: number; item: AcceptedItem }) => {
    const result = writer.resolve(request);
    foldSoon();
    return result;
  },
  ledger: (accounts: readonly number[] | undefined) => writer.ledger(accounts),
  dirty: (limit: number) => writer.dirt.list(limit),
  markDirty: (request: { names: NewNames; meter: number; from: number; to: number }) => {
    writer.markDirty(request.names, request.meter, request.from, request.to);
    foldSoon();
  },
  takeDirty: (meters: readonly number[]) => writer.dirt.take(meters),
  derived: (request: { taking: number; done: boolean }) => {
    if (request.done) writer.dirt.done(request.taking);
    else writer.dirt.giveBack(request.taking);
    foldSoon();
  },
  close: () => {
    fold();
    clearTimeout(timer);
    db.close();
  },
};
export type WriterApi = typeof api;

serve(api);
