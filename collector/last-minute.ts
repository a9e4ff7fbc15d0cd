import type { IngestFigures } from './port.ts';

const seconds = 60;
/** Commit times by buckets that grow by a fifth: 0.1 ms to 11 s, so a quantile is right within a tenth. */
const buckets = 64;
const smallestMs = 0.1;
const growth = 1.2;

/** Rates and commit times of the last 60 seconds: counted by second, on a clock that only grows. */
export class LastMinute {
  readonly #clock: () => number;
  readonly #messages = new Uint32Array(seconds);
  readonly #items = new Uint32Array(seconds);
  readonly #commits = new Uint32Array(seconds * buckets);
  #second: number;
  readonly #since: number;

  /** @param clock milliseconds that only grow. */
  constructor(clock: () => number) {
    this.#clock = clock;
    this.#since = this.#second = Math.floor(clock() / 1_000);
  }

  committed(messages: number, items: number, durationMs: number): void {
    this.#turn();
    const at = this.#second % seconds;
    this.#messages[at]! += messages;
    this.#items[at]! += items;
    this.#commits[at * buckets + bucketOf(durationMs)]!++;
  }

  figures(): IngestFigures {
    this.#turn();
    const spanned = Math.min(seconds, Math.max(1, this.#second - this.#since + 1));
    const commits = new Float64Array(buckets);
    for (let i = 0; i < this.#commits.length; i++) commits[i % buckets]! += this.#commits[i]!;
    return {
      messagesPerSecond: sum(this.#messages) / spanned,
      itemsPerSecond: sum(this.#items) / spanned,
      commitP50Ms: quantile(commits, 0.5),
      commitP99Ms: quantile(commits, 0.99),
    };
  }

  #turn(): void {
    const second = Math.floor(this.#clock() / 1_000);
    for (let gone = Math.max(this.#second + 1, second - seconds + 1); gone <= second; gone++) {
      const at = gone % seconds;
      this.#messages[at] = this.#items[at] = 0;
      this.#commits.fill(0, at * buckets, (at + 1) * buckets);
    }
    this.#second = second;
  }
}

function bucketOf(durationMs: number): number {
  const bucket = Math.ceil(Math.log(durationMs / smallestMs) / Math.log(growth));
  return Math.max(0, Math.min(buckets - 1, bucket));
}

/** The middle of the bucket in which the quantile lies, ms; null = no commit. */
function quantile(counts: Float64Array, q: number): number | null {
  const total = sum(counts);
  if (total === 0) return null;
  let seen = 0;
  let bucket = 0;
  for (; bucket < buckets - 1; bucket++) {
    seen += counts[bucket]!;
    if (seen >= q * total) break;
  }
  return smallestMs * growth ** (bucket - 0.5);
}

function sum(counts: Uint32Array | Float64Array): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
