import type { Logger } from 'pino';
import type { RegistryEvents } from './port.ts';

/** Listeners of the registry: each isolated and named in its error log, all called after the commit. */
export class Events implements RegistryEvents {
  readonly #log: Logger;
  readonly #rulesChanged: ((meters: readonly string[]) => void)[] = [];
  readonly #revoked: ((ids: readonly string[]) => void)[] = [];
  readonly #changed: (() => void)[] = [];

  constructor(log: Logger) {
    this.#log = log;
  }

  onRulesChanged(listener: (meters: readonly string[]) => void): void {
    this.#rulesChanged.push(listener);
  }
  onRevoked(listener: (ids: readonly string[]) => void): void {
    this.#revoked.push(listener);
  }
  onChanged(listener: () => void): void {
    this.#changed.push(listener);
  }

  emit(rulesChanged: readonly string[], revoked: readonly string[]): void {
    if (revoked.length > 0) this.#call('revoked', this.#revoked, (listener) => listener(revoked));
    if (rulesChanged.length > 0) this.#call('rules-changed', this.#rulesChanged, (listener) => listener(rulesChanged));
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
