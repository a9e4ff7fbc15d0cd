import type { Logger } from 'pino';
import type { Names } from '../embedded/names.ts';
import type { Threads } from '../embedded/threads.ts';
import { Pause } from './pause.ts';

const dayMs = 86_400_000;
/** Rows a step: a few milliseconds of the writer's time. */
const rowsPerStep = 1_000;
/** Between two steps, so that commits go before. */
const restMs = 10;

/** Lets go of readings older than the window that the server has and that nothing waits for, in small steps. */
export class Pruner {
  readonly #threads: Threads;
  readonly #names: Names;
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #windowMs: number;
  readonly #everyMs: number;
  readonly #pause = new Pause();
  #running: Promise<void> | null = null;
  #stopping = false;

  constructor(parts: {
    threads: Threads;
    names: Names;
    log: Logger;
    now: () => number;
    windowDays: number;
    everyMs: number;
  }) {
    this.#threads = parts.threads;
    this.#names = parts.names;
    this.#log = parts.log;
    this.#now = parts.now;
    this.#windowMs = parts.windowDays * dayMs;
    this.#everyMs = parts.everyMs;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#pause.end();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      await this.#pause.rest(this.#everyMs);
      try {
        for (let meter = 1; meter < this.#names.meterIds.length && !this.#stopping; meter++) await this.#prune(meter);
      } catch (err) {
        if (!this.#stopping) this.#log.warn({ err }, 'old readings could not be let go of: tried again later');
      }
    }
  }

  async #prune(meter: number): Promise<void> {
    const slackMs = Math.min(dayMs, this.#windowMs / 10);
    for (let more = true; more && !this.#stopping;) {
      const now = this.#now();
      const request = { meter, before: now - this.#windowMs, slackMs, limit: rowsPerStep, now };
      more = await this.#threads.writer.call('prune', request);
      if (more) await this.#pause.rest(restMs);
    }
    // Thousands of meters without anything to do are no reason to keep the writer busy either.
    if (meter % 100 === 0) await this.#pause.rest(restMs);
  }
}
