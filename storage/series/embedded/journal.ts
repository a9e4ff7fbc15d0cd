import type { Accounts } from './accounts.ts';
import { prepareRows, type Connection, type Statement } from './connection.ts';
import type { Dirt } from './dirt.ts';
import { packUnsent, type Outbox } from './outbox.ts';
import { countsLength, type Tally } from './tally.ts';

/**
 * Ledger and dirty marks without hundreds of upserts a commit: each transaction appends what it adds as one row, the
 * sums live in memory, and the fold writes them to their tables and empties the journal.
 */
export class Journal {
  readonly #db: Connection;
  readonly #accounts: Accounts;
  readonly #dirt: Dirt;
  readonly #outbox: Outbox | null;
  readonly #append: Statement;
  #rows = 0;

  constructor(db: Connection, accounts: Accounts, dirt: Dirt, outbox: Outbox | null) {
    this.#db = db;
    this.#accounts = accounts;
    this.#dirt = dirt;
    this.#outbox = outbox;
    this.#append = db.prepare('INSERT INTO journal (ledger, dirty, outbox) VALUES (?, ?, ?)');
  }

  /** Rows since the last fold. */
  get rows(): number {
    return this.#rows;
  }

  /** What was committed after the last fold of the process that ended. */
  recover(): void {
    const rows = prepareRows(this.#db, 'SELECT ledger, dirty, outbox FROM journal ORDER BY id').all() as [
      Uint8Array,
      Uint8Array,
      Uint8Array | null,
    ][];
    for (const [ledger, dirty, outbox] of rows) {
      const counts = numbersOf(ledger);
      for (let i = 0; i < counts.length; i += 1 + countsLength) {
        this.#accounts.add(counts[i]!, counts.subarray(i + 1, i + 1 + countsLength));
      }
      const ranges = numbersOf(dirty);
      for (let i = 0; i < ranges.length; i += 3) this.#dirt.add(ranges[i]!, ranges[i + 1]!, ranges[i + 2]!);
      if (outbox !== null) this.#outbox?.recover(numbersOf(outbox));
    }
    this.#rows = rows.length;
  }

  /** Inside the transaction. */
  append(tally: Tally): void {
    const ledger: number[] = [];
    for (const [account, counts] of tally.counts) ledger.push(account, ...counts);
    const dirty: number[] = [];
    for (const [meter, ranges] of tally.dirty) for (const { from, to } of ranges.toArray()) dirty.push(meter, from, to);
    if (ledger.length === 0 && dirty.length === 0) return;
    this.#append.run(bytesOf(ledger), bytesOf(dirty), this.#outbox === null ? null : bytesOf(packUnsent(tally.unsent)));
  }

  /** After the transaction is on disk. */
  committed(tally: Tally): void {
    for (const [account, counts] of tally.counts) this.#accounts.add(account, counts);
    for (const [meter, ranges] of tally.dirty) this.#dirt.addAll(meter, ranges);
    this.#outbox?.addAll(tally.unsent);
    this.#rows++;
  }

  /** Inside a transaction. */
  fold(): void {
    this.#accounts.save();
    this.#dirt.save();
    this.#outbox?.save();
    this.#db.exec('DELETE FROM journal');
  }

  folded(): void {
    this.#accounts.saved();
    this.#dirt.saved();
    this.#outbox?.saved();
    this.#rows = 0;
  }
}

const bytesOf = (numbers: readonly number[]) => new Uint8Array(Float64Array.from(numbers).buffer);

function numbersOf(bytes: Uint8Array): Float64Array {
  return new Float64Array(bytes.slice().buffer);
}
