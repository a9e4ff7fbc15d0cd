/** A loop's rest: over after its time, or when somebody wakes it. */
export class Pause {
  #wake: (() => void) | null = null;
  #ended = false;
  #woken = false;

  /** No rest any more: the loop is to end. */
  end(): void {
    this.#ended = true;
    this.wake();
  }

  /** Ends the rest, or the next one at once: what came while the loop was at work is not overlooked. */
  wake(): void {
    if (this.#wake === null) this.#woken = true;
    else this.#wake();
  }

  rest(ms: number): Promise<void> {
    const woken = this.#woken;
    this.#woken = false;
    if (this.#ended || woken) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), ms);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }
}

/** Doubles from `firstMs` with each failure in a row, up to `mostMs`. */
export function growingPauseMs(failures: number, firstMs: number, mostMs: number): number {
  return Math.min(firstMs * 2 ** Math.min(failures - 1, 20), mostMs);
}
