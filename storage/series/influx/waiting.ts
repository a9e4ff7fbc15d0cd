import type { Logger } from 'pino';
import type { Threads } from '../embedded/threads.ts';
import { readLate } from '../embedded/late.ts';
import type { Acceptable } from '../embedded/store.ts';
import { StoreError, type Outcome } from '../port.ts';
import type { StateKeeper } from './forwarder-state.ts';
import { growingPauseMs, Pause } from './pause.ts';

/** Arrivals that are judged in one transaction. */
const itemsAtOnce = 500;
const firstPauseMs = 250;
const longestPauseMs = 10_000;
/** A server that has fewer readings than it confirmed will hardly find them in a moment. */
const differsPauseMs = 600_000;

interface Derivation {
  readonly from: number;
  readonly retry: () => Promise<void>;
}

/**
 * What can't go on before a meter's history is here again: arrivals older than the window (in quarantine, in the order of
 * arrival; a restart finds them there) and derivations (their marks are on disk). Brings the history and finishes them.
 */
export class Waiting {
  readonly #threads: Threads;
  readonly #state: StateKeeper;
  readonly #bring: (meter: string, from: number) => Promise<void>;
  readonly #resolve: (items: readonly Acceptable[]) => Promise<readonly (Outcome | null)[]>;
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #derivations = new Map<string, Derivation>();
  /** Meters whose trouble is in the log. */
  readonly #told = new Set<string>();
  /** When such a meter is tried again, by the process's own clock. */
  readonly #notBefore = new Map<string, number>();
  readonly #pause = new Pause();
  #running: Promise<void> | null = null;
  #stopping = false;
  #failures = 0;

  constructor(parts: {
    threads: Threads;
    state: StateKeeper;
    bring: (meter: string, from: number) => Promise<void>;
    resolve: (items: readonly Acceptable[]) => Promise<readonly (Outcome | null)[]>;
    log: Logger;
    now: () => number;
  }) {
    this.#threads = parts.threads;
    this.#state = parts.state;
    this.#bring = parts.bring;
    this.#resolve = parts.resolve;
    this.#log = parts.log;
    this.#now = parts.now;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#pause.end();
    await this.#running;
  }

  /** Something came that waits. */
  wake(): void {
    if (this.#failures === 0) this.#pause.wake();
  }

  /** @param retry derives the meter again */
  derivation(meter: string, from: number, retry: () => Promise<void>): void {
    const known = this.#derivations.get(meter);
    this.#derivations.set(meter, { from: Math.min(from, known?.from ?? from), retry });
    this.wake();
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      let failed = false;
      try {
        const meters = await this.#threads.reader.call('waiting', undefined);
        this.#state.counts.history = meters.reduce((sum, { items }) => sum + items, 0);
        if (this.#state.online) {
          for (const { meter } of meters) failed = !(await this.#try(meter, () => this.#arrivals(meter))) || failed;
          for (const [meter, derivation] of [...this.#derivations]) {
            failed = !(await this.#try(meter, () => this.#derive(meter, derivation))) || failed;
          }
        } else failed = meters.length > 0 || this.#derivations.size > 0;
      } catch (err) {
        if (this.#stopping) return;
        failed = true;
        this.#log.warn({ err }, 'what waits for history could not be looked at: tried again');
      }
      this.#failures = failed ? this.#failures + 1 : 0;
      await this.#pause.rest(failed ? growingPauseMs(this.#failures, firstPauseMs, longestPauseMs) : longestPauseMs);
    }
  }

  /** One meter's trouble is not another's. */
  async #try(meter: string, work: () => Promise<void>): Promise<boolean> {
    if (this.#stopping || performance.now() < (this.#notBefore.get(meter) ?? 0)) return true;
    try {
      await work();
      if (this.#told.delete(meter)) this.#log.info({ meter }, 'what waited for history is done');
      return true;
    } catch (err) {
      const differs = err instanceof StoreError && err.code === 'HISTORY_DIFFERS';
      if (differs) this.#notBefore.set(meter, performance.now() + differsPauseMs);
      if (!this.#stopping && !this.#told.has(meter)) {
        this.#told.add(meter);
        this.#log.warn({ err, meter }, 'a meter waits for its history: tried again and again');
      }
      return differs;
    }
  }

  async #arrivals(meter: string): Promise<void> {
    for (;;) {
      const rows = await this.#threads.reader.call('waitingOf', { meter, limit: itemsAtOnce });
      if (rows.length === 0 || this.#stopping) return;
      const receivedAt = this.#now();
      const items = rows.map(({ id, source, device, bytes }): Acceptable => {
        return { id, account: { source, device, meter }, as: { reading: { ...readLate(bytes), receivedAt } } };
      });
      const oldest = items.reduce((from, { as }) => ('reading' in as ? Math.min(from, as.reading.ts) : from), Infinity);
      await this.#bring(meter, oldest);
      await this.#resolve(items);
      this.#state.counts.history = Math.max(0, this.#state.counts.history - items.length);
    }
  }

  async #derive(meter: string, derivation: Derivation): Promise<void> {
    await this.#bring(meter, derivation.from);
    if (this.#derivations.get(meter) === derivation) this.#derivations.delete(meter);
    await derivation.retry();
  }
}
