import { setImmediate } from 'node:timers/promises';

/** Long work in short slices: after `sliceMs` of it the event loop, and with it the broker, gets a turn. */
export class Pace {
  readonly #sliceMs: number;
  #since = performance.now();

  constructor(sliceMs = 10) {
    this.#sliceMs = sliceMs;
  }

  /** True when it is time to `await rest()`. */
  get due(): boolean {
    return performance.now() - this.#since >= this.#sliceMs;
  }

  async restIfDue(): Promise<void> {
    if (this.due) await this.rest();
  }

  async rest(): Promise<void> {
    await setImmediate();
    this.#since = performance.now();
  }
}
