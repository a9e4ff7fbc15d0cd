import type { Logger } from 'pino';
import type { Thread } from '../embedded/thread.ts';
import type { Threads } from '../embedded/threads.ts';
import type { Names } from '../embedded/names.ts';
import type { UnsentMeter } from '../embedded/outbox.ts';
import type { DeadMessage } from '../embedded/message.ts';
import { StoreError } from '../port.ts';
import type { StateKeeper } from './forwarder-state.ts';
import type { ForwarderApi } from './forwarder-thread.ts';
import { growingPauseMs, Pause } from './pause.ts';
import type { Sent } from './send-raw.ts';

export interface ForwarderLimits {
  /** Between two looks at what has come meanwhile. */
  readonly tickMs: number;
  /** Between two tries while the server can't be used: doubles up to the longest. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** Rows and series' months of a round. */
  readonly rows: number;
  readonly rollups: number;
  /** After a full round, rest this many times as long as it took: ingestion and derivation go before. */
  readonly restFactor: number;
}
export const defaultForwarderLimits: ForwarderLimits = {
  tickMs: 500,
  firstPauseMs: 250,
  longestPauseMs: 10_000,
  rows: 10_000,
  rollups: 1_000,
  restFactor: 0.5,
};

/** What has waited longer than this makes the state `catching-up`. */
const lateMs = 60_000;

/**
 * Brings to the server what it has not confirmed, oldest first, for ever. What is unsent is noted on disk with the
 * readings and intervals themselves, and forgotten only after the server's confirmation, so a kill costs a repetition.
 */
export class Forwarder {
  readonly #threads: Threads;
  readonly #thread: Thread<ForwarderApi>;
  readonly #names: Names;
  readonly #state: StateKeeper;
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #limits: ForwarderLimits;
  readonly #pause = new Pause();
  #running: Promise<void> | null = null;
  #stopping = false;
  #prepared = false;
  #failures = 0;

  constructor(parts: {
    threads: Threads;
    thread: Thread<ForwarderApi>;
    names: Names;
    state: StateKeeper;
    log: Logger;
    now: () => number;
    limits: ForwarderLimits;
  }) {
    this.#threads = parts.threads;
    this.#thread = parts.thread;
    this.#names = parts.names;
    this.#state = parts.state;
    this.#log = parts.log;
    this.#now = parts.now;
    this.#limits = parts.limits;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Does not wait for the server. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#pause.end();
    await this.#thread.call('close', undefined).catch(() => {});
    await this.#running;
    await this.#thread.stop();
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const startedAt = performance.now();
      let more = false;
      try {
        await this.#count();
        more = await this.#round();
        this.#failures = 0;
      } catch (error) {
        if (this.#stopping) return;
        this.#failed(error);
      }
      const { tickMs, firstPauseMs, longestPauseMs, restFactor } = this.#limits;
      if (this.#failures > 0) await this.#waitCounting(growingPauseMs(this.#failures, firstPauseMs, longestPauseMs));
      else await this.#pause.rest(more ? (performance.now() - startedAt) * restFactor : tickMs);
    }
  }

  /** @returns whether there is more to send at once. */
  async #round(): Promise<boolean> {
    if (!this.#prepared) {
      await this.#thread.call('prepare', undefined);
      this.#prepared = true;
    }
    const raw = await this.#sendRaw();
    const rollups = await this.#sendRollups();
    await this.#count();
    const { oldest } = this.#state.counts;
    const late = oldest !== null && this.#now() - oldest > lateMs;
    this.#state.answers((raw && late) || rollups);
    return raw || rollups;
  }

  async #sendRaw(): Promise<boolean> {
    const { writer } = this.#threads;
    const { taking, meters } = await writer.call('takeUnsent', this.#limits.rows);
    let left: readonly UnsentMeter[] = meters;
    let dead: readonly DeadMessage[] = [];
    let sent: Sent | undefined;
    try {
      if (meters.length > 0) {
        const named = meters.map((meter) => ({ ...meter, id: this.#names.meterIds[meter.meter]! }));
        sent = await this.#thread.call('sendRaw', { meters: named, most: this.#limits.rows });
        ({ left, dead } = sent);
      }
    } finally {
      await writer.call('forwarded', { taking, left, dead });
    }
    if (sent === undefined) return false;
    this.#state.forwarded(sent.rows);
    this.#noteDead(dead);
    if (sent.away !== null) throw new StoreError(sent.away.code, sent.away.message);
    return left.length > 0 || sent.rows >= this.#limits.rows / 2;
  }

  async #sendRollups(): Promise<boolean> {
    const sent = await this.#thread.call('sendRollups', this.#limits.rollups);
    if (sent.dead.length > 0) await this.#threads.writer.call('dead', sent.dead);
    if (sent.confirmed.length > 0) await this.#threads.deriver.call('sent', sent.confirmed);
    this.#noteDead(sent.dead);
    if (sent.away !== null) throw new StoreError(sent.away.code, sent.away.message);
    return sent.full;
  }

  #noteDead(dead: readonly DeadMessage[]): void {
    if (dead.length > 0) this.#state.deadLetters(dead.length, dead[0]!.message);
  }

  #failed(error: unknown): void {
    this.#failures++;
    this.#prepared = false;
    const code = error instanceof StoreError ? error.code : 'INTERNAL';
    if (!isAway(code)) this.#log.error({ err: error }, 'forwarding to InfluxDB failed: tried again');
    this.#state.fails(code, error instanceof Error ? error.message : String(error));
  }

  /** A pause in which pages still see how much waits. */
  async #waitCounting(ms: number): Promise<void> {
    for (let left = ms; left > 0 && !this.#stopping; left -= 1_000) {
      await this.#pause.rest(Math.min(left, 1_000));
      await this.#count().catch(() => {});
    }
  }

  async #count(): Promise<void> {
    const { rows, oldest, dead } = await this.#threads.writer.call('unsent', undefined);
    const rollups = await this.#thread.call('countRollups', undefined);
    this.#state.counts = { ...this.#state.counts, rows, oldest, dead, rollups };
  }
}

const awayCodes: ReadonlySet<string> = new Set([
  'unreachable',
  'unauthorized',
  'not-found',
  'overloaded',
  'timeout',
  'server-error',
]);

/** The code is one of `InfluxAway`. */
export function isAway(code: string): boolean {
  return awayCodes.has(code);
}
