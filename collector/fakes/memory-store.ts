import type { LedgerCounts } from '../../domain/metering/ledger.ts';
import {
  isLong,
  type BulkColumns,
  type CommitResult,
  type DeriveRequest,
  type DeriveResult,
  type DirtyMark,
  type EventRecord,
  type IngestBatch,
  type LatestValues,
  type LedgerAccount,
  type Outcome,
  type QuarantineItem,
  type QuarantineRow,
  type StoredReading,
} from '../../storage/series/port.ts';
import type { CollectorStore } from '../collector.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Entry =
  | { kind: 'received'; account: number; count: number }
  | { kind: 'rejected'; account: number; count: number }
  | ({ kind: 'reading'; account: number } & StoredReading)
  | { kind: 'event'; account: number; event: EventRecord }
  | { kind: 'quarantine'; account: number; item: QuarantineItem };

const noCounts = (): Mutable<LedgerCounts> => ({
  received: 0,
  stored: 0,
  duplicate: 0,
  quarantined: 0,
  rejected: 0,
  revisions: 0,
});

/** A series store in memory with the same rules of identity and ledger, and with faults that a test can turn on. */
export class MemoryStore implements CollectorStore {
  /** Awaited before a commit or derivation is done; a throw makes it fail and nothing of it is stored. */
  beforeCommit: () => Promise<void> | void = () => {};
  beforeDerive: (requests: readonly DeriveRequest[]) => Promise<void> | void = () => {};

  readonly readings = new Map<string, Map<number, Record<string, number>>>();
  readonly events = new Map<string, EventRecord>();
  readonly quarantined: Mutable<QuarantineRow>[] = [];
  readonly batchSizes: number[] = [];
  readonly bulkSizes: number[] = [];
  readonly derived: DeriveRequest[] = [];
  readonly marks: DirtyMark[] = [];
  /** Every value that ever stood at an instant: what comes again is a duplicate, also after a revision. */
  readonly #held = new Set<string>();
  readonly accounts: LedgerAccount[] = [];
  readonly #ledger = new Map<number, Mutable<LedgerCounts>>();

  forget(): Promise<never> {
    throw new Error('not on this bench');
  }

