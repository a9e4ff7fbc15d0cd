import type { Logger } from 'pino';

const EVERY_MS = 60_000;
const MOST_KEYS = 10_000;
/** Names and addresses are a stranger's to invent: of one reason so many are told a minute, whoever they are. */
const MOST_OF_A_REASON = 100;

/** One line a device, reason and minute, however often it fails; the next line says how many were left out. */
export class RareLog {
  readonly #log: Logger;
  readonly #clock: () => number;
  readonly #seen = new Map<string, { readonly at: number; leftOut: number }>();
  readonly #reasons = new Map<string, { since: number; lines: number; leftOut: number }>();

  /** @param clock monotonic, ms */
  constructor(log: Logger, clock: () => number) {
    this.#log = log;
    this.#clock = clock;
  }

  warn(who: string, reason: string, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    const key = `${reason} ${who}`;
    const now = this.#clock();
    const last = this.#seen.get(key);
    if (last !== undefined && now - last.at < EVERY_MS) {
      last.leftOut++;
      return;
    }
    const leftOutOthers = this.#leftOutBefore(reason, now);
    if (leftOutOthers === null) return;
    // Strangers choose their names: the memory of them is bounded.
    if (this.#seen.size >= MOST_KEYS) this.#seen.clear();
    this.#seen.set(key, { at: now, leftOut: 0 });
    const leftOut = last === undefined || last.leftOut === 0 ? {} : { leftOut: last.leftOut };
    const others = leftOutOthers === 0 ? {} : { leftOutOthers };
    this.#log.warn({ who, reason, ...leftOut, ...others, ...fields }, message);
  }

  /** @returns lines of this reason that were left out in the minute before, null when this one is too. */
  #leftOutBefore(reason: string, now: number): number | null {
    let told = this.#reasons.get(reason);
    if (told === undefined) {
      told = { since: now, lines: 0, leftOut: 0 };
      this.#reasons.set(reason, told);
    }
    let before = 0;
    if (now - told.since >= EVERY_MS) {
      before = told.leftOut;
      told.since = now;
      told.lines = 0;
      told.leftOut = 0;
    }
    if (told.lines >= MOST_OF_A_REASON) {
      told.leftOut++;
      return null;
    }
    told.lines++;
    return before;
  }
}
