/** `free` failures cost nothing, then each next try waits 1, 2, 4… s, at most 15 minutes: slow for a guesser, never a lock-out. */
export interface BackOffRule {
  readonly free: number;
}

const longestMs = 15 * 60_000;
/** A quiet day clears the count. */
const forgetMs = 24 * 3_600_000;
const mostKeys = 20_000;

/** Failures by key (an account, an address). In memory: whoever can restart the process needs no password. */
export class BackOff {
  readonly #rule: BackOffRule;
  readonly #now: () => number;
  readonly #failures = new Map<string, { count: number; at: number }>();

  constructor(rule: BackOffRule, now: () => number) {
    this.#rule = rule;
    this.#now = now;
  }

  /** How long the next try has to wait, ms; 0 = it may try now. */
  waitMs(key: string): number {
    const failure = this.#failures.get(key);
    if (!failure || failure.count < this.#rule.free) return 0;
    const delay = Math.min(longestMs, 1000 * 2 ** (failure.count - this.#rule.free));
    return Math.max(0, failure.at + delay - this.#now());
  }

  /** Counted before the password is checked, so that a hundred tries at once do not all slip in as the first. */
  begin(key: string): void {
    const now = this.#now();
    const before = this.#failures.get(key);
    const count = before && now - before.at < forgetMs ? before.count + 1 : 1;
    // Re-inserted: the map keeps the order of the last try, the oldest goes when there are too many.
    this.#failures.delete(key);
    this.#failures.set(key, { count, at: now });
    if (this.#failures.size > mostKeys) this.#failures.delete(this.#failures.keys().next().value!);
  }

  /** The try was right after all. `all`: the earlier failures are forgiven too. */
  succeed(key: string, all: boolean): void {
    const failure = this.#failures.get(key);
    if (!failure) return;
    if (all || failure.count <= 1) this.#failures.delete(key);
    else this.#failures.set(key, { ...failure, count: failure.count - 1 });
  }
}
