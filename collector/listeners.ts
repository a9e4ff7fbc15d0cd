import type { Logger } from 'pino';

/** Listeners of one event, each isolated: one that throws is named in the log and stops nobody. */
export class Listeners<T> {
  readonly #event: string;
  readonly #log: Logger;
  readonly #listeners: ((value: T) => void)[] = [];

  constructor(event: string, log: Logger) {
    this.#event = event;
    this.#log = log;
  }

  add(listener: (value: T) => void): void {
    this.#listeners.push(listener);
  }

  emit(value: T): void {
    for (const [index, listener] of this.#listeners.entries()) {
      try {
        listener(value);
      } catch (err) {
        const name = listener.name || `#${index + 1}`;
        this.#log.error({ err, event: this.#event, listener: name }, 'a listener threw');
      }
    }
  }
}
