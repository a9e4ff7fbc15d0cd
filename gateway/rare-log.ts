import type { Logger } from 'pino';

const EVERY_MS = 60_000;
const MOST_KEYS = 10_000;

/** One line a device, reason and minute, however often it fails; the next line says how many were left out. */
export class RareLog {
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #seen = new Map<string, { readonly at: number; leftOut: number }>();

  constructor(log: Logger, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  warn(who: string, reason: string, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    const key = `${reason} ${who}`;
    const now = this.#now();
    const last = this.#seen.get(key);
    if (last !== undefined && now - last.at < EVERY_MS) {
      last.leftOut++;
      return;
    }
    // Strangers choose their names: the memory of them is bounded.
    if (this.#seen.size >= MOST_KEYS) this.#seen.clear();
    this.#seen.set(key, { at: now, leftOut: 0 });
    const leftOut = last === undefined || last.leftOut === 0 ? {} : { leftOut: last.leftOut };
    this.#log.warn({ who, reason, ...leftOut, ...fields }, message);
  }
}
