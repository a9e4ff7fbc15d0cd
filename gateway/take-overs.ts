import { RecentMap } from './recent-map.ts';
import { TokenBucket } from './token-bucket.ts';

const MOST_CLIENTS = 20_000;
const MINUTE_S = 60;

/**
 * A device may take its own connection over, but two of them with one identity would throw each other out for ever:
 * over so many a minute the one that holds the client id keeps it.
 */
export class TakeOvers {
  readonly #perMinute: number;
  readonly #clock: () => number;
  readonly #rates = new RecentMap<string, TokenBucket>(MOST_CLIENTS);

  constructor(perMinute: number, clock: () => number) {
    this.#perMinute = perMinute;
    this.#clock = clock;
  }

  allows(clientId: string): boolean {
    const now = this.#clock();
    let rate = this.#rates.get(clientId);
    if (rate === undefined) {
      rate = new TokenBucket(this.#perMinute / MINUTE_S, this.#perMinute, now);
      this.#rates.set(clientId, rate);
    }
    return rate.tryTake(now);
  }
}
