import type { LedgerCounts } from '../../../domain/metering/ledger.ts';
import { StoreError } from '../port.ts';
import { Accounts } from './accounts.ts';
import type { Connection, Statement } from './connection.ts';
import { Dirt } from './dirt.ts';
import { Forgetting, type ForgetMessage, type ForgetReply } from './forgetting.ts';
import { Journal } from './journal.ts';
import { Keeper } from './keeper.ts';
import { columnsOfLate, defaultLateBounds, LateArrivals, readLate, waitingReason } from './late.ts';
import {
  outcome,
  readingHeader,
  type BatchMessage,
  type BulkMessage,
  type CommitReply,
  type EventMessage,
  type Fault,
  type MarkMessage,
  type NewNames,
  type QuarantineMessage,
  type ResolveMessage,
} from './message.ts';
import { Outbox } from './outbox.ts';
import { bytesOfItem, defaultQuarantineBounds, QuarantineRoom, type QuarantineBounds } from './quarantine-room.ts';
import { PageLimit, pause } from './test-faults.ts';
import { RawReadings } from './readings.ts';
import { columnIndex } from './schema.ts';
import { count, Tally } from './tally.ts';
import { Window } from './window.ts';

export interface WriterBounds {
  readonly quarantine?: QuarantineBounds | undefined;
  /** Of readings that wait for their history. */
  readonly late?: QuarantineBounds | undefined;
}

/**
 * The only writer of the raw database. Each request is one transaction: on disk when it answers, or gone without a
 * trace, in memory too.
 */
export class Writer {
  readonly dirt: Dirt;
  /** `null`: nothing stands behind this store. */
  readonly keeper: Keeper | null;
  readonly #db: Connection;
  readonly #accounts: Accounts;
  readonly #journal: Journal;
  readonly #readings: RawReadings;
  readonly #window: Window;
  readonly #outbox: Outbox | null;
  readonly #late: LateArrivals;
  readonly #room: QuarantineRoom;
  readonly #forgetting: Forgetting;
  readonly #unsavedNames: { meters: NewNames['meters'][number][]; accounts: NewNames['accounts'][number][] };
  readonly #insertMeter: Statement;
  readonly #insertAccount: Statement;
  readonly #insertEvent: Statement;
  readonly #insertQuarantine: Statement;
  readonly #pageLimit: PageLimit;

