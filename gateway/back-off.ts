import { addressKey } from './address.ts';
import type { GatewayLimits } from './limits.ts';
import { RecentMap } from './recent-map.ts';
import { TokenBucket } from './token-bucket.ts';

const MOST_PAIRS = 20_000;
const MOST_ADDRESSES = 20_000;
/** Known good ones are what lets a city in while somebody behind the same address tries passwords. */
const MOST_KNOWN_GOOD = 50_000;
const FIRST_WAIT_MS = 1_000;
/** Without a wrong login for this long, earlier ones are forgotten. */
const FORGIVEN_AFTER_MS = 600_000;
const MINUTE_S = 60;

interface Failures {
  count: number;
  at: number;
  until: number;
}

/**
 * Slows down the guessing of passwords and locks nobody out: a name waits at the address that guessed it, not
 * elsewhere; an address that guesses many names waits with all of them, except those that have logged in from there.
 * A login that has to wait is not checked and doesn't count, so that a device that tries every few seconds with its
 * right secret gets in when the time is over.
 */
export class BackOff {
  readonly #limits: GatewayLimits;
  readonly #clock: () => number;
  readonly #isExempt: (address: string) => boolean;
  readonly #failures = new RecentMap<string, Failures>(MOST_PAIRS);
  readonly #addresses = new RecentMap<string, TokenBucket>(MOST_ADDRESSES);
  readonly #knownGood = new RecentMap<string, true>(MOST_KNOWN_GOOD);

  constructor(limits: GatewayLimits, clock: () => number, isExempt: (address: string) => boolean) {
    this.#limits = limits;
    this.#clock = clock;
    this.#isExempt = isExempt;
  }

  /** Pairs of name and address with wrong logins. */
  get remembered(): number {
    return this.#failures.size;
  }

  /** Which of the two has to wait, if any. */
  blocks(name: string, address: string | undefined): 'name' | 'address' | null {
    const pair = pairOf(name, address);
    const now = this.#clock();
    if (now < (this.#failures.get(pair)?.until ?? -Infinity)) return 'name';
    const ofAddress = this.#limited(address) ? this.#addresses.get(addressKey(address)) : undefined;
    if (ofAddress?.isEmpty(now) && this.#knownGood.get(pair) === undefined) return 'address';
    return null;
  }

  failed(name: string, address: string | undefined): void {
    const pair = pairOf(name, address);
    const now = this.#clock();
    const before = this.#failures.get(pair);
    const failures = before === undefined || now - before.at > FORGIVEN_AFTER_MS ? 1 : before.count + 1;
    const over = failures - this.#limits.wrongLogins;
    const waitMs = over < 0 ? 0 : Math.min(this.#limits.backOffMs, FIRST_WAIT_MS * 2 ** over);
    this.#failures.set(pair, { count: failures, at: now, until: now + waitMs });
    if (!this.#limited(address)) return;
    const key = addressKey(address);
    let bucket = this.#addresses.get(key);
    if (bucket === undefined) {
      const perMinute = this.#limits.wrongLoginsByAddress;
      bucket = new TokenBucket(perMinute / MINUTE_S, perMinute, now);
      this.#addresses.set(key, bucket);
    }
    bucket.tryTake(now);
  }

  succeeded(name: string, address: string | undefined): void {
    const pair = pairOf(name, address);
    this.#failures.delete(pair);
    if (this.#limited(address)) this.#knownGood.set(pair, true);
  }

  /** Its secret is a new one, or it was adopted: what was tried before says nothing. */
  forget(name: string): void {
    for (const [pair] of this.#failures) {
      if (pair.slice(pair.indexOf(' ') + 1) === name) this.#failures.delete(pair);
    }
  }

  #limited(address: string | undefined): address is string {
    return address !== undefined && !this.#isExempt(address);
  }
}

/** An address has no blank in it. */
function pairOf(name: string, address: string | undefined): string {
  return `${address === undefined ? '' : addressKey(address)} ${name}`;
}
