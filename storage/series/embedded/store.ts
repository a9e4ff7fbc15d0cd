import type { Resolution } from '../../../domain/metering/interval.ts';
import type { VerdictEffect } from '../../../domain/metering/finding.ts';
import type { LedgerCounts } from '../../../domain/metering/ledger.ts';
import {
  StoreError,
  type BulkColumns,
  type CommitResult,
  type DeriveRequest,
  type DeriveResult,
  type DirtyMark,
  type EventQuery,
  type EventRecord,
  type FindingQuery,
  type Forgotten,
  type ForwarderState,
  type IngestBatch,
  type IntervalColumns,
  type LatestValues,
  type LedgerAccount,
  type Outcome,
  type QuarantineRow,
  type QuarantineUsage,
  type ArrivalColumns,
  type SampleColumns,
  type SeriesStore,
  type Revision,
  type StoredFinding,
  type StoredReading,
  type StoreHealth,
} from '../port.ts';
import { EmbeddedBatch } from './batch.ts';
import { checkBulk } from './bulk-columns.ts';
import { Derivations, endOfTime } from './derivations.ts';
import type { ForgetMessage } from './forgetting.ts';
import { Health } from './health.ts';
import { HistoryNeeded, withHistory, type Behind } from './history.ts';
import { Latest } from './latest.ts';
import { outcome, outcomes, type Fault } from './message.ts';
import type { Names } from './names.ts';
import { faultOf, type EmbeddedStoreOptions, type StoreFaults } from './options.ts';
import { openThreads, type Threads } from './threads.ts';

export type { EmbeddedStoreOptions, StoreFaults } from './options.ts';

/** A quarantined item, as what it is stored now. */
export interface Acceptable {
  readonly id: number;
  readonly account: LedgerAccount;
  readonly as: { readonly reading: StoredReading } | { readonly event: EventRecord; readonly receivedAt: number };
}

/** Opens (and creates) the store in a folder. One process at a time may have a folder open. */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<SeriesStore> {
  return (await openLocal(options, null, () => null)).store;
}

/**
 * The same with a server behind it.
 * @param target names the server: another one gets everything that is here
 */
export async function openLocal(
  options: EmbeddedStoreOptions,
  target: string | null,
  behindOf: (threads: Threads, names: Names) => Behind | null,
): Promise<{ readonly store: EmbeddedStore; readonly elsewhere: boolean }> {
  const { threads, names, newest, current, calculated, elsewhere } = await openThreads({ ...options, target });
  const latest = new Latest();
  latest.load(newest, names);
  const store = new EmbeddedStore(options, threads, names, latest, behindOf(threads, names));
  if (!current) await store.deriveAfresh();
  else if (!calculated) await store.deriveAgain();
  return { store, elsewhere };
}

