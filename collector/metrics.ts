import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Outcome, Source } from '../storage/series/port.ts';
import type { Group } from './group.ts';

const outcomes: readonly Outcome[] = ['stored', 'revision', 'duplicate'];

/** What the gauges show, read when somebody scrapes. */
export interface CollectorState {
  readonly pendingMessages: number;
  readonly pendingBytes: number;
  readonly dirtyMeters: number;
}

/** The collector's figures. Counted when a commit succeeds, so they agree with the ledger since the start. */
export class CollectorMetrics {
  readonly #received: Counter<'source'>;
  readonly #items: Counter<'source' | 'outcome'>;
  readonly #refused: Counter<'source' | 'reason'>;
  readonly #commitSeconds: Histogram;
  readonly #commitItems: Histogram;
  readonly #commitFailures: Counter<'code'>;
  readonly #deriveSeconds: Histogram;
  readonly #deriveFailures: Counter;

  constructor(registry: Registry, state: CollectorState) {
    const registers = [registry];
    this.#received = new Counter({
      name: 'wattsteward_ingest_received_total',
      help: 'Readings and events received, counted before any check',
      labelNames: ['source'],
      registers,
    });
    this.#items = new Counter({
      name: 'wattsteward_ingest_items_total',
      help: 'Where readings and events ended: stored (revisions apart), duplicate, quarantined, rejected',
      labelNames: ['source', 'outcome'],
      registers,
    });
    this.#refused = new Counter({
      name: 'wattsteward_ingest_quarantined_total',
      help: 'Quarantined readings and events by reason',
      labelNames: ['source', 'reason'],
      registers,
    });
    this.#commitSeconds = new Histogram({
      name: 'wattsteward_commit_duration_seconds',
      help: 'Time from handing a batch to the store until it is durable',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
      registers,
    });
    this.#commitItems = new Histogram({
      name: 'wattsteward_commit_items',
      help: 'Items of a batch',
      buckets: [1, 4, 16, 64, 256, 1_024, 4_096, 16_384],
      registers,
    });
    this.#commitFailures = new Counter({
      name: 'wattsteward_commit_failures_total',
      help: 'Commits that failed; nothing of them was acknowledged (WAITING_FULL: some messages of it were not)',
      labelNames: ['code'],
      registers,
    });
    this.#deriveSeconds = new Histogram({
      name: 'wattsteward_derive_duration_seconds',
      help: 'Time to derive the intervals of one chunk of meters',
      buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 1, 5],
      registers,
    });
    this.#deriveFailures = new Counter({
      name: 'wattsteward_derive_failures_total',
      help: 'Attempts to derive intervals that failed and are tried again',
      registers,
    });
    gauge('wattsteward_intake_pending_messages', 'Messages not yet durable', () => state.pendingMessages);
    gauge('wattsteward_intake_pending_bytes', 'Payload bytes not yet durable', () => state.pendingBytes);
    gauge('wattsteward_dirty_meters', 'Meters whose intervals lag behind their readings', () => state.dirtyMeters);

    function gauge(name: string, help: string, read: () => number): void {
      const it: Gauge = new Gauge({ name, help, registers, collect: () => it.set(read()) });
    }
  }

  committed(group: Group, durationMs: number): void {
    this.#commitSeconds.observe(durationMs / 1_000);
    this.#commitItems.observe(group.batch.size);
    for (const tally of group.tallies.values()) {
      const { source } = tally;
      // What was refused comes again, and counts then.
      this.#received.inc({ source }, tally.received - tally.outcomes.refused);
      for (const outcome of outcomes) this.#count(source, outcome, tally.outcomes[outcome]);
      this.#count(source, 'rejected', tally.rejected);
      for (const [reason, count] of tally.quarantined) {
        this.#count(source, 'quarantined', count);
        this.#refused.inc({ source, reason }, count);
      }
      const { waiting } = tally.outcomes;
      this.#count(source, 'quarantined', waiting);
      if (waiting > 0) this.#refused.inc({ source, reason: 'waiting-for-history' }, waiting);
    }
  }

  bulk(
    source: Source,
    counts: { received: number; stored: number; duplicate: number; revisions: number; rejected?: number },
  ): void {
    this.#received.inc({ source }, counts.received);
    this.#count(source, 'rejected', counts.rejected ?? 0);
    this.#count(source, 'stored', counts.stored - counts.revisions);
    this.#count(source, 'revision', counts.revisions);
    this.#count(source, 'duplicate', counts.duplicate);
  }

  bulkRefused(source: Source, reason: string, items: number): void {
    this.#count(source, 'quarantined', items);
    this.#refused.inc({ source, reason }, items);
  }

  commitFailed(code: string): void {
    this.#commitFailures.inc({ code });
  }

  derived(durationMs: number): void {
    this.#deriveSeconds.observe(durationMs / 1_000);
  }

  deriveFailed(): void {
    this.#deriveFailures.inc();
  }

  #count(source: Source, outcome: string, count: number): void {
    if (count > 0) this.#items.inc({ source, outcome }, count);
  }
}
