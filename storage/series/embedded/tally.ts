import { outcome } from './message.ts';
import { Ranges } from './ranges.ts';

/** Places in a row of the ledger. */
export const count = { received: 0, stored: 1, duplicate: 2, quarantined: 3, rejected: 4, revisions: 5 } as const;
export const countsLength = 6;

/** Rows that a server behind the store has yet to get. */
export interface Unsent {
  readonly ranges: Ranges;
  rows: number;
  /** First arrival among them. */
  since: number;
}

/** Readings of one meter that lie closer than this are sent in one go, those between them once more. */
export const unsentNearMs = 3_600_000;

/** What one transaction adds to the ledger and marks as dirty: counted while it runs, taken over when it is on disk. */
export class Tally {
  readonly counts = new Map<number, Float64Array>();
  readonly dirty = new Map<number, Ranges>();
  readonly unsent = new Map<number, Unsent>();
  readonly #forwarding: boolean;
  #lastAccount = -1;
  #lastCounts: Float64Array = new Float64Array(countsLength);
  #lastMeter = -1;
  #lastRanges = new Ranges();

  /** @param forwarding with a server behind the store */
  constructor(forwarding: boolean) {
    this.#forwarding = forwarding;
  }

  add(account: number, place: number, by: number): void {
    this.#of(account)[place]! += by;
  }

  /** Counts a reading or event by its outcome. */
  judged(account: number, result: number): void {
    const counts = this.#of(account);
    if (result === outcome.duplicate) counts[count.duplicate]!++;
    else {
      counts[count.stored]!++;
      if (result === outcome.revision) counts[count.revisions]!++;
    }
  }

  /** A row was written: intervals lag behind it, and the server doesn't have it. */
  written(meter: number, ts: number, receivedAt: number): void {
    this.touched(meter, ts);
    if (!this.#forwarding) return;
    const unsent = this.unsent.get(meter);
    if (unsent === undefined) {
      const ranges = new Ranges(unsentNearMs);
      ranges.add(ts, ts);
      this.unsent.set(meter, { ranges, rows: 1, since: receivedAt });
      return;
    }
    unsent.ranges.add(ts, ts);
    unsent.rows++;
    if (receivedAt < unsent.since) unsent.since = receivedAt;
  }

  touched(meter: number, ts: number): void {
    if (meter !== this.#lastMeter) {
      let ranges = this.dirty.get(meter);
      if (ranges === undefined) this.dirty.set(meter, (ranges = new Ranges()));
      this.#lastMeter = meter;
      this.#lastRanges = ranges;
    }
    this.#lastRanges.add(ts, ts);
  }

  #of(account: number): Float64Array {
    if (account !== this.#lastAccount) {
      let counts = this.counts.get(account);
      if (counts === undefined) this.counts.set(account, (counts = new Float64Array(countsLength)));
      this.#lastAccount = account;
      this.#lastCounts = counts;
    }
    return this.#lastCounts;
  }
}