/** The main thread's side: holds names, newest values and health; everything else is asked of the threads. */
export class EmbeddedStore implements SeriesStore {
  readonly #threads: Threads;
  readonly #names: Names;
  readonly #latest: Latest;
  readonly #health: Health;
  readonly #derivations: Derivations;
  readonly #behind: Behind | null;
  readonly #faults: StoreFaults | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: EmbeddedStoreOptions, threads: Threads, names: Names, latest: Latest, behind: Behind | null) {
    this.#threads = threads;
    this.#names = names;
    this.#latest = latest;
    this.#health = new Health(options.log, options.now);
    this.#derivations = new Derivations(threads, names, behind);
    this.#behind = behind;
    this.#faults = options.faults;
  }

  newBatch(): IngestBatch {
    return new EmbeddedBatch(this.#names);
  }

  async commit(batch: IngestBatch): Promise<CommitResult> {
    if (!(batch instanceof EmbeddedBatch)) throw new TypeError('the batch is of another store');
    const message = batch.take(this.#fault());
    const start = performance.now();
    const reply = await this.#write(this.#threads.writer.call('commit', message, [message.readings.buffer]));
    const durationMs = performance.now() - start;
    this.#remember(batch, reply.readings);
    return { readings: outcomesOf(reply.readings), events: outcomesOf(reply.events), durationMs };
  }

  async bulk(columns: BulkColumns) {
    const { source, device, meter, receivedAt, ts, points } = columns;
    checkBulk(columns);
    const account = this.#names.account({ source, device, meter });
    const key = this.#names.meter(meter);
    const message = { account, meter: key, receivedAt, ts, points, fault: this.#fault() };
    const result = await this.#with(meter, () =>
      this.#write(this.#threads.writer.call('bulk', { ...message, names: this.#names.takeUnsent() })),
    );
    if (result.stored > 0) this.#latest.bulk(meter, receivedAt, ts, points);
    return result;
  }

  health(): StoreHealth {
    return this.#health.state;
  }

  forwarding(): ForwarderState | null {
    return this.#behind?.state() ?? null;
  }

  ledger(filter: { source?: string; device?: string; meter?: string } = {}): Promise<LedgerCounts> {
    return this.#threads.writer.call('ledger', this.#names.accountsOf(filter));
  }

  sources(): readonly string[] {
    return [
      ...new Set(this.#names.accounts.flatMap((account) => (account === undefined ? [] : [account.source]))),
    ].sort();
  }

  quarantine(query: {
    limit: number;
    before?: number;
    device?: string;
    state?: QuarantineRow['state'];
  }): Promise<readonly QuarantineRow[]> {
    return this.#threads.reader.call('quarantine', query);
  }

  quarantineUsage(): Promise<QuarantineUsage> {
    return this.#threads.writer.call('quarantineUsage', undefined);
  }

  async quarantineItem(id: number): Promise<QuarantineRow | null> {
    const [item] = await this.#threads.reader.call('quarantine', { id, limit: 1 });
    return item ?? null;
  }

  async resolveQuarantine(
    id: number,
    as: { reading: StoredReading } | { event: EventRecord; receivedAt: number },
  ): Promise<Outcome | null> {
    const item = await this.quarantineItem(id);
    if (item?.state !== 'open') return null;
    const { source, device } = item;
    const meter = 'reading' in as ? as.reading.meter : item.meter;
    const [result] = await this.#with(meter, () => this.#resolve([{ id, account: { source, device, meter }, as }]));
    return result as Outcome | null;
  }

  /** The same for readings of one meter that have waited for its history, which is back; in one transaction. */
  resolveWaiting(items: readonly Acceptable[]): Promise<(Outcome | null)[]> {
    return this.#resolve(items);
  }

  latest(): ReadonlyMap<string, LatestValues> {
    return this.#latest.meters;
  }

  samples(meter: string, point: string, from: number, to: number, asOf?: number): Promise<SampleColumns> {
    return this.#with(meter, () => this.#threads.reader.call('samples', { meter, point, from, to, asOf }));
  }

  arrivals(meter: string, from: number, to: number): Promise<ArrivalColumns> {
    return this.#threads.reader.call('arrivals', { meter, from, to });
  }

  points(meter: string): Promise<readonly string[]> {
    return Promise.resolve(this.#latest.points(meter));
  }

  events(query: EventQuery) {
    return this.#threads.reader.call('events', query);
  }

  async intervals(meter: string, point: string, every: Resolution, from: number, to: number): Promise<IntervalColumns> {
    const [columns] = await this.intervalsOf([{ meter, point }], every, from, to);
    return columns as IntervalColumns;
  }

  intervalsOf(
    meters: readonly { meter: string; point: string }[],
    every: Resolution,
    from: number,
    to: number,
  ): Promise<readonly IntervalColumns[]> {
    return this.#threads.reader.call('intervalsOf', { series: meters, every, from, to });
  }

  intervalsAsOf(
    { meter, rules }: DeriveRequest,
    point: string,
    every: Resolution,
    from: number,
    to: number,
    asOf: number,
  ): Promise<IntervalColumns> {
    const request = { meter, rules, point, every, from, to, asOf };
    return this.#with(meter, () => this.#threads.reader.call('intervalsAsOf', request));
  }

  findings(query: FindingQuery): Promise<readonly StoredFinding[]> {
    return this.#threads.reader.call('findings', query);
  }

  countFindings(meters?: readonly string[]): Promise<Readonly<Record<VerdictEffect, number>>> {
    return this.#threads.reader.call('countFindings', meters);
  }

  findingsAsOf({ meter, rules }: DeriveRequest, point: string, from: number, to: number, asOf: number) {
    const request = { meter, rules, point, from, to, asOf };
    return this.#with(meter, () => this.#threads.reader.call('findingsAsOf', request));
  }

  revisions(meter: string, point: string, from: number, to: number, limit: number): Promise<readonly Revision[]> {
    return this.#with(meter, () => this.#threads.reader.call('revisions', { meter, point, from, to, limit }));
  }

  async dirty(limit: number): Promise<readonly DirtyMark[]> {
    const marks = await this.#threads.writer.call('dirty', limit);
    return marks.map(({ meter, from, to }) => ({ meter: this.#names.meterIds[meter] as string, from, to }));
  }

  async markDirty(stretches: readonly DirtyMark[]): Promise<void> {
    if (stretches.length === 0) return;
    const keyed = stretches.map(({ meter, from, to }) => ({ meter: this.#names.meter(meter), from, to }));
    const message = { names: this.#names.takeUnsent(), stretches: keyed };
    await this.#write(this.#threads.writer.call('markDirty', message));
  }

  /** Other days and months than those on disk (another time zone, a lost file): all is dirty, then nothing is left. */
  async deriveAfresh(): Promise<void> {
    await this.#markAllDirty();
    await this.#threads.deriver.call('startAfresh', undefined);
  }

  /** Another calculation than that of what is on disk: all is dirty, and stays until it is replaced. */
  async deriveAgain(): Promise<void> {
    await this.#markAllDirty();
    await this.#threads.deriver.call('calculated', undefined);
  }

  derive(requests: readonly DeriveRequest[]): Promise<readonly DeriveResult[]> {
    return this.#derivations.derive(requests);
  }

  rebuild(requests: readonly DeriveRequest[], progress?: (done: number, of: number) => void) {
    return this.#derivations.rebuild(requests, progress);
  }

  contentHash() {
    return this.#derivations.contentHash();
  }

  async forget({ meters, devices }: { meters: readonly string[]; devices: readonly string[] }): Promise<Forgotten> {
    const gone = { readings: 0, events: 0, quarantined: 0 };
    const forget = async (message: Omit<ForgetMessage, 'accounts'>, of: { meter: string } | { device: string }) => {
      const accounts = this.#names.accountsOf(of) ?? [];
      const reply = await this.#write(this.#threads.writer.call('forget', { ...message, accounts }));
      gone.readings += reply.readings;
      gone.events += reply.events;
      gone.quarantined += reply.quarantined;
    };
    for (const meter of meters) {
      const key = this.#names.knownMeter(meter);
      await this.#derivations.forget(meter, () => forget({ ...(key !== undefined && { meter: key }) }, { meter }));
      this.#latest.forget(meter);
    }
    for (const device of devices) await forget({ device }, { device });
    await this.#threads.writer.call('shrink', undefined);
    return { ...gone, behind: this.#behind !== null };
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    // Together: a derivation may be waiting for the server, which need not answer.
    await Promise.all([this.#derivations.close(), this.#behind?.close()]);
    await this.#threads.close();
  }

  /** A request that may need readings of a meter's past. */
  #with<T>(meter: string, work: () => Promise<T>): Promise<T> {
    return withHistory(this.#behind, meter, work);
  }

  #markAllDirty(): Promise<void> {
    return this.markDirty(Array.from(this.#latest.meters.keys(), (meter) => ({ meter, from: 0, to: endOfTime })));
  }

  async #resolve(items: readonly Acceptable[]): Promise<(Outcome | null)[]> {
    const batches = items.map(({ id, account, as }) => {
      const batch = new EmbeddedBatch(this.#names);
      const key = batch.account(account);
      if ('event' in as) batch.event(key, as.receivedAt, as.event);
      else batch.reading(key, as.reading.meter, as.reading.ts, as.reading.receivedAt, as.reading.values);
      return { id, account: key, batch };
    });
    const fault = this.#fault();
    const message = batches.map(({ id, account, batch }) => ({ id, account, batch: batch.take(undefined) }));
    const results = await this.#write(this.#threads.writer.call('resolve', { batches: message, fault }));
    results.forEach((result, i) => {
      if (result !== null) this.#remember(batches[i]!.batch, [result]);
    });
    return results.map((result) => (result === null ? null : (outcomes[result] as Outcome)));
  }

  #remember(batch: EmbeddedBatch, results: ArrayLike<number>): void {
    let waits = false;
    let refused = 0;
    batch.kept.forEach(({ meter, ts, receivedAt, values }, i) => {
      if (results[i] === outcome.waiting) waits = true;
      else if (results[i] === outcome.refused) refused++;
      else if (results[i] !== outcome.duplicate) this.#latest.reading(meter, ts, receivedAt, values);
    });
    if (waits) this.#behind?.arrivalWaits();
    if (refused > 0) {
      this.#health.refusedLate(refused);
      this.#behind?.arrivalsRefused();
    }
  }

  /** Follows a write to its end: the store's health is that of the last one. */
  async #write<T>(written: Promise<T>): Promise<T> {
    try {
      const result = await written;
      this.#health.succeeded();
      return result;
    } catch (error) {
      if (error instanceof StoreError && !(error instanceof HistoryNeeded) && this.#closed === undefined) {
        this.#health.failed(error);
      }
      throw error;
    }
  }

  #fault(): Fault | undefined {
    return this.#faults && faultOf(this.#faults);
  }
}

function outcomesOf(codes: Uint8Array): Outcome[] {
  return Array.from(codes, (code) => outcomes[code] as Outcome);
}
