import type { Logger } from 'pino';
import { waitingFull, type StoreError, type StoreHealth } from '../port.ts';

/** Between two lines that say the same. */
const quietMs = 60_000;

/** Whether the last write reached the disk; one line in the log when that changes. */
export class Health {
  readonly #log: Logger;
  readonly #now: () => number;
  #state: StoreHealth = { state: 'ok' };
  #lastRefused = -Infinity;

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

  /** Everything else is stored: the store itself is well. */
  refusedLate(readings: number): void {
    const now = this.#now();
    if (now - this.#lastRefused < quietMs) return;
    this.#lastRefused = now;
    this.#log.error(
      { code: waitingFull, readings },
      'too many readings wait for their history: messages with more of them are not acknowledged',
    );
  }

  succeeded(): void {
    if (this.#state.state === 'ok') return;
    this.#log.info({ failedForMs: this.#now() - this.#state.since }, 'the store writes again');
    this.#state = { state: 'ok' };
  }
}
