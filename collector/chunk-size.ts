/** Long enough to be worth a transaction, short enough that stopping, resting and fresh readings need not wait. */
const aimMs = 20;
const largest = 64;

/** How many meters to derive at once: as many as fit into a short time, found by measuring. */
export class ChunkSize {
  readonly #smallest: number;
  #size: number;

  /** @param smallest what is tried however long it takes: next to an import most of the time is waiting for the writer */
  constructor(smallest = 1) {
    this.#smallest = smallest;
    this.#size = Math.max(4, smallest);
  }

  get size(): number {
    return this.#size;
  }

  took(durationMs: number, meters: number): void {
    const fitting = Math.floor((meters * aimMs) / Math.max(durationMs, 0.1));
    this.#size = Math.min(largest, this.#size * 2, Math.max(this.#smallest, fitting));
  }

  single(): void {
    this.#size = 1;
  }
}
