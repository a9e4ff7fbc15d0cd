import type { Finding, VerdictRule } from '../../domain/metering/finding.ts';
import type { LedgerCounts, QuarantineReason } from '../../domain/metering/ledger.ts';
import { qualities, type Resolution } from '../../domain/metering/interval.ts';
import type { MeterRules } from '../../domain/metering/meter.ts';

/**
 * The series store: what was received (raw readings, events, quarantine, ledger) and what is derived from it
 * (intervals). One contract test runs on every adapter (`contract.ts`). Meters are named by their portfolio id;
 * instants are milliseconds UTC. Nothing here knows buildings, contracts or canteens.
 */

/** Where something came from: the broker, another broker, the bulk door. */
export type Source = 'mqtt' | 'bulk' | (string & {});

/** Who is accounted for an item: the publisher, and the meter it speaks of ('' when none is known). */
export interface LedgerAccount {
  readonly source: Source;
  readonly device: string;
  readonly meter: string;
}

/**
 * Where one item of a batch ended. `refused` (quarantined or rejected) is decided before the store. A reading whose
 * values all stand or once stood at its instant is a duplicate: what is delivered again never undoes a revision.
 * `waiting`: older than what the store keeps here; it is quarantined as `waiting-for-history`, counted so, and judged
 * by the store itself when the server behind it has answered.
 * `refused`: too many wait already. It is not stored and not counted: its message must not be acknowledged.
 */
export type Outcome = 'stored' | 'revision' | 'duplicate' | 'waiting' | 'refused';

/** Code of the trouble behind `refused`. */
export const waitingFull = 'WAITING_FULL';

export interface EventRecord {
  readonly device: string;
  readonly seq: number;
  readonly ts: number;
  readonly type: 'weighing' | 'meals' | (string & {});
  readonly canteen: string | null;
  /** The event as received (without unknown meaning lost), JSON text. */
  readonly body: string;
}

export interface StoredEvent extends EventRecord {
  readonly receivedAt: number;
}
export interface EventQuery {
  readonly canteen?: string;
  readonly device?: string;
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  /** The last one of the page before, in the same order. */
  readonly after?: Pick<EventRecord, 'ts' | 'device' | 'seq'>;
  readonly newestFirst?: boolean;
}

export interface QuarantineItem {
  readonly topic: string;
  readonly receivedAt: number;
  readonly reason: QuarantineReason;
  /** What is wrong and where, e.g. `values.energy_kwh is the string "12"`. */
  readonly detail: string;
  /** The item's own bytes as received. */
  readonly bytes: Uint8Array;
}

/**
 * A batch is written in one durable transaction: all of it or nothing. Fill it with what one or many messages
 * carried, then `commit`. Items are judged (new, duplicate, revision) in the order in which they were added.
 */
export interface IngestBatch {
  /** Number of items added (readings, events, quarantined, rejected). */
  readonly size: number;
  /** Interns an account; keep the number, it holds for the life of the store. */
  account(account: LedgerAccount): number;
  /** Counts what arrived, before any check. Separate from what the items below count. */
  received(account: number, count: number): void;
  /**
   * `ts` and `receivedAt` whole milliseconds, values finite, at least one: anything else is a fault of the caller
   * (RangeError) and adds nothing.
   * @returns the reading's place in `CommitResult.readings`.
   */
  reading(
    account: number,
    meter: string,
    ts: number,
    receivedAt: number,
    values: Readonly<Record<string, number>>,
  ): number;
  event(account: number, receivedAt: number, event: EventRecord): number;
  quarantine(account: number, item: QuarantineItem): void;
  rejected(account: number, count: number): void;
}

export interface CommitResult {
  /** Outcome of each reading, in the order added. */
  readonly readings: readonly Outcome[];
  readonly events: readonly Outcome[];
  readonly durationMs: number;
}

export interface StoredReading {
  readonly meter: string;
  readonly ts: number;
  readonly receivedAt: number;
  readonly values: Readonly<Record<string, number>>;
}

/** Newest known value of each point of a meter. */
export interface LatestValues {
  readonly meter: string;
  readonly lastReadingAt: number;
  readonly lastReceivedAt: number;
  readonly points: Readonly<Record<string, { readonly ts: number; readonly value: number }>>;
}

export { qualities };

/** Columns of raw samples, ascending by ts; equal length. */
export interface SampleColumns {
  readonly ts: Float64Array;
  readonly value: Float64Array;
}

/** When the readings of a meter first arrived: columns, ascending by ts; equal length. */
export interface ArrivalColumns {
  readonly ts: Float64Array;
  readonly receivedAt: Float64Array;
}

/** Columns of intervals, ascending, without holes: interval i is [startsAt[i], startsAt[i+1] or endsAt). NaN = null. */
export interface IntervalColumns {
  readonly startsAt: Float64Array;
  readonly endsAt: number;
  readonly value: Float64Array;
  readonly coverage: Float64Array;
  /** Index into `qualities`. */
  readonly quality: Uint8Array;
  /** Instantaneous points only. */
  readonly min?: Float64Array;
  readonly max?: Float64Array;
}

