import type { Logger } from 'pino';
import type { StoreError, StoreHealth } from '../port.ts';

/** Whether the last write reached the disk; one line in the log when that changes. */
export class Health {
  readonly #log: Logger;
  readonly #now: () => number;
  #state: StoreHealth = { state: 'ok' };

  constructor(log: Logger, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  get state(): StoreHealth {
    return this.#state;
  }

  failed({ code, message }: StoreError): void {
    const since = this.#state.state === 'failing' ? this.#state.since : this.#now();
    if (this.#state.state === 'ok') {
      this.#log.error({ code }, `the store can't write (${message}): nothing is acknowledged until it can`);
    }
    this.#state = { state: 'failing', since, code, message };
  }

  succeeded(): void {
    if (this.#state.state === 'ok') return;
    this.#log.info({ failedForMs: this.#now() - this.#state.since }, 'the store writes again');
    this.#state = { state: 'ok' };
  }
}
