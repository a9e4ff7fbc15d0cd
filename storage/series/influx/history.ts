import type { Names } from '../embedded/names.ts';
import type { Thread } from '../embedded/thread.ts';
import type { Threads } from '../embedded/threads.ts';
import { StoreError } from '../port.ts';
import type { StateKeeper } from './forwarder-state.ts';
import { isAway } from './forwarder.ts';
import type { ForwarderApi } from './forwarder-thread.ts';

/**
 * Brings readings that are with the server only back into the raw table: a month at a time, the newest first, each with
 * its first arrival. A month counts only when the server gives as many as were let go of.
 */
export class History {
  readonly #threads: Threads;
  readonly #thread: Thread<ForwarderApi>;
  readonly #names: Names;
  readonly #state: StateKeeper;
  readonly #now: () => number;
  readonly #holdMs: number;
  /** One meter at a time: two would ask for the same month twice. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: {
    threads: Threads;
    thread: Thread<ForwarderApi>;
    names: Names;
    state: StateKeeper;
    now: () => number;
    holdMs: number;
  }) {
    this.#threads = parts.threads;
    this.#thread = parts.thread;
    this.#names = parts.names;
    this.#state = parts.state;
    this.#now = parts.now;
    this.#holdMs = parts.holdMs;
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
      const until = this.#now() + this.#holdMs;
      const gap = await writer.call('gap', { meter: key, until });
      if (gap === null || gap.to <= from) return;
      const { batches, rows } = await this.#ask({ meter: { key, id }, from: gap.from, to: gap.to });
      if (rows !== gap.rows) {
        const month = new Date(gap.from).toISOString().slice(0, 7);
        throw new StoreError(
          'HISTORY_DIFFERS',
          `InfluxDB has ${rows} readings of ${id} in ${month} that are not here; it has confirmed ${gap.rows}.`,
        );
      }
      for (const batch of batches) {
        await writer.call('bring', { meter: key, month: gap.from, batch, until }, [batch.readings.buffer]);
      }
    }
  }

  async #ask(request: { meter: { key: number; id: string }; from: number; to: number }) {
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
