/** A rate with room for a burst. Time is monotonic, in ms. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #capacity: number;
  #tokens: number;
  #at: number;

  constructor(perSecond: number, capacity: number, now: number) {
    this.#perMs = perSecond / 1000;
    this.#capacity = capacity;
    this.#tokens = capacity;
    this.#at = now;
  }

  /** Takes what has come already, into debt if need be. @returns ms until the debt is paid, 0 without one. */
  take(amount: number, now: number): number {
    this.#fill(now);
    this.#tokens -= amount;
    return this.#tokens >= 0 ? 0 : -this.#tokens / this.#perMs;
  }

  /** Takes one if there is one. */
  tryTake(now: number): boolean {
    if (this.isEmpty(now)) return false;
    this.#tokens--;
    return true;
  }

  isEmpty(now: number): boolean {
    this.#fill(now);
    return this.#tokens < 1;
  }

  #fill(now: number): void {
    this.#tokens = Math.min(this.#capacity, this.#tokens + (now - this.#at) * this.#perMs);
    this.#at = now;
  }
}
