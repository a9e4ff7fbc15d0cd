import type { Logger } from 'pino';
import type { Directory, RuleChange } from '../storage/registry/port.ts';
import type { DeriveRequest, DeriveResult, SeriesStore } from '../storage/series/port.ts';
import { Chunks } from './chunks.ts';
import { Listeners } from './listeners.ts';
import type { DerivedChange } from './port.ts';
import { growingPauseMs, RetryLater } from './retry.ts';
import { united } from './united.ts';

export type PipelineStore = Pick<SeriesStore, 'dirty' | 'markDirty' | 'derive' | 'latest'>;

export interface PipelineObserver {
  derived(durationMs: number): void;
  deriveFailed(): void;
}

export interface PipelineLimits {
  /** After a reading, company is waited for this long before its meter is derived. */
  readonly coalesceMs: number;
  /** With a writer that is busy with commits all the time, deriving rests this many times as long as it worked. */
  readonly restFactor: number;
  readonly longestRestMs: number;
  /** Between tries while the store refuses. */
  readonly longestPauseMs: number;
}
export const defaultPipelineLimits: PipelineLimits = {
  coalesceMs: 100,
  restFactor: 10,
  longestRestMs: 1_000,
  longestPauseMs: 5_000,
};

/** An idle pipeline looks at the marks this often: the store makes some itself, when what waited for history is judged. */
const longestIdleMs = 30_000;

/** Readings may be dated 48 h ahead. */
const furthestAheadMs = 49 * 3_600_000;

/**
 * Keeps intervals true to readings: derives the meters that the store marks dirty, what devices say now before what is
 * imported, a chunk at a time, in the background. The marks are the store's, written with the readings, so a kill loses none of this work.
 */
export class Pipeline {
  readonly #store: PipelineStore;
  readonly #directory: Directory;
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #observer: PipelineObserver;
  readonly #limits: PipelineLimits;
  readonly #ingestLoad: () => number;
  readonly #listeners: Listeners<readonly DerivedChange[]>;

  readonly #chunks: Chunks;
  readonly #retry: RetryLater;
  /** Meters known to lag: for the gauge only, the truth is in the store. */
  readonly #lagging = new Set<string>();
  /** Those being derived now: they lag until it is on disk, and on when readings come meanwhile. */
  readonly #deriving = new Set<string>();
  #touched = 0;
  readonly #rulesChanged: RuleChange[] = [];
  readonly #rulesMarked: (() => void)[] = [];
  #idle = false;
  #consecutiveFailures = 0;
  #running: Promise<void> | null = null;
  #wanted = false;
  #halting = false;
  /** Rebuilds under way. */
  #holds = 0;
  #wake: (() => void) | null = null;
  #settling: (() => void)[] = [];

  constructor(parts: {
    store: PipelineStore;
    directory: Directory;
    log: Logger;
    now: () => number;
    observer: PipelineObserver;
    /** Share of the writer's time that commits took lately, 0…1. */
    ingestLoad: () => number;
    limits?: Partial<PipelineLimits> | undefined;
  }) {
    this.#store = parts.store;
    this.#directory = parts.directory;
    this.#log = parts.log;
    this.#now = parts.now;
    this.#observer = parts.observer;
    this.#ingestLoad = parts.ingestLoad;
    this.#limits = { ...defaultPipelineLimits, ...parts.limits };
    this.#listeners = new Listeners('derived', parts.log);
    this.#retry = new RetryLater(parts.now);
    this.#chunks = new Chunks(parts.store, parts.directory, this.#retry);
  }

