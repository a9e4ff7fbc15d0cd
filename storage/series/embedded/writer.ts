import type { LedgerCounts } from '../../../domain/metering/ledger.ts';
import { Accounts } from './accounts.ts';
import type { Connection } from './connection.ts';
import { Dirt } from './dirt.ts';
import { Forgetting, type ForgetMessage, type ForgetReply } from './forgetting.ts';
import { Journal } from './journal.ts';
import { Keeper } from './keeper.ts';
import { Items } from './items.ts';
import { defaultLateBounds, LateArrivals } from './late.ts';
import {
  outcome,
  type BatchMessage,
  type BulkMessage,
  type CommitReply,
  type MarkMessage,
  type NewNames,
  type ResolveMessage,
} from './message.ts';
import { Outbox } from './outbox.ts';
import { defaultQuarantineBounds, QuarantineRoom, type QuarantineBounds } from './quarantine-room.ts';
import { PageLimit } from './test-faults.ts';
import { RawReadings } from './readings.ts';
import { count } from './tally.ts';
import { Transactions } from './transactions.ts';
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
  readonly #outbox: Outbox | null;
  readonly #late: LateArrivals;
  readonly #room: QuarantineRoom;
  readonly #forgetting: Forgetting;
  readonly #items: Items;
  readonly #transactions: Transactions;

  /** @param forwarding a server stands behind this store and gets everything */
  constructor(db: Connection, forwarding: boolean, bounds: WriterBounds = {}) {
    this.#db = db;
    const pageLimit = new PageLimit(db);
    this.#accounts = new Accounts(db);
    this.dirt = new Dirt(db);
    this.#outbox = forwarding ? new Outbox(db) : null;
    this.#journal = new Journal(db, this.#accounts, this.dirt, this.#outbox);
    this.#readings = new RawReadings(db);
    const window = new Window(db);
    this.#late = new LateArrivals(db, bounds.late ?? defaultLateBounds);
    this.#room = new QuarantineRoom(db, bounds.quarantine ?? defaultQuarantineBounds);
    const { dirt } = this;
    const [accounts, outbox, readings] = [this.#accounts, this.#outbox, this.#readings];
    const [late, room] = [this.#late, this.#room];
    this.#forgetting = new Forgetting(db, { accounts, dirt, outbox, window, readings, room });
    this.#items = new Items(db, { readings, window, late, room });
    this.#transactions = new Transactions(db, {
      journal: this.#journal,
      remembering: [readings, room, late],
      forwarding,
      pageLimit,
    });
    this.#journal.recover();
    this.keeper =
      outbox &&
      new Keeper({
        ...{ db, outbox, dirt, window, readings },
        transaction: (work) => this.#transactions.atomically(work),
      });
  }

  names(): NewNames {
    return {
      meters: this.#db.prepare('SELECT key, id FROM meter').all() as NewNames['meters'],
      accounts: this.#db.prepare('SELECT key, source, device, meter FROM account').all() as NewNames['accounts'],
    };
  }

  commit(batch: BatchMessage): CommitReply {
    return this.#transactions.tallied(batch.names, batch.fault, (tally) => {
      for (let i = 0; i < batch.counts.length; i += 3) {
        const account = batch.counts[i]!;
        tally.add(account, count.received, batch.counts[i + 1]!);
        tally.add(account, count.rejected, batch.counts[i + 2]!);
      }
      for (const item of batch.quarantined) this.#items.quarantine(item, tally);
      return this.#items.write(batch, tally, 'waits');
    });
  }

  bulk(message: BulkMessage): { stored: number; duplicate: number; revisions: number } {
    return this.#transactions.tallied(message.names, message.fault, (tally) => {
      const judged = this.#items.bulk(message, tally);
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
    return this.#transactions.tallied(names, fault, (tally) =>
      batches.map(({ id, account, batch }) => {
        const open = this.#items.takeOut(id, tally);
        if (open === null) return null;
        tally.add(open.account, count.received, -1);
        tally.add(account, count.received, 1);
        const { readings, events } = this.#items.write(batch, tally, open.waited === null ? 'any' : id);
        return (readings[0] ?? events[0]) as number;
      }),
    );
  }

  markDirty({ names, stretches }: MarkMessage): void {
    this.#transactions.tallied(names, undefined, (tally) => {
      for (const { meter, from, to } of stretches) {
        tally.touched(meter, from);
        tally.dirty.get(meter)!.add(from, to);
      }
    });
  }

  /** After a fold: what the journal holds of them would come back. */
  forget(message: ForgetMessage): ForgetReply {
    this.fold();
    const reply = this.#transactions.atomically(() => this.#forgetting.rows(message));
    this.#forgetting.remembered(message);
    this.#late.reload();
    return reply;
  }

  /** Before names are given out. */
  letGoOfNames(): void {
    this.#transactions.atomically(() => this.#forgetting.names());
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
    this.#transactions.atomically(() => {
      this.#journal.fold();
      this.#readings.saveLastTs();
    });
    this.#journal.folded();
    this.#readings.savedLastTs();
  }
}
