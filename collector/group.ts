import type { QuarantineReason } from '../domain/metering/ledger.ts';
import type { CommitResult, IngestBatch, Outcome, Source } from '../storage/series/port.ts';
import type { ActivityBook } from './activity.ts';
import type { Arrival } from './arrival.ts';
import type { JudgedEvent, JudgedReading } from './judgement.ts';
import type { CommittedEvent, CommittedReading, RefusedItem } from './port.ts';

export type Done = (error?: Error) => void;

/** What one source's items in a group came to, for the metrics: counted once a commit, not once a reading. */
export class Tally {
  readonly source: Source;
  received = 0;
  rejected = 0;
  readonly quarantined = new Map<QuarantineReason, number>();
  readonly outcomes: Record<Outcome, number> = { stored: 0, revision: 0, duplicate: 0, waiting: 0, refused: 0 };
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
  readonly #arrivals: Arrival[] = [];
  // In the batch's order.
  readonly #readings: JudgedReading[] = [];
  readonly #readingArrivals: Arrival[] = [];
  /** Of the message that brought it, in `#waiting`. */
  readonly #readingPlaces: number[] = [];
  readonly #events: JudgedEvent[] = [];
  readonly #eventArrivals: Arrival[] = [];
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

  arrive(arrival: Arrival): void {
    this.#arrivals.push(arrival);
  }

  reading(reading: JudgedReading, tally: Tally, arrival: Arrival): void {
    this.#readings.push(reading);
    this.#readingArrivals.push(arrival);
    // Its message joins when all of it is here.
    this.#readingPlaces.push(this.#waiting.length);
    extend(this.#readingRuns, tally);
  }

  event(event: JudgedEvent, tally: Tally, arrival: Arrival): void {
    this.#events.push(event);
    this.#eventArrivals.push(arrival);
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

  /** Messages of which the store did not take every reading are answered with an error. @returns whether there are any. */
  refuse({ readings }: CommitResult): boolean {
    for (let i = readings.indexOf('refused'); i >= 0; i = readings.indexOf('refused', i + 1)) {
      this.#refusals.set(this.#readingPlaces[i]!, new Error('too many readings wait for their history'));
    }
    return readings.includes('refused');
  }

  count(result: CommitResult): void {
    share(this.#readingRuns, result.readings);
    share(this.#eventRuns, result.events);
  }

  get items(): number {
    let items = 0;
    for (const arrival of this.#arrivals) items += arrival.items;
    return items;
  }

  /** Adds what was committed to the devices that brought it. */
  note(result: CommitResult, book: ActivityBook): void {
    for (const { records, receivedAt, items, quarantined, rejected, refused } of this.#arrivals) {
      for (const record of records) {
        record.arrived(receivedAt, items);
        if (refused === null) continue;
        record.refused(quarantined, rejected);
        record.lastRefused = refused[refused.length - 1]!;
      }
      if (refused !== null) noteOfMeters(refused, book);
    }
    for (const [i, reading] of this.#readings.entries()) {
      const outcome = result.readings[i]!;
      const { records } = this.#readingArrivals[i]!;
      for (const record of records) record.keep(reading, outcome);
      // What a gateway or account brought for a meter is the meter's as well.
      if (records[0]?.device !== reading.meter) {
        const record = book.open(reading.meter);
        record.arrived(reading.receivedAt, 1);
        record.keep(reading, outcome);
      }
    }
    for (const [i, { event }] of this.#events.entries()) {
      const { records, receivedAt } = this.#eventArrivals[i]!;
      const kept = { meter: '', ts: event.ts, receivedAt, values: {}, ownTime: true };
      for (const record of records) record.keep(kept, result.events[i]!);
    }
  }

  /** Items that were counted and not stored, in the order in which they came. */
  refused(): RefusedItem[] {
    return this.#arrivals.flatMap(({ refused }) => refused ?? []);
  }

  /** Weighings and meal counts, each with where it ended. */
  committedEvents(result: CommitResult): CommittedEvent[] {
    return this.#events.map(({ event }, i) => {
      return { ...event, receivedAt: this.#eventArrivals[i]!.receivedAt, outcome: result.events[i]! };
    });
  }

  /** What the store has judged: a reading that waits for its history is not known to be one yet. */
  committed(result: CommitResult): CommittedReading[] {
    return this.#readings
      .map(({ meter, ts, receivedAt, values }, i) => {
        return { meter, ts, receivedAt, values, outcome: result.readings[i]! };
      })
      .filter(({ outcome }) => outcome !== 'waiting' && outcome !== 'refused');
  }
}

/** Speaks of itself in the name of another: no fault of the meter's. */
const notTheMeters: ReadonlySet<string> = new Set(['not-entitled', 'unknown-device']);

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

/** Refusals of what a gateway brought are its meters' as well. */
function noteOfMeters(refused: readonly RefusedItem[], book: ActivityBook): void {
  for (const item of refused) {
    if (item.meter === '' || item.meter === item.device || notTheMeters.has(item.reason)) continue;
    const record = book.open(item.meter);
    record.arrived(item.at, 1);
    record.refused(item.kind === 'quarantined' ? 1 : 0, item.kind === 'rejected' ? 1 : 0);
    record.lastRefused = item;
  }
}