  get dirtyMeters(): number {
    return new Set([...this.#lagging, ...this.#deriving]).size;
  }

  onDerived(listener: (changes: readonly DerivedChange[]) => void): void {
    this.#listeners.add(listener);
  }

  /** Resolves when it is known which meters lag. */
  async start(): Promise<void> {
    await this.#countBacklog();
    this.#wanted = true;
    this.#resume();
  }

  #resume(): void {
    if (this.#running || !this.#wanted || this.#holds > 0) return;
    this.#running = this.#run();
  }

  /** Lets the chunk at work finish; what is left is found again by its marks. */
  async stop(): Promise<void> {
    this.#wanted = false;
    await this.#halt();
  }

  async #halt(): Promise<void> {
    this.#halting = true;
    this.#wake?.();
    await this.#running;
    this.#running = null;
    this.#halting = false;
  }

  /** Readings of these meters were committed. */
  touch(meters: Iterable<string>): void {
    for (const meter of meters) this.#lagging.add(meter);
    this.#touched++;
    // A rest or a pause goes on to its end; only an idle pipeline wakes.
    if (this.#idle) this.#wake?.();
  }

  /**
   * Rules or decisions changed: these stretches, or all that the meters have, are derived again. Fulfilled when marks on
   * disk say so.
   */
  rulesChanged(changes: readonly RuleChange[]): Promise<void> {
    const known = this.#store.latest();
    // Of a meter that never sent anything there is only what people decided.
    const affected = changes.filter(({ meter, range }) => range !== undefined || this.#hasContent(meter, known));
    if (affected.length === 0) return Promise.resolve();
    for (const change of affected) this.#rulesChanged.push(change);
    const marked = new Promise<void>((resolve) => this.#rulesMarked.push(resolve));
    this.touch(affected.map(({ meter }) => meter));
    return marked;
  }

  #hasContent(meter: string, known: ReturnType<PipelineStore['latest']>): boolean {
    return known.has(meter) || (this.#directory.meter(meter)?.rules.decisions?.length ?? 0) > 0;
  }

  /** Resolves when no meter of the portfolio lags behind its readings. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#settling.push(resolve);
      this.#touched++; // a list of marks read before this call proves nothing
      this.#wake?.();
    });
  }

  /** Runs `work` while nothing is derived here: a rebuild does all of it at once. */
  async whileResting<T>(work: () => Promise<T>): Promise<T> {
    this.#holds++;
    try {
      await this.#halt();
      return await work();
    } finally {
      this.#holds--;
      this.#resume();
    }
  }

  async #run(): Promise<void> {
    while (!this.#halting) {
      const touched = this.#touched;
      let requests: readonly DeriveRequest[];
      try {
        await this.#markChangedRules();
        requests = await this.#chunks.next();
      } catch (err) {
        await this.#onFailure(err, []);
        continue;
      }
      if (requests.length > 0) {
        const workedMs = await this.#derive(requests);
        // Commits go before: the busier they keep the writer, the longer the rest.
        const { restFactor, longestRestMs } = this.#limits;
        const restMs = Math.min(workedMs * restFactor * this.#ingestLoad(), longestRestMs);
        if (restMs >= 1) await this.#sleep(restMs);
      } else if (touched === this.#touched) {
        await this.#idleUntilTouched();
      }
    }
  }

  async #idleUntilTouched(): Promise<void> {
    if (this.#retry.size === 0) {
      this.#lagging.clear();
      for (const resolve of this.#settling.splice(0)) resolve();
    }
    this.#idle = true;
    await this.#sleep(Math.min(Math.max(0, this.#retry.nextAt - this.#now()), longestIdleMs));
    this.#idle = false;
    if (this.#settling.length === 0) await this.#sleep(this.#limits.coalesceMs);
  }

  async #countBacklog(): Promise<void> {
    try {
      for (const { meter } of await this.#store.dirty(1_000_000)) {
        if (this.#directory.meter(meter)) this.#lagging.add(meter);
      }
    } catch (err) {
      this.#log.warn({ err }, 'the backlog of meters to derive could not be counted');
    }
  }

  async #markChangedRules(): Promise<void> {
    while (this.#rulesChanged.length > 0) {
      const changes = [...this.#rulesChanged];
      const all = { from: 0, to: this.#now() + furthestAheadMs };
      await this.#store.markDirty(united(changes.map(({ meter, range = all }) => ({ meter, ...range }))));
      this.#rulesChanged.splice(0, changes.length);
    }
    for (const resolve of this.#rulesMarked.splice(0)) resolve();
  }

  /** @returns how long it took. */
  async #derive(requests: readonly DeriveRequest[]): Promise<number> {
    for (const { meter } of requests) {
      this.#lagging.delete(meter);
      this.#deriving.add(meter);
    }
    const startedAt = performance.now();
    let results: readonly DeriveResult[];
    try {
      results = await this.#store.derive(requests);
    } catch (err) {
      for (const { meter } of requests) this.#lagging.add(meter);
      this.#deriving.clear();
      await this.#onFailure(err, requests);
      return 0;
    }
    this.#deriving.clear();
    for (const { meter, lags } of results) if (lags) this.#lagging.add(meter);
    const durationMs = performance.now() - startedAt;
    this.#observer.derived(durationMs);
    this.#chunks.took(durationMs, requests);
    this.#onSuccess(requests);
    const changes = results.flatMap(({ meter, points }) => points.map((range) => ({ meter, ...range })));
    if (changes.length > 0) this.#listeners.emit(changes);
    return durationMs;
  }

  async #onFailure(err: unknown, requests: readonly DeriveRequest[]): Promise<void> {
    this.#observer.deriveFailed();
    this.#consecutiveFailures++;
    this.#chunks.failed(requests);
    const [request] = requests;
    if (request && requests.length === 1) {
      const attempts = this.#retry.failed(request.meter);
      this.#log.error({ err, meter: request.meter, attempts }, 'intervals could not be derived: tried again later');
    } else if (!request) {
      this.#log.error({ err }, 'the list of meters to derive could not be read: tried again later');
    }
    await this.#sleep(growingPauseMs(this.#consecutiveFailures, 50, this.#limits.longestPauseMs));
  }

  #onSuccess(requests: readonly DeriveRequest[]): void {
    for (const { meter } of requests) {
      if (this.#retry.succeeded(meter)) this.#log.info({ meter }, 'intervals are derived again');
    }
    // Several failed one after another, and now one didn't: it was the store, not the meters.
    if (this.#consecutiveFailures >= 3) this.#retry.retryAllNow();
    this.#consecutiveFailures = 0;
  }

  /** Until the time is over (Infinity: for ever), or somebody wakes us. */
  #sleep(ms: number): Promise<void> {
    if (this.#halting) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = Number.isFinite(ms) ? setTimeout(() => this.#wake?.(), ms) : null;
      this.#wake = () => {
        if (timer) clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }
}