  newBatch(): MemoryBatch {
    return new MemoryBatch((account) => this.#account(account));
  }

  async commit(batch: IngestBatch): Promise<CommitResult> {
    await this.beforeCommit();
    this.batchSizes.push(batch.size);
    const readings: Outcome[] = [];
    const events: Outcome[] = [];
    for (const entry of (batch as MemoryBatch).entries) {
      const counts = this.#counts(entry.account);
      if (entry.kind === 'received') counts.received += entry.count;
      else if (entry.kind === 'rejected') counts.rejected += entry.count;
      else if (entry.kind === 'reading') readings.push(count(counts, this.#put(entry)));
      else if (entry.kind === 'event') events.push(count(counts, this.#putEvent(entry.event)));
      else {
        const id = this.quarantined.length + 1;
        this.quarantined.push({ ...this.accounts[entry.account]!, ...entry.item, id, state: 'open' });
        counts.quarantined++;
      }
    }
    return { readings, events, durationMs: 0 };
  }

  ledger(filter: Partial<LedgerAccount> = {}): LedgerCounts {
    const sum = noCounts();
    for (const [key, counts] of this.#ledger) {
      const account = this.accounts[key]!;
      if (Object.entries(filter).some(([name, value]) => account[name as keyof LedgerAccount] !== value)) continue;
      for (const name of Object.keys(sum) as (keyof LedgerCounts)[]) sum[name] += counts[name];
    }
    return sum;
  }

  quarantineItem(id: number): Promise<QuarantineRow | null> {
    return Promise.resolve(this.quarantined[id - 1] ?? null);
  }

  resolveQuarantine(
    id: number,
    as: { reading: StoredReading } | { event: EventRecord; receivedAt: number },
  ): Promise<Outcome | null> {
    const row = this.quarantined[id - 1];
    if (row?.state !== 'open') return Promise.resolve(null);
    row.state = 'replayed';
    const counts = this.#counts(this.#account(row));
    counts.quarantined--;
    return Promise.resolve(count(counts, 'reading' in as ? this.#put(as.reading) : this.#putEvent(as.event)));
  }

  bulk({ source, device, meter, receivedAt, ts, points }: BulkColumns) {
    this.bulkSizes.push(ts.length);
    const counts = this.#counts(this.#account({ source, device, meter }));
    const before = { ...counts };
    const marked = this.marks.length;
    ts.forEach((at, i) => {
      const values = Object.fromEntries(Object.entries(points).map(([point, column]) => [point, column[i]!]));
      counts.received++;
      count(counts, this.#put({ meter, ts: at, receivedAt, values }));
    });
    // One mark for the whole call, as the real one has it.
    const [first] = this.marks.splice(marked);
    if (first) this.marks.push({ meter, from: ts[0]!, to: ts[ts.length - 1]! });
    return Promise.resolve({
      stored: counts.stored - before.stored,
      duplicate: counts.duplicate - before.duplicate,
      revisions: counts.revisions - before.revisions,
    });
  }

  latest(): ReadonlyMap<string, LatestValues> {
    const latest = [...this.readings.keys()].map((meter): [string, LatestValues] => [
      meter,
      { meter, lastReadingAt: 0, lastReceivedAt: 0, points: {} },
    ]);
    return new Map(latest);
  }

  dirty(limit: number): Promise<readonly DirtyMark[]> {
    return Promise.resolve(this.marks.slice(0, limit));
  }

  markDirty(stretches: readonly DirtyMark[]): Promise<void> {
    this.marks.push(...stretches);
    return Promise.resolve();
  }

  async derive(requests: readonly DeriveRequest[]): Promise<readonly DeriveResult[]> {
    const taken = this.marks.filter((mark) =>
      requests.some(({ meter, shortOnly }) => meter === mark.meter && !(shortOnly === true && isLong(mark))),
    );
    await this.beforeDerive(requests);
    this.derived.push(...requests);
    for (const mark of taken) this.marks.splice(this.marks.indexOf(mark), 1);
    return requests.map(({ meter, range }) => ({
      meter,
      points: [{ point: 'energy_kwh', from: range?.from ?? 0, to: range?.to ?? 0 }],
      lags: this.marks.some((mark) => mark.meter === meter),
    }));
  }

  rebuild(requests: readonly DeriveRequest[]) {
    this.derived.push(...requests);
    return Promise.resolve({ sha256: '', intervals: 0 });
  }

  #account(account: LedgerAccount): number {
    const { source, device, meter } = account;
    const known = this.accounts.findIndex((a) => a.source === source && a.device === device && a.meter === meter);
    return known >= 0 ? known : this.accounts.push({ source, device, meter }) - 1;
  }

  #counts(account: number): Mutable<LedgerCounts> {
    let counts = this.#ledger.get(account);
    if (!counts) this.#ledger.set(account, (counts = noCounts()));
    return counts;
  }

  #put({ meter, ts, values }: StoredReading): Outcome {
    let rows = this.readings.get(meter);
    if (!rows) this.readings.set(meter, (rows = new Map()));
    const known = rows.get(ts) ?? {};
    const points = Object.keys(values);
    const held = points.map((point) => `${meter} ${ts} ${point} ${values[point]}`);
    if (held.every((value) => this.#held.has(value))) return 'duplicate';
    rows.set(ts, { ...known, ...values });
    for (const value of held) this.#held.add(value);
    this.marks.push({ meter, from: ts, to: ts });
    return points.some((point) => point in known && known[point] !== values[point]) ? 'revision' : 'stored';
  }

  #putEvent(event: EventRecord): Outcome {
    const key = `${event.device} ${event.seq} ${event.ts}`;
    if (this.events.has(key)) return 'duplicate';
    this.events.set(key, event);
    return 'stored';
  }
}

function count(counts: Mutable<LedgerCounts>, outcome: Outcome): Outcome {
  if (outcome === 'duplicate') counts.duplicate++;
  else counts.stored++;
  if (outcome === 'revision') counts.revisions++;
  return outcome;
}

class MemoryBatch implements IngestBatch {
  readonly entries: Entry[] = [];
  readonly account: (account: LedgerAccount) => number;
  #size = 0;

  constructor(account: (account: LedgerAccount) => number) {
    this.account = account;
  }
  get size(): number {
    return this.#size;
  }
  received(account: number, count: number): void {
    this.entries.push({ kind: 'received', account, count });
  }
  rejected(account: number, count: number): void {
    this.#size += count;
    this.entries.push({ kind: 'rejected', account, count });
  }
  reading(account: number, meter: string, ts: number, receivedAt: number, values: Record<string, number>): number {
    this.entries.push({ kind: 'reading', account, meter, ts, receivedAt, values });
    return this.#size++;
  }
  event(account: number, _receivedAt: number, event: EventRecord): number {
    this.entries.push({ kind: 'event', account, event });
    return this.#size++;
  }
  quarantine(account: number, item: QuarantineItem): void {
    this.#size++;
    this.entries.push({ kind: 'quarantine', account, item });
  }
}
