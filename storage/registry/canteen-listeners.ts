import type { Logger } from 'pino';

type Listener = (canteens: readonly string[]) => void;

/** Who computes figures of canteens: each isolated, called after the commit. */
export class CanteenListeners {
  readonly #log: Logger;
  readonly #listeners: Listener[] = [];

  constructor(log: Logger) {
    this.#log = log;
  }

  add(listener: Listener): void {
    this.#listeners.push(listener);
  }

  tell(canteens: Iterable<string>): void {
    const changed = [...new Set(canteens)];
    if (changed.length === 0) return;
    for (const listener of this.#listeners) {
      try {
        listener(changed);
      } catch (error) {
        this.#log.error({ err: error }, 'a listener of the canteens failed');
      }
    }
  }
}
