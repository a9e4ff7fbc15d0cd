import type { Logger } from 'pino';
import type { RegistryEvents } from './port.ts';

/** Listeners of the registry: each isolated and named in its error log, all called after the commit. */
export class Events implements Omit<RegistryEvents, 'onRulesChanged'> {
  readonly #log: Logger;
  readonly #revoked: ((ids: readonly string[]) => void)[] = [];
  readonly #changed: (() => void)[] = [];

  constructor(log: Logger) {
    this.#log = log;
  }

  onRevoked(listener: (ids: readonly string[]) => void): void {
    this.#revoked.push(listener);
  }
  onChanged(listener: () => void): void {
    this.#changed.push(listener);
  }

  emit(revoked: readonly string[]): void {
    if (revoked.length > 0) this.#call('revoked', this.#revoked, (listener) => listener(revoked));
    this.#call('changed', this.#changed, (listener) => listener());
  }

  #call<T>(event: string, listeners: readonly T[], call: (listener: T) => void): void {
    for (const listener of listeners) {
      try {
        call(listener);
      } catch (error) {
        this.#log.error({ err: error, event }, 'a listener of the registry failed');
      }
    }
  }
}