export interface QuarantineRow extends QuarantineItem {
  readonly id: number;
  readonly source: Source;
  readonly device: string;
  readonly meter: string;
  readonly state: 'open' | 'replayed' | 'discarded';
}

/** Raw readings changed from `from` on (ms UTC) and the meter's intervals are not yet computed again. */
export interface DirtyMark {
  readonly meter: string;
  readonly from: number;
  readonly to: number;
}

const longMs = 2 * 86_400_000;

/** A mark of an import or of other rules, which may be work for a while; a device that speaks now makes short ones. */
export const isLong = ({ from, to }: Pick<DirtyMark, 'from' | 'to'>): boolean => to - from > longMs;

export interface DeriveRequest {
  readonly meter: string;
  /** The meter's long marks stay for later: this is quick, whatever it imports meanwhile. */
  readonly shortOnly?: boolean;
  readonly rules: MeterRules;
  /** Touched range of raw readings; absent: everything the meter has. */
  readonly range?: { readonly from: number; readonly to: number };
}

export interface DeriveResult {
  readonly meter: string;
  /** The range of intervals that was written again, per point. */
  readonly points: readonly { readonly point: string; readonly from: number; readonly to: number }[];
  /** It still lags: long marks that were not asked for, or what came meanwhile. */
  readonly lags: boolean;
}

/** What the quarantine keeps, and its bounds. */
export interface QuarantineUsage {
  readonly open: number;
  /** Replayed or discarded: the oldest make room first. */
  readonly resolved: number;
  readonly bytes: number;
  readonly maxItems: number;
  readonly maxBytes: number;
  /** No room for one more: further items are counted, their bytes are not kept. */
  readonly full: boolean;
  /** Counted by the ledger as quarantined and not kept. */
  readonly notKept: number;
}

export type StoreHealth =
  | { readonly state: 'ok' }
  /** The last commit failed; nothing is acknowledged until one succeeds. */
  | { readonly state: 'failing'; readonly since: number; readonly code: string; readonly message: string };

/** The server behind a local store, for adapters that have one. */
export interface ForwarderState {
  /** Without credentials. */
  readonly url: string;
  /** `refused`: the server answers and does not let us (wrong token, no such database). */
  readonly state: 'ok' | 'catching-up' | 'away' | 'refused';
  readonly since: number;
  /** Raw rows and rollup ranges that the server has not confirmed. */
  readonly waitingRows: number;
  readonly oldestWaitingAt: number | null;
  readonly forwardedRows: number;
  readonly deadLetters: number;
  readonly lastError: { readonly at: number; readonly message: string } | null;
  /** Arrivals older than the local window that wait for the server's history. */
  readonly waitingForHistory: number;
}

export interface BulkColumns {
  readonly source: Source;
  readonly device: string;
  readonly meter: string;
  readonly receivedAt: number;
  /** Ascending timestamps and one column a point; NaN = absent at that ts. */
  readonly ts: Float64Array;
  readonly points: Readonly<Record<string, Float64Array>>;
}

/** What `forget` took out. `behind`: what was with a server behind the store is there still; false = there is none. */
export interface Forgotten {
  readonly readings: number;
  readonly events: number;
  readonly quarantined: number;
  readonly behind: boolean;
}

/** A finding of one point of a meter, as the last derivation left it. */
export interface StoredFinding extends Finding {
  readonly meter: string;
  readonly point: string;
}
export interface FindingQuery {
  /** Absent: all. */
  readonly meters?: readonly string[];
  readonly rules?: readonly VerdictRule[];
  readonly effects?: readonly Finding['effect'][];
  /** Findings that touch [from, to). */
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
  /** The last one of the page before. */
  readonly after?: {
    readonly from: number;
    readonly meter: string;
    readonly point: string;
    readonly rule: VerdictRule;
  };
}

/** A value at an instant that another one took the place of; `supersededAt` null: the one that counts. */
export interface Revision {
  readonly ts: number;
  readonly value: number;
  readonly receivedAt: number;
  readonly supersededAt: number | null;
}

export interface SeriesStore {
  newBatch(): IngestBatch;
  /**
   * Resolves when the batch is on disk; rejects (StoreError) when it is not, and then nothing of it is stored.
   * Batches are written in the order of the calls. A batch is spent by the call, whatever becomes of it.
   */
  commit(batch: IngestBatch): Promise<CommitResult>;
  /** The collector's bulk door: same identity and ledger rules, one transaction a call. At most 100,000 rows a call. */
  bulk(
    columns: BulkColumns,
  ): Promise<{ readonly stored: number; readonly duplicate: number; readonly revisions: number }>;

  health(): StoreHealth;
  /** null: nothing stands behind this store. */
  forwarding(): ForwarderState | null;
  ledger(filter?: { source?: Source; device?: string; meter?: string }): Promise<LedgerCounts>;
  /** Every source that the ledger has an account of. */
  sources(): readonly Source[];

