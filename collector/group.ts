import type { QuarantineReason } from '../domain/metering/ledger.ts';
import type { CommitResult, IngestBatch, Outcome, Source } from '../storage/series/port.ts';
import type { JudgedReading } from './judgement.ts';
import type { CommittedReading } from './port.ts';

export type Done = (error?: Error) => void;

/** What one source's items in a group came to, for the metrics: counted once a commit, not once a reading. */
export class Tally {
  readonly source: Source;
  received = 0;
  rejected = 0;
  readonly quarantined = new Map<QuarantineReason, number>();
  readonly outcomes: Record<Outcome, number> = { stored: 0, revision: 0, duplicate: 0 };
  constructor(source: Source) {
    this.source = source;
  }
}

/** The messages that share one commit: their items in the store's batch, and who waits for the answer. */
export class Group {
  readonly batch: IngestBatch;
  readonly tallies = new Map<Source, Tally>();
  bytes = 0;
  readonly #waiting: { readonly done: Done; readonly refusal: Error | undefined }[] = [];
  #answered = false;
  // One entry a reading, in the batch's order.
  readonly #readings: JudgedReading[] = [];
  readonly #receivedAt: number[] = [];
  readonly #readingTallies: Tally[] = [];
  readonly #eventTallies: Tally[] = [];

  constructor(batch: IngestBatch) {
    this.batch = batch;
  }

  get messages(): number {
    return this.#waiting.length;
  }

  /** Something must be written: what was received counts, even where judging lost it. */
  get hasContent(): boolean {
    for (const tally of this.tallies.values()) if (tally.received > 0) return true;
    return false;
  }

  tally(source: Source): Tally {
    let tally = this.tallies.get(source);
    if (!tally) this.tallies.set(source, (tally = new Tally(source)));
    return tally;
  }

  /** A message in this group; with `refusal` it is answered with that error, whatever the commit does. */
  join(done: Done, refusal?: Error): void {
    this.#waiting.push({ done, refusal });
  }

  reading(reading: JudgedReading, receivedAt: number, tally: Tally): void {
    this.#readings.push(reading);
    this.#receivedAt.push(receivedAt);
    this.#readingTallies.push(tally);
  }

  event(tally: Tally): void {
    this.#eventTallies.push(tally);
  }

  /** Answers every message once, in arrival order. A second call does nothing: late commits find them answered. */
  answer(error: Error | undefined, onThrow: (cause: unknown) => void): void {
    if (this.#answered) return;
    this.#answered = true;
    for (const { done, refusal } of this.#waiting) {
      try {
        done(refusal ?? error);
      } catch (cause) {
        onThrow(cause);
      }
    }
  }

  count(result: CommitResult): void {
    this.#readingTallies.forEach((tally, i) => tally.outcomes[result.readings[i]!]++);
    this.#eventTallies.forEach((tally, i) => tally.outcomes[result.events[i]!]++);
  }

  committed(result: CommitResult): CommittedReading[] {
    return this.#readings.map(({ meter, ts, values }, i) => ({
      meter,
      ts,
      receivedAt: this.#receivedAt[i]!,
      values,
      outcome: result.readings[i]!,
    }));
  }
}
