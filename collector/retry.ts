/** Pauses that double from `firstMs` to `longestMs`, for something that keeps failing. */
export function growingPauseMs(attempts: number, firstMs: number, longestMs: number): number {
  return Math.min(firstMs * 2 ** Math.min(attempts - 1, 30), longestMs);
}

interface Suffering {
  attempts: number;
  failedAt: number;
  retryAt: number;
}

/** Meters whose intervals could not be derived, each with the time of its next try. */
export class RetryLater {
  readonly #now: () => number;
  readonly #meters = new Map<string, Suffering>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get size(): number {
    return this.#meters.size;
  }

  mustWait(meter: string): boolean {
    const entry = this.#meters.get(meter);
    return entry !== undefined && this.#dueAt(entry) > this.#now();
  }

  /** @returns how often it failed by now, in a row. */
  failed(meter: string): number {
    const attempts = (this.#meters.get(meter)?.attempts ?? 0) + 1;
    const failedAt = this.#now();
    this.#meters.set(meter, { attempts, failedAt, retryAt: failedAt + growingPauseMs(attempts, 1_000, 60_000) });
    return attempts;
  }

  succeeded(meter: string): boolean {
    return this.#meters.delete(meter);
  }

  /** The store works again: everybody's next try is now. */
  retryAllNow(): void {
    for (const entry of this.#meters.values()) entry.retryAt = 0;
  }

  /** When the next one is due, or Infinity. */
  get nextAt(): number {
    let next = Infinity;
    for (const entry of this.#meters.values()) next = Math.min(next, this.#dueAt(entry));
    return next;
  }

  /** A clock that was set back since is not waited for. */
  #dueAt({ failedAt, retryAt }: Suffering): number {
    return failedAt > this.#now() ? 0 : retryAt;
  }
}
