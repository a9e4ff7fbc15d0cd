import type { Logger } from 'pino';
import type { Names } from '../embedded/names.ts';
import type { Thread } from '../embedded/thread.ts';
import type { Threads } from '../embedded/threads.ts';
import { StoreError } from '../port.ts';
import type { StateKeeper } from './forwarder-state.ts';
import { isAway } from './forwarder.ts';
import type { ForwarderApi } from './forwarder-thread.ts';

/**
 * Brings readings that are with the server only back into the raw table: a month at a time, in slices that fit into
 * memory, the newest first, each with its first arrival. A month counts only when the server gives no fewer than were
 * let go of; one that was brought in part goes on where it ended.
 */
export class History {
  readonly #threads: Threads;
  readonly #thread: Thread<ForwarderApi>;
  readonly #names: Names;
  readonly #state: StateKeeper;
  readonly #now: () => number;
  readonly #holdMs: number;
  readonly #sliceRows: number | undefined;
  readonly #log: Logger;
  /** Meters of which more came back than went. */
  readonly #told = new Set<string>();
  /** One meter at a time: two would ask for the same month twice. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: {
    threads: Threads;
    thread: Thread<ForwarderApi>;
    names: Names;
    state: StateKeeper;
    now: () => number;
    holdMs: number;
    sliceRows: number | undefined;
    log: Logger;
  }) {
    this.#threads = parts.threads;
    this.#thread = parts.thread;
    this.#names = parts.names;
    this.#state = parts.state;
    this.#now = parts.now;
    this.#holdMs = parts.holdMs;
    this.#sliceRows = parts.sliceRows;
    this.#log = parts.log;
  }

  bring(meter: string, from: number): Promise<void> {
    const work = () => this.#bring(meter, from);
    const brought = this.#last.then(work, work);
    this.#last = brought.catch(() => {});
    return brought;
  }

  async #bring(id: string, from: number): Promise<void> {
    const key = this.#names.knownMeter(id);
    if (key === undefined) return;
    const { writer } = this.#threads;
    for (;;) {
      const gap = await writer.call('gap', { meter: key, until: this.#until() });
      if (gap === null || gap.to <= from) return;
      const month = gap.from;
      for (let to = gap.to; to > month;) {
        const slice = await this.#ask({ meter: { key, id }, from: month, to, most: this.#sliceRows });
        for (const batch of slice.batches) {
          const message = { meter: key, month, batch, until: this.#until() };
          await writer.call('bring', message, [batch.readings.buffer]);
        }
        to = slice.from;
      }
      // Looked at when all of it is here: what a month has is not known before its last slice.
      const { absent } = await writer.call('closeMonth', { meter: key, month, to: gap.to });
      const name = new Date(month).toISOString().slice(0, 7);
      if (absent > 0) {
        throw new StoreError(
          'HISTORY_DIFFERS',
          `InfluxDB no longer has ${absent} readings of ${id} in ${name} that it confirmed.`,
        );
      }
      if (absent < 0) this.#toldOfMore(id, name, -absent);
    }
  }

  #until(): number {
    return this.#now() + this.#holdMs;
  }

  /** A restored backup, a new data folder in front of an old bucket, a second gateway: they count like any other. */
  #toldOfMore(meter: string, month: string, more: number): void {
    const level = this.#told.has(meter) ? 'debug' : 'warn';
    this.#told.add(meter);
    this.#log[level](
      { meter, month, more },
      'InfluxDB has more readings than were let go of: they are taken, and the month is derived again',
    );
  }

  async #ask(request: { meter: { key: number; id: string }; from: number; to: number; most: number | undefined }) {
    const away = (message: string) =>
      new StoreError('HISTORY_AWAY', `Older readings are kept in InfluxDB, which can't be used now: ${message}`);
    if (!this.#state.online) throw away(this.#state.state.lastError?.message ?? 'no answer');
    try {
      return await this.#thread.call('history', request);
    } catch (error) {
      if (error instanceof StoreError && (isAway(error.code) || error.code === 'THREAD_GONE'))
        throw away(error.message);
      throw error;
    }
  }
}
