import type { Logger } from 'pino';
import type { DeriverApi } from './deriver-thread.ts';
import type { Failure } from './failure.ts';
import { Names } from './names.ts';
import type { Newest } from './newest.ts';
import type { ReaderApi } from './reader-thread.ts';
import { Thread } from './thread.ts';
import type { WriterApi } from './writer-thread.ts';

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

  async close(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.call('close', undefined as never)));
    await this.deriver.call('close', undefined as never);
    await this.writer.call('close', undefined as never);
    await this.stop();
  }

  async stop(): Promise<void> {
    await Promise.all([this.writer, this.deriver, ...this.#readers].map((thread) => thread.stop()));
  }
}

/** Starts the threads in the order in which they need each other's files. */
export async function openThreads(options: {
  directory: string;
  timezone: string;
  log: Logger;
}): Promise<{ threads: Threads; names: Names; newest: readonly Newest[] }> {
  const { directory, timezone, log } = options;
  const onLog = (message: string, failure?: Failure) => log.warn({ failure }, message);
  const data = { directory, timezone };
  const started: { stop(): Promise<void> }[] = [];
  try {
    const writer = new Thread<WriterApi>(moduleOf('writer'), 'store-writer', data, onLog);
    started.push(writer);
    const { names, newest } = await writer.call('open', undefined as never);
    const deriver = new Thread<DeriverApi>(moduleOf('deriver'), 'store-deriver', data, onLog);
    started.push(deriver);
    await deriver.call('open', undefined as never);
    const pool = Array.from({ length: readers }, () => {
      const reader = new Thread<ReaderApi>(moduleOf('reader'), 'store-reader', data, onLog);
      started.push(reader);
      return reader;
    });
    await Promise.all(pool.map((reader) => reader.call('open', undefined as never)));
    return { threads: new Threads(writer, deriver, pool), names: new Names(names), newest };
  } catch (error) {
    await Promise.all(started.map((thread) => thread.stop()));
    throw error;
  }
}
