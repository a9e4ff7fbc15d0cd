import type { Logger } from 'pino';
import type { Behind } from '../embedded/history.ts';
import type { Names } from '../embedded/names.ts';
import type { EmbeddedStore } from '../embedded/store.ts';
import { Thread } from '../embedded/thread.ts';
import { logOf, type Threads } from '../embedded/threads.ts';
import type { ForwarderState } from '../port.ts';
import { StateKeeper } from './forwarder-state.ts';
import type { ForwarderApi } from './forwarder-thread.ts';
import { Forwarder, type ForwarderLimits } from './forwarder.ts';
import { History } from './history.ts';
import { Pruner } from './pruner.ts';
import type { ServerModule } from './server-module.ts';
import { Waiting } from './waiting.ts';

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

export interface BehindOptions {
  readonly directory: string;
  readonly timezone: string;
  readonly server: ServerModule;
  readonly log: Logger;
  readonly now: () => number;
  readonly onLost?: ((error: Error) => void) | undefined;
  readonly windowDays: number;
  readonly limits: ForwarderLimits;
  readonly pruneEveryMs: number;
  /** What was brought back stays so long. */
  readonly holdMs: number;
  readonly sliceRows?: number | undefined;
}

/** An InfluxDB behind the local store. Nothing here is on a device's way. */
export class InfluxBehind implements Behind {
  readonly #thread: Thread<ForwarderApi>;
  readonly #threads: Threads;
  readonly #names: Names;
  readonly #state: StateKeeper;
  readonly #forwarder: Forwarder;
  readonly #history: History;
  readonly #pruner: Pruner;
  readonly #waiting: Waiting;
  #store: EmbeddedStore | undefined;

  constructor(options: BehindOptions, threads: Threads, names: Names) {
    const { directory, timezone, server, log, now, limits, windowDays, holdMs, sliceRows } = options;
    this.#threads = threads;
    this.#names = names;
    const module = new URL(`./forwarder-thread.${extension}`, import.meta.url);
    const thread = new Thread<ForwarderApi>(
      module,
      'store-forwarder',
      { directory, timezone, server },
      {
        log: (message, failure) => logOf(log, message, failure),
        lost: (error) => {
          log.fatal({ code: error.code }, error.message);
          options.onLost?.(error);
        },
      },
    );
    this.#thread = thread;
    const state = new StateKeeper(server.url, log, now);
    this.#state = state;
    this.#forwarder = new Forwarder({ threads, thread, names, state, log, now, limits });
    this.#history = new History({ threads, thread, names, state, now, holdMs, sliceRows, log });
    this.#pruner = new Pruner({ threads, names, log, now, windowDays, everyMs: options.pruneEveryMs });
    this.#waiting = new Waiting({
      threads,
      state,
      bring: (meter, from) => this.bring(meter, from),
      resolve: (items) => this.#store!.resolveWaiting(items),
      log,
      now,
    });
  }

  async start(store: EmbeddedStore): Promise<void> {
    this.#store = store;
    await this.#thread.open();
    this.#forwarder.start();
    this.#pruner.start();
    this.#waiting.start();
  }

  bring(meter: string, from: number): Promise<void> {
    return this.#history.bring(meter, from);
  }

  release(meters: readonly string[]): void {
    const keys = meters.map((meter) => this.#names.knownMeter(meter)).filter((key) => key !== undefined);
    void this.#threads.writer.call('release', keys).catch(() => {});
  }

  derivationWaits({ meter, from }: { meter: string; from: number }, retry: () => Promise<void>): void {
    this.#waiting.derivation(meter, from, retry);
  }

  arrivalWaits(): void {
    this.#waiting.wake();
  }

  arrivalsRefused(): void {
    this.#state.waitingFull();
  }

  state(): ForwarderState {
    return this.#state.state;
  }

  async close(): Promise<void> {
    // Its thread ends first: nothing waits for a server that does not answer.
    await this.#forwarder.stop();
    await Promise.all([this.#pruner.stop(), this.#waiting.stop()]);
  }
}
