import type { Logger } from 'pino';
import type { DeriverApi, DeriverOpened } from './deriver-thread.ts';
import type { Failure } from './failure.ts';
import { Names } from './names.ts';
import type { Newest } from './newest.ts';
import type { QuarantineBounds } from './quarantine-room.ts';
import type { ReaderApi } from './reader-thread.ts';
import { Thread, type Api, type ThreadEvents } from './thread.ts';
import type { WriterApi, WriterOpened } from './writer-thread.ts';

const readers = 2;
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const moduleOf = (name: string) => new URL(`./${name}-thread.${extension}`, import.meta.url);

/** The store's worker threads: one writes raw, one derives, the others read. */
export class Threads {
  readonly writer: Thread<WriterApi>;
  readonly deriver: Thread<DeriverApi>;
  readonly #readers: readonly Thread<ReaderApi>[];

  constructor(writer: Thread<WriterApi>, deriver: Thread<DeriverApi>, readers: readonly Thread<ReaderApi>[]) {
    this.writer = writer;
    this.deriver = deriver;
    this.#readers = readers;
  }

  /** The reader with the least to do. */
  get reader(): Thread<ReaderApi> {
    return this.#readers.reduce((least, next) => (next.load < least.load ? next : least));
  }

  /** The writer is the last: it folds its journal and takes the log files with it. */
  async close(): Promise<void> {
    try {
      const readers = this.#readers.map((reader) => reader.call('close', undefined));
      await Promise.allSettled([...readers, this.deriver.call('close', undefined)]);
      await this.writer.call('close', undefined);
    } finally {
      await this.stop();
    }
  }

  async stop(): Promise<void> {
    await Promise.all([this.writer, this.deriver, ...this.#readers].map((thread) => thread.stop()));
  }
}

/** A line of a thread in our log. */
export function logOf(log: Logger, message: string, failure: Failure | undefined): void {
  if (failure === undefined) log.info(message);
  else log.warn({ failure }, message);
}

/** Starts the threads in the order in which they need each other's files. */
export async function openThreads(options: {
  directory: string;
  timezone: string;
  /** Names the server behind this store; `null`: none. */
  target: string | null;
  quarantine?: QuarantineBounds | undefined;
  late?: QuarantineBounds | undefined;
  log: Logger;
  onLost?: ((error: Error) => void) | undefined;
}): Promise<{
  threads: Threads;
  names: Names;
  newest: readonly Newest[];
  /** The intervals are those of this time zone. */
  current: boolean;
  /** They are those of today's calculation. */
  calculated: boolean;
  /** Readings that are no longer here lie with another server than this. */
  elsewhere: boolean;
}> {
  const { directory, timezone, target, quarantine, late, log } = options;
  const on: ThreadEvents = {
    log: (message, failure) => logOf(log, message, failure),
    lost: (error) => {
      log.fatal({ code: error.code }, error.message);
      options.onLost?.(error);
    },
  };
  const start = <A extends Api>(name: string) =>
    new Thread<A>(moduleOf(name), `store-${name}`, { directory, timezone, target, quarantine, late }, on);
  // Their modules are loaded side by side; the files are opened one after the other, as each makes what the next reads.
  const writer = start<WriterApi>('writer');
  const deriver = start<DeriverApi>('deriver');
  const pool = Array.from({ length: readers }, () => start<ReaderApi>('reader'));
  const threads = new Threads(writer, deriver, pool);
  try {
    const { names, newest, elsewhere } = await writer.open<WriterOpened>();
    const { current, calculated } = await deriver.open<DeriverOpened>();
    await Promise.all(pool.map((reader) => reader.open()));
    return { threads, names: new Names(names), newest, current, calculated, elsewhere };
  } catch (error) {
    await threads.stop();
    throw error;
  }
}
