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
  readonly #waiting: Done[] = [];
  /** By place in `#waiting`. */
  readonly #refusals = new Map<number, Error>();
  #answered = false;
  // In the batch's order.
  readonly #readings: JudgedReading[] = [];
  readonly #readingRuns: Run[] = [];
  readonly #eventRuns: Run[] = [];

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
    const place = this.#waiting.push(done) - 1;
    if (refusal) this.#refusals.set(place, refusal);
  }

  reading(reading: JudgedReading, tally: Tally): void {
    this.#readings.push(reading);
    extend(this.#readingRuns, tally);
  }

  event(tally: Tally): void {
    extend(this.#eventRuns, tally);
  }

  /** Answers every message once, in arrival order. A second call does nothing: late commits find them answered. */
  answer(error: Error | undefined, onThrow: (cause: unknown) => void): void {
    if (this.#answered) return;
    this.#answered = true;
    for (const [place, done] of this.#waiting.entries()) {
      try {
        done(this.#refusals.get(place) ?? error);
      } catch (cause) {
        onThrow(cause);
      }
    }
  }

  count(result: CommitResult): void {
    share(this.#readingRuns, result.readings);
    share(this.#eventRuns, result.events);
  }

  committed(result: CommitResult): CommittedReading[] {
    return this.#readings.map(({ meter, ts, receivedAt, values }, i) => {
      return { meter, ts, receivedAt, values, outcome: result.readings[i]! };
    });
  }
}

/** Items of one source that lie next to each other in the batch: nearly always all of them. */
interface Run {
  readonly tally: Tally;
  items: number;
}

function extend(runs: Run[], tally: Tally): void {
  const last = runs[runs.length - 1];
  if (last?.tally === tally) last.items++;
  else runs.push({ tally, items: 1 });
}

function share(runs: readonly Run[], outcomes: readonly Outcome[]): void {
  let at = 0;
  for (const { tally, items } of runs) {
    for (const end = at + items; at < end; at++) tally.outcomes[outcomes[at]!]++;
  }
}