  quarantine(query: {
    limit: number;
    before?: number;
    device?: string;
    state?: QuarantineRow['state'];
  }): Promise<readonly QuarantineRow[]>;
  /** Absent: this store does not bound it. */
  quarantineUsage?(): Promise<QuarantineUsage>;
  quarantineItem(id: number): Promise<QuarantineRow | null>;
  /**
   * A person replayed a quarantined item that is now acceptable: stores the reading or event and moves the ledger's
   * count from quarantined to the outcome, in one transaction. Answers `null` when it was not open any more.
   * Like every request that needs readings older than what is kept here: rejects with `HISTORY_AWAY` while the server
   * that has them can't be asked.
   */
  resolveQuarantine(
    id: number,
    as: { reading: StoredReading } | { event: EventRecord; receivedAt: number },
  ): Promise<Outcome | null>;

  /**
   * Newest value of every point of every meter. Computed at open, kept as batches commit. Synchronous, in memory; a
   * live view, so copy what must not change.
   */
  latest(): ReadonlyMap<string, LatestValues>;

  /** Raw readings of one point, [from, to), as read; as known at `asOf` when given. */
  samples(meter: string, point: string, from: number, to: number, asOf?: number): Promise<SampleColumns>;
  /** First arrival of each reading of a meter that is here, [from, to), whatever its points. */
  arrivals(meter: string, from: number, to: number): Promise<ArrivalColumns>;
  /** Points that a meter ever sent. */
  points(meter: string): Promise<readonly string[]>;
  /** Events of [from, to), ascending by ts, device and seq, or the newest first. */
  events(query: EventQuery): Promise<readonly StoredEvent[]>;

  /** Intervals of one point whose start lies in [from, to): complete, missing ones included. */
  intervals(meter: string, point: string, every: Resolution, from: number, to: number): Promise<IntervalColumns>;
  /** The same for many meters at once; read from the daily table for `1d` and `1mo`. */
  intervalsOf(
    meters: readonly { meter: string; point: string }[],
    every: Resolution,
    from: number,
    to: number,
  ): Promise<readonly IntervalColumns[]>;
  /** Intervals as they would have been derived from what was received up to `asOf`. Computed from raw on the fly. */
  intervalsAsOf(
    request: DeriveRequest,
    point: string,
    every: Resolution,
    from: number,
    to: number,
    asOf: number,
  ): Promise<IntervalColumns>;

  /** What the rules found in the readings, newest first (`from`, then meter, point, rule): derived with the intervals. */
  findings(query: FindingQuery): Promise<readonly StoredFinding[]>;
  /** How many there are by effect, of these meters or all. */
  countFindings(meters?: readonly string[]): Promise<Readonly<Record<Finding['effect'], number>>>;
  /** Findings that touch [from, to) as they would have been derived from what was received up to `asOf`; none of days. */
  findingsAsOf(
    request: DeriveRequest,
    point: string,
    from: number,
    to: number,
    asOf: number,
  ): Promise<readonly Finding[]>;
  /** Every value that ever stood at an instant of [from, to) that has more than one, ascending. */
  revisions(meter: string, point: string, from: number, to: number, limit: number): Promise<readonly Revision[]>;

  /**
   * Meters whose intervals lag behind their readings: short marks first, of each kind the oldest; a long one comes first
   * when many short ones went before it. A meter has several marks when late readings
   * lie far from the newest. What a running derivation has taken counts until it is on disk.
   */
  dirty(limit: number): Promise<readonly DirtyMark[]>;
  /**
   * What intervals rest on changed in these stretches (ends included): readings, or what people decided of them (then
   * readings need not lie in it). One transaction, however many there are.
   */
  markDirty(stretches: readonly DirtyMark[]): Promise<void>;
  /**
   * Derives intervals again, each meter atomically: in the requested ranges and in the meter's marks, which are cleared
   * (those that it has seen; what is committed meanwhile is marked anew). Requests for one meter are united.
   */
  derive(requests: readonly DeriveRequest[]): Promise<readonly DeriveResult[]>;
  /** Drops every interval, derives all of the given meters from raw again and answers a hash of the derived content. */
  rebuild(
    requests: readonly DeriveRequest[],
    progress?: (done: number, of: number) => void,
  ): Promise<{ readonly sha256: string; readonly intervals: number }>;
  /** Hash of all derived content in a fixed order, to compare with what `rebuild` gives. */
  contentHash(): Promise<{ readonly sha256: string; readonly intervals: number }>;

  /**
   * Takes out everything that these meters and devices ever brought, and what was derived from it, as if it had never
   * been; their accounts with it. For data that was never real: nothing else is ever deleted. One transaction a meter
   * or device: after a kill the same call completes it. Nothing of them may arrive or be derived meanwhile.
   */
  forget(of: { readonly meters: readonly string[]; readonly devices: readonly string[] }): Promise<Forgotten>;

  close(): Promise<void>;
}

/**
 * The store could not do it. `code` is SQLite's or the system's (`SQLITE_FULL`, `ENOSPC`, …), or `HISTORY_AWAY`: it needs
 * readings that only the server behind it has, and that can't be asked now (`HISTORY_DIFFERS`: it has fewer than it
 * confirmed).
 */
export class StoreError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
