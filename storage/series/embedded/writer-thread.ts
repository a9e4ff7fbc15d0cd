import { mkdirSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { openWriting, rawPath } from './connection.ts';
import type { ForgetMessage } from './forgetting.ts';
import type { Keeper } from './keeper.ts';
import type {
  BatchMessage,
  BringMessage,
  BulkMessage,
  CloseMonthMessage,
  DeadMessage,
  GapMessage,
  MarkMessage,
  PruneMessage,
  ResolveMessage,
} from './message.ts';
import { newestOf } from './newest.ts';
import type { UnsentMeter } from './outbox.ts';
import type { QuarantineBounds } from './quarantine-room.ts';
import type { MeterRange } from './dirt.ts';
import { migrate, rawMigrations } from './schema.ts';
import { Moved, report, serve } from './serve.ts';
import { Writer } from './writer.ts';

/** The journal is folded when it is this long, or this long after its first row. */
const foldRows = 1_000;
const foldAfterMs = 3_000;

function open() {
  const { directory, target, quarantine, late } = workerData as {
    directory: string;
    target: string | null;
    quarantine: QuarantineBounds | undefined;
    late: QuarantineBounds | undefined;
  };
  mkdirSync(directory, { recursive: true });
  const db = openWriting(rawPath(directory), 32);
  migrate(db, rawMigrations, 'raw.sqlite');
  const writer = new Writer(db, target !== null, { quarantine, late });
  // Without a server nobody notes what is unsent: a later one gets everything. Which one has the past is remembered.
  if (target === null) db.exec('UPDATE forwarding SET current = 0 WHERE current = 1');

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
  try {
    writer.letGoOfNames();
  } catch (error) {
    // A full disk: they do no harm until the next start.
    report('names that nothing stands under stay', error);
  }
  const elsewhere = target !== null && writer.keeper?.start(target).elsewhere === true;
  const keeper = (): Keeper => {
    if (writer.keeper === null) throw new Error('no server stands behind this store');
    return writer.keeper;
  };

  const api = {
    commit: (batch: BatchMessage) => {
      const reply = written(writer.commit(batch));
      return new Moved(reply, [reply.readings.buffer, reply.events.buffer]);
    },
    bulk: (message: BulkMessage) => written(writer.bulk(message)),
    resolve: (message: ResolveMessage) => written(writer.resolve(message)),
    markDirty: (message: MarkMessage) => written(writer.markDirty(message)),
    forget: (message: ForgetMessage) => writer.forget(message),
    shrink: (_: void) => writer.shrink(),
    ledger: (accounts: readonly number[] | undefined) => writer.ledger(accounts),
    quarantineUsage: (_: void) => writer.quarantineUsage(),
    dirty: (limit: number) => writer.dirt.list(limit),
    takeDirty: ({ meters, shortOf }: { meters: readonly number[]; shortOf: readonly number[] }) =>
      writer.dirt.take(meters, shortOf),
    /** @returns those of `meters` that lag still. */
    derived: (end: { taking: number; done: boolean; aside: readonly MeterRange[]; meters: readonly number[] }) => {
      writer.dirt.postpone(end.aside);
      if (end.done) writer.dirt.done(end.taking);
      else writer.dirt.giveBack(end.taking);
      foldSoon();
      return end.meters.filter((meter) => writer.dirt.isMarked(meter));
    },
    resumeDirty: (meter: number) => writer.dirt.resume(meter),
    takeUnsent: (rows: number) => keeper().take(rows),
    forwarded: (request: { taking: number; left: readonly UnsentMeter[]; dead: readonly DeadMessage[] }) => {
      keeper().forwarded(request.taking, request.left, request.dead);
      foldSoon();
    },
    dead: (letters: readonly DeadMessage[]) => keeper().dead(letters),
    unsent: (_: void) => keeper().state(),
    prune: (message: PruneMessage) => keeper().prune(message),
    gap: (message: GapMessage) => keeper().gap(message),
    bring: (message: BringMessage) => keeper().bring(message),
    closeMonth: (message: CloseMonthMessage) => written(keeper().closeMonth(message)),
    release: (meters: readonly number[]) => keeper().release(meters),
    close: (_: void) => {
      fold();
      clearTimeout(timer);
      db.close();
    },
  };
  return { api, opened: { names: writer.names(), newest: newestOf(db), elsewhere } };
}
export type WriterApi = ReturnType<typeof open>['api'];
export type WriterOpened = ReturnType<typeof open>['opened'];

serve(open);
