import { StoreError } from '../port.ts';
import type { Connection, Statement } from './connection.ts';
import type { Journal } from './journal.ts';
import type { Fault, NewNames } from './message.ts';
import { Tally } from './tally.ts';
import type { PageLimit } from './test-faults.ts';
import { pause } from './test-faults.ts';

/** What keeps something in memory that a transaction changes. */
export interface Remembering {
  committed?(): void;
  rolledBack(): void;
}

/** The writer's transactions: on disk when they answer, or gone without a trace, in memory too. */
export class Transactions {
  readonly #db: Connection;
  readonly #journal: Journal;
  readonly #remembering: readonly Remembering[];
  readonly #forwarding: boolean;
  /** Names that were handed out for what was not committed: they go with the next transaction. */
  readonly #unsavedNames: { meters: NewNames['meters'][number][]; accounts: NewNames['accounts'][number][] };
  readonly #insertMeter: Statement;
  readonly #insertAccount: Statement;
  readonly #pageLimit: PageLimit;

  /** @param forwarding a server stands behind the store: what it has yet to get is noted */
  constructor(
    db: Connection,
    parts: { journal: Journal; remembering: readonly Remembering[]; forwarding: boolean; pageLimit: PageLimit },
  ) {
    this.#db = db;
    this.#journal = parts.journal;
    this.#remembering = parts.remembering;
    this.#forwarding = parts.forwarding;
    this.#pageLimit = parts.pageLimit;
    this.#unsavedNames = { meters: [], accounts: [] };
    this.#insertMeter = db.prepare('INSERT INTO meter (key, id) VALUES (?, ?)');
    this.#insertAccount = db.prepare('INSERT INTO account (key, source, device, meter) VALUES (?, ?, ?, ?)');
  }

  /** One that counts and marks: its tally goes into the journal. */
  tallied<T>(names: NewNames, fault: Fault | undefined, work: (tally: Tally) => T): T {
    this.#unsavedNames.meters.push(...names.meters);
    this.#unsavedNames.accounts.push(...names.accounts);
    const tally = new Tally(this.#forwarding);
    let result: T;
    this.#pageLimit.set(fault?.maxPageCount ?? 0);
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      this.#writeNames();
      result = work(tally);
      this.#journal.append(tally);
      if (fault !== undefined && fault.delayMs > 0) pause(fault.delayMs);
      if (fault?.fail === true) throw new StoreError('SQLITE_IOERR', 'disk I/O error (made by a test)');
      this.#db.exec('COMMIT');
    } catch (error) {
      for (const part of this.#remembering) part.rolledBack();
      this.#rollBack();
      throw error;
    }
    this.#unsavedNames.meters.length = 0;
    this.#unsavedNames.accounts.length = 0;
    for (const part of this.#remembering) part.committed?.();
    this.#journal.committed(tally);
    return result;
  }

  atomically<T>(work: () => T): T {
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

  #writeNames(): void {
    for (const { key, id } of this.#unsavedNames.meters) this.#insertMeter.run(key, id);
    for (const { key, source, device, meter } of this.#unsavedNames.accounts) {
      this.#insertAccount.run(key, source, device, meter);
    }
  }

  #rollBack(): void {
    // SQLite has rolled back by itself after some errors (a full disk, for one).
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
  }
}
