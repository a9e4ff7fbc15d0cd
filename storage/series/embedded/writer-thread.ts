import { mkdirSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { openWriting, rawPath } from './connection.ts';
import type { BatchMessage, BulkMessage, MarkMessage, ResolveMessage } from './message.ts';
import { newestOf } from './newest.ts';
import { migrate, rawMigrations } from './schema.ts';
import { Moved, report, serve } from './serve.ts';
import { Writer } from './writer.ts';

/** The journal is folded when it is this long, or this long after its first row. */
const foldRows = 1_000;
const foldAfterMs = 3_000;

function open() {
  const { directory } = workerData as { directory: string };
  mkdirSync(directory, { recursive: true });
  const db = openWriting(rawPath(directory), 32);
  migrate(db, rawMigrations, 'raw.sqlite');
  const writer = new Writer(db);

  let timer: NodeJS.Timeout | undefined;
  const fold = () => {
    clearTimeout(timer);
    timer = undefined;
    try {
      writer.fold();
    } catch (error) {
      // Nothing is lost: the journal keeps what the tables don't have yet.
      report('folding the journal failed, it is tried again', error);
    }
  };
  const foldSoon = () => {
    if (writer.unfoldedRows >= foldRows) fold();
    else timer ??= setTimeout(fold, foldAfterMs).unref();
  };
  const written = <T>(result: T): T => {
    foldSoon();
    return result;
  };
  fold();

  const api = {
    commit: (batch: BatchMessage) => {
      const reply = written(writer.commit(batch));
      return new Moved(reply, [reply.readings.buffer, reply.events.buffer]);
    },
    bulk: (message: BulkMessage) => written(writer.bulk(message)),
    resolve: (message: ResolveMessage) => written(writer.resolve(message)),
    markDirty: (message: MarkMessage) => written(writer.markDirty(message)),
    ledger: (accounts: readonly number[] | undefined) => writer.ledger(accounts),
    dirty: (limit: number) => writer.dirt.list(limit),
    takeDirty: (meters: readonly number[]) => writer.dirt.take(meters),
    derived: ({ taking, done }: { taking: number; done: boolean }) => {
      if (done) writer.dirt.done(taking);
      else writer.dirt.giveBack(taking);
      foldSoon();
    },
    close: (_: void) => {
      fold();
      clearTimeout(timer);
      db.close();
    },
  };
  return { api, opened: { names: writer.names(), newest: newestOf(db) } };
}
export type WriterApi = ReturnType<typeof open>['api'];
export type WriterOpened = ReturnType<typeof open>['opened'];

serve(open);
