import { Counter, Histogram, type Registry } from 'prom-client';

/** What the store tells Prometheus. */
export class CommitMetrics {
  readonly #seconds: Histogram;
  readonly #items: Histogram;
  readonly #failures: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#seconds = new Histogram({
      name: 'wattsteward_store_commit_seconds',
      help: 'From handing a batch to the writer until it is on disk.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    });
    this.#items = new Histogram({
      name: 'wattsteward_store_commit_items',
      help: 'Readings and events in a committed batch.',
      buckets: [1, 5, 25, 100, 500, 1_000, 5_000, 10_000],
      registers,
    });
    this.#failures = new Counter({
      name: 'wattsteward_store_write_failures_total',
      help: 'Writes that did not reach the disk; nothing of them was acknowledged.',
      registers,
    });
  }

  committed(durationMs: number, items: number): void {
    this.#seconds.observe(durationMs / 1000);
    this.#items.observe(items);
  }

  failed(): void {
    this.#failures.inc();
  }
}