  /** @param forwarding a server stands behind this store and gets everything */
  constructor(db: Connection, forwarding: boolean, bounds: WriterBounds = {}) {
    this.#db = db;
    this.#pageLimit = new PageLimit(db);
    this.#accounts = new Accounts(db);
    this.dirt = new Dirt(db);
    this.#outbox = forwarding ? new Outbox(db) : null;
    this.#journal = new Journal(db, this.#accounts, this.dirt, this.#outbox);
    this.#readings = new RawReadings(db);
    this.#window = new Window(db);
    this.#late = new LateArrivals(db, bounds.late ?? defaultLateBounds);
    this.#room = new QuarantineRoom(db, bounds.quarantine ?? defaultQuarantineBounds);
    this.#forgetting = new Forgetting(db, {
      accounts: this.#accounts,
      dirt: this.dirt,
      outbox: this.#outbox,
      window: this.#window,
      readings: this.#readings,
      room: this.#room,
    });
    this.#unsavedNames = { meters: [], accounts: [] };
    this.#insertMeter = db.prepare('INSERT INTO meter (key, id) VALUES (?, ?)');
    this.#insertAccount = db.prepare('INSERT INTO account (key, source, device, meter) VALUES (?, ?, ?, ?)');
    this.#insertEvent = db.prepare(
      `INSERT INTO event (device, seq, ts, type, canteen, body, received_at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    );
    this.#insertQuarantine = db.prepare(
      'INSERT INTO quarantine (account, topic, received_at, reason, detail, bytes) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#journal.recover();
    this.keeper =
      this.#outbox &&
      new Keeper({
        db,
        outbox: this.#outbox,
        dirt: this.dirt,
        window: this.#window,
        readings: this.#readings,
        transaction: (work) => this.#atomically(work),
      });
  }

  names(): NewNames {
    return {
      meters: this.#db.prepare('SELECT key, id FROM meter').all() as NewNames['meters'],
      accounts: this.#db.prepare('SELECT key, source, device, meter FROM account').all() as NewNames['accounts'],
    };
  }

  commit(batch: BatchMessage): CommitReply {
    return this.#transaction(batch.names, batch.fault, (tally) => {
      for (let i = 0; i < batch.counts.length; i += 3) {
        const account = batch.counts[i]!;
        tally.add(account, count.received, batch.counts[i + 1]!);
        tally.add(account, count.rejected, batch.counts[i + 2]!);
      }
      for (const item of batch.quarantined) this.#writeQuarantine(item, tally);
      return this.#writeItems(batch, tally, 'waits');
    });
  }

  bulk({ names, fault, account, meter, receivedAt, ts, points }: BulkMessage): {
    stored: number;
    duplicate: number;
    revisions: number;
  } {
    return this.#transaction(names, fault, (tally) => {
      const common = Object.entries(points)
        .map(([point, values]) => ({ point, values, column: columnIndex(point) }))
        .sort((a, b) => a.column - b.column);
      if (ts.length > 0) this.#window.require(meter, ts[0]!);
      const judged = [0, 0, 0];
      for (let row = 0; row < ts.length; row++) {
        const args = [meter, ts[row]!, receivedAt];
        let mask = 0;
        let other: Record<string, number> | undefined;
        for (const { point, values, column } of common) {
          const value = values[row]!;
          if (Number.isNaN(value)) continue;
          if (column < 0) (other ??= Object.create(null) as Record<string, number>)[point] = value;
          else {
            mask |= 1 << column;
            args.push(value);
          }
        }
        if (mask === 0 && other === undefined) continue;
        this.#settle(meter, ts[row]!, receivedAt, tally);
        const result = this.#readings.write(mask, args, other);
        judged[result]!++;
        tally.add(account, count.received, 1);
        tally.judged(account, result);
        if (result !== outcome.duplicate) tally.written(meter, ts[row]!, receivedAt);
      }
      return {
        stored: judged[outcome.stored]! + judged[outcome.revision]!,
        duplicate: judged[outcome.duplicate]!,
        revisions: judged[outcome.revision]!,
      };
    });
  }

  /**
   * Moves a quarantined item's count to its outcome. The account it is counted under from now on may be another one:
   * the reading names a meter, the unreadable item may not have.
   * @returns code of the outcome of each; `null` when the item is not open.
   * @throws HistoryNeeded when a reading can't be judged here, and nothing is moved.
   */
  resolve({ batches, fault }: ResolveMessage): (number | null)[] {
    const names = {
      meters: batches.flatMap(({ batch }) => batch.names.meters),
      accounts: batches.flatMap(({ batch }) => batch.names.accounts),
    };
    return this.#transaction(names, fault, (tally) =>
      batches.map(({ id, account, batch }) => {
        const open = this.#takeOut(id, tally);
        if (open === null) return null;
        tally.add(open.account, count.received, -1);
        tally.add(account, count.received, 1);
        const { readings, events } = this.#writeItems(batch, tally, open.waited === null ? 'any' : id);
        return (readings[0] ?? events[0]) as number;
      }),
    );
  }

  markDirty({ names, meter, from, to }: MarkMessage): void {
    this.#transaction(names, undefined, (tally) => {
      tally.touched(meter, from);
      tally.dirty.get(meter)!.add(from, to);
    });
  }

  /** After a fold: what the journal holds of them would come back. */
  forget(message: ForgetMessage): ForgetReply {
    this.fold();
    const reply = this.#atomically(() => this.#forgetting.rows(message));
    this.#forgetting.remembered(message);
    this.#late.reload();
    return reply;
  }

  /** Before names are given out. */
  letGoOfNames(): void {
    this.#atomically(() => this.#forgetting.names());
  }

  shrink(): void {
    this.#forgetting.shrink();
  }

  ledger(accounts?: readonly number[]): LedgerCounts {
    return this.#accounts.total(accounts);
  }

  quarantineUsage(): ReturnType<QuarantineRoom['usage']> {
    return this.#room.usage(this.#accounts.total().quarantined);
  }

  get unfoldedRows(): number {
    return this.#journal.rows;
  }

  fold(): void {
    if (this.#journal.rows === 0 && !this.dirt.hasUnsaved && this.#outbox?.hasUnsaved !== true) return;
    this.#atomically(() => {
      this.#journal.fold();
      this.#readings.saveLastTs();
    });
    this.#journal.folded();
    this.#readings.savedLastTs();
  }

  #transaction<T>(names: NewNames, fault: Fault | undefined, work: (tally: Tally) => T): T {
    this.#unsavedNames.meters.push(...names.meters);
    this.#unsavedNames.accounts.push(...names.accounts);
    const tally = new Tally(this.#outbox !== null);
    let result: T;
    this.#pageLimit.set(fault?.maxPageCount ?? 0);
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      for (const { key, id } of this.#unsavedNames.meters) this.#insertMeter.run(key, id);
      for (const { key, source, device, meter } of this.#unsavedNames.accounts) {
        this.#insertAccount.run(key, source, device, meter);
      }
      result = work(tally);
      this.#journal.append(tally);
      if (fault !== undefined && fault.delayMs > 0) pause(fault.delayMs);
      if (fault?.fail === true) throw new StoreError('SQLITE_IOERR', 'disk I/O error (made by a test)');
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#readings.rolledBack();
      this.#room.rolledBack();
      this.#late.rolledBack();
      this.#rollBack();
      throw error;
    }
    this.#unsavedNames.meters.length = 0;
    this.#unsavedNames.accounts.length = 0;
    this.#readings.committed();
    this.#late.committed();
    this.#journal.committed(tally);
    return result;
  }

  #atomically<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** An open item of the quarantine is open no longer. @returns `waited`: its bytes, when it waited for its history. */
  #takeOut(id: number, tally: Tally): { readonly account: number; readonly waited: Uint8Array | null } | null {
    const item = this.#db
      .prepare(
        `UPDATE quarantine SET state = 'replayed' WHERE id = ? AND state = 'open'
         RETURNING account, iif(reason = '${waitingReason}', bytes, NULL) AS waited, ${bytesOfItem} AS size`,
      )
      .get(id) as { account: number; waited: Uint8Array | null; size: number } | undefined;
    if (item === undefined) return null;
    if (item.waited !== null) this.#late.resolved(id, item.waited);
    this.#room.resolved(item.waited === null ? null : item.size);
    tally.add(item.account, count.quarantined, -1);
    return item;
  }

  /**
   * What waits for this instant came earlier: with its history here it is judged before what comes now, or it would be
   * a revision of a younger value.
   */
  #settle(meter: number, ts: number, receivedAt: number, tally: Tally, before?: number): void {
    for (const id of this.#late.at(meter, ts, before)) {
      const { account, waited } = this.#takeOut(id, tally)!;
      const { mask, columns, other } = columnsOfLate(readLate(waited!).values);
      const result = this.#readings.write(mask, [meter, ts, receivedAt, ...columns], other);
      tally.judged(account, result);
      if (result !== outcome.duplicate) tally.written(meter, ts, receivedAt);
    }
  }

  /**
   * @param late `waits`: a reading that can't be judged here goes into quarantine. Else it is a `HistoryNeeded`, and what
   * has waited for the same instant is judged before it: `any`, or what came before the item of this id.
   */
  #writeItems(batch: BatchMessage, tally: Tally, late: 'waits' | 'any' | number): CommitReply {
    const events = new Uint8Array(batch.events.length);
    batch.events.forEach((event, i) => (events[i] = this.#writeEvent(event, tally)));
    return { readings: this.#writeReadings(batch, tally, late), events };
  }

  #writeReadings(
    { readings, readingCount, others }: BatchMessage,
    tally: Tally,
    late: 'waits' | 'any' | number,
  ): Uint8Array {
    const results = new Uint8Array(readingCount);
    let at = 0;
    for (let i = 0; i < readingCount; i++) {
      const account = readings[at]!;
      const meter = readings[at + 1]!;
      const ts = readings[at + 2]!;
      const mask = readings[at + 4]!;
      const otherIndex = readings[at + 5]!;
      const args = [meter, ts, readings[at + 3]!];
      at += readingHeader;
      for (let rest = mask; rest !== 0; rest &= rest - 1) args.push(readings[at++]!);
      const other = otherIndex < 0 ? undefined : others[otherIndex];
      if (this.#window.isGone(meter, ts)) {
        if (late !== 'waits') this.#window.require(meter, ts);
        const result = (results[i] = this.#late.put(account, mask, args, other));
        if (result === outcome.waiting) tally.add(account, count.quarantined, 1);
        else if (result === outcome.duplicate) tally.judged(account, result);
        else tally.add(account, count.received, -1);
        continue;
      }
      this.#settle(meter, ts, args[2]!, tally, typeof late === 'number' ? late : undefined);
      const result = this.#readings.write(mask, args, other);
      results[i] = result;
      tally.judged(account, result);
      if (result !== outcome.duplicate) tally.written(meter, ts, args[2]!);
    }
    return results;
  }

  #writeEvent({ account, receivedAt, event }: EventMessage, tally: Tally): number {
    const { device, seq, ts, type, canteen, body } = event;
    const { changes } = this.#insertEvent.run(device, seq, ts, type, canteen, body, receivedAt);
    const result = changes === 1 ? outcome.stored : outcome.duplicate;
    tally.judged(account, result);
    return result;
  }

  #writeQuarantine(item: QuarantineMessage, tally: Tally): void {
    const { account, topic, receivedAt, reason, detail, bytes } = item;
    if (this.#room.take(bytes.length + topic.length + detail.length)) {
      this.#insertQuarantine.run(account, topic, receivedAt, reason, detail, bytes);
    }
    tally.add(account, count.quarantined, 1);
  }

  #rollBack(): void {
    // SQLite has rolled back by itself after some errors (a full disk, for one).
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
  }
}
