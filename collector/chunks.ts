import type { Directory } from '../storage/registry/port.ts';
import { isLong, type DeriveRequest, type SeriesStore } from '../storage/series/port.ts';
import { ChunkSize } from './chunk-size.ts';
import type { RetryLater } from './retry.ts';

/**
 * What to derive next: the first of the store's marks that can be worked on now. Short marks (what devices say now) cost
 * about the same, a long one may be years of minutes; they never share a chunk, so that a live meter waits for one long
 * one at most.
 */
export class Chunks {
  readonly #store: Pick<SeriesStore, 'dirty'>;
  readonly #directory: Directory;
  readonly #retry: RetryLater;
  readonly #short = new ChunkSize(16);
  readonly #long = new ChunkSize();
  /**
   * Marks that were passed over at the last look: of meters that wait for another try, or that the portfolio doesn't
   * hold now (left alone, and derived when they come back).
   */
  #skipped = 0;

  constructor(store: Pick<SeriesStore, 'dirty'>, directory: Directory, retry: RetryLater) {
    this.#store = store;
    this.#directory = directory;
    this.#retry = retry;
  }

  /** All short or all long; a meter may have several. Empty: nothing can be done now. */
  async next(): Promise<readonly DeriveRequest[]> {
    for (;;) {
      const limit = Math.max(this.#short.size, this.#long.size) + this.#skipped;
      const marks = await this.#store.dirty(limit);
      const requests: DeriveRequest[] = [];
      let skipped = 0;
      for (const { meter, from, to } of marks) {
        const entry = this.#directory.meter(meter);
        if (!entry || this.#retry.mustWait(meter)) {
          skipped++;
          continue;
        }
        const shortOnly = !isLong({ from, to });
        const [first] = requests;
        if (first && (first.shortOnly !== shortOnly || requests.length >= this.#sizeFor(requests).size)) continue;
        // From the beginning: the store's own extent counts, not the mark's.
        requests.push({ meter, rules: entry.rules, shortOnly, ...(from > 0 && { range: { from, to } }) });
      }
      this.#skipped = skipped;
      // Nothing to do among the first, but there are more behind them.
      if (requests.length > 0 || marks.length < limit) return requests;
    }
  }

  took(durationMs: number, requests: readonly DeriveRequest[]): void {
    this.#sizeFor(requests).took(durationMs, requests.length);
  }

  /** One of many failed: they are tried one by one, to find it and let the others through. */
  failed(requests: readonly DeriveRequest[]): void {
    this.#sizeFor(requests).single();
  }

  #sizeFor(requests: readonly DeriveRequest[]): ChunkSize {
    return requests[0]?.shortOnly ? this.#short : this.#long;
  }
}
