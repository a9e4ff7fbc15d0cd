import type { LedgerCounts } from '../../../domain/metering/ledger.ts';
import { prepareRows, type Connection, type Statement } from './connection.ts';
import { count, countsLength } from './tally.ts';

type LedgerRow = [number, number, number, number, number, number, number];

/** The ledger's sums, one row an account, as of the last commit: in memory, written to its table by the fold. */
export class Accounts {
  readonly #sums = new Map<number, Float64Array>();
  readonly #save: Statement;
  #unsaved = new Set<number>();

  constructor(db: Connection) {
    this.#save = db.prepare('INSERT OR REPLACE INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?)');
    for (const [account, ...counts] of prepareRows(db, 'SELECT * FROM ledger').all() as LedgerRow[]) {
      this.#sums.set(account, Float64Array.from(counts));
    }
  }

  add(account: number, counts: ArrayLike<number>): void {
    let sums = this.#sums.get(account);
    if (sums === undefined) this.#sums.set(account, (sums = new Float64Array(countsLength)));
    for (let i = 0; i < countsLength; i++) sums[i]! += counts[i]!;
    this.#unsaved.add(account);
  }

  /** Sums over the accounts that `wanted` names; all when absent. */
  total(wanted?: readonly number[]): LedgerCounts {
    const total = new Float64Array(countsLength);
    for (const account of wanted ?? this.#sums.keys()) {
      const sums = this.#sums.get(account);
      if (sums !== undefined) for (let i = 0; i < countsLength; i++) total[i]! += sums[i]!;
    }
    return {
      received: total[count.received]!,
      stored: total[count.stored]!,
      duplicate: total[count.duplicate]!,
      quarantined: total[count.quarantined]!,
      rejected: total[count.rejected]!,
      revisions: total[count.revisions]!,
    };
  }

  /** Their rows are gone. */
  forget(accounts: readonly number[]): void {
    for (const account of accounts) {
      this.#sums.delete(account);
      this.#unsaved.delete(account);
    }
  }

  save(): void {
    for (const account of this.#unsaved) this.#save.run(account, ...(this.#sums.get(account) as Float64Array));
  }

  saved(): void {
    this.#unsaved = new Set();
  }
}
