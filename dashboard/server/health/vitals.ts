import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import type { House } from '../house.ts';

const everyMs = 5_000;
/** The event loop's delay is kept in halves of a minute: the running one and the one before. */
const windowMs = 30_000;
const resolutionMs = 20;

/** What only shows over time: how long the event loop was held up, and since when intervals lag behind. */
export class Vitals {
  readonly #house: Pick<House, 'collector' | 'now'>;
  readonly since: number;
  #loop: IntervalHistogram | undefined;
  #timer: NodeJS.Timeout | undefined;
  #windowFrom = performance.now();
  #before = 0;
  #dirtySince: number | null = null;

  constructor(house: Pick<House, 'collector' | 'now'>) {
    this.#house = house;
    this.since = house.now();
  }

  start(): void {
    this.#loop = monitorEventLoopDelay({ resolution: resolutionMs });
    this.#loop.enable();
    this.#timer = setInterval(() => this.#look(), everyMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#loop?.disable();
  }

  /** 99 of 100 waits of the last half to whole minute were at most this long, ms. */
  get eventLoopP99Ms(): number {
    return Math.max(this.#before, this.#p99());
  }

  /** Since when there have always been intervals to derive, ms UTC; null = none lag now. */
  get dirtySince(): number | null {
    this.#watchDirty();
    return this.#dirtySince;
  }

  #look(): void {
    this.#watchDirty();
    if (performance.now() - this.#windowFrom < windowMs) return;
    this.#before = this.#p99();
    this.#loop?.reset();
    this.#windowFrom = performance.now();
  }

  #watchDirty(): void {
    if (this.#house.collector.dirtyMeters === 0) this.#dirtySince = null;
    else this.#dirtySince ??= this.#house.now();
  }

  /** The histogram measures the timer's own period with the delay. */
  #p99(): number {
    const loop = this.#loop;
    if (loop === undefined || loop.count === 0) return 0;
    return Math.max(0, loop.percentile(99) / 1e6 - resolutionMs);
  }
}
