const windowMs = 250;

/** Share of the time that commits took lately, 0…1: how busy devices keep the writer. */
export class CommitLoad {
  readonly #clock: () => number;
  #since: number;
  #busyMs = 0;
  #share = 0;

  /** @param clock milliseconds that only grow. */
  constructor(clock: () => number) {
    this.#clock = clock;
    this.#since = clock();
  }

  committed(durationMs: number): void {
    this.#busyMs += durationMs;
  }

  get share(): number {
    const elapsedMs = this.#clock() - this.#since;
    if (elapsedMs >= windowMs) {
      this.#share = Math.min(1, this.#busyMs / elapsedMs);
      this.#busyMs = 0;
      this.#since += elapsedMs;
    }
    return this.#share;
  }
}
