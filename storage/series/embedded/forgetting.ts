import type { Accounts } from './accounts.ts';
import type { Connection, Statement } from './connection.ts';
import type { Dirt } from './dirt.ts';
import type { Outbox } from './outbox.ts';
import type { QuarantineRoom } from './quarantine-room.ts';
import type { RawReadings } from './readings.ts';
import type { Window } from './window.ts';

/** One meter or device that is to leave no trace; `accounts`: all that counted for it. */
export interface ForgetMessage {
  readonly meter?: number;
  readonly device?: string;
  readonly accounts: readonly number[];
}

export interface ForgetReply {
  readonly readings: number;
  readonly events: number;
  readonly quarantined: number;
}

const tablesOfMeter = [
  'revision',
  'meter_point',
  'dirty',
  'outbox',
  'outbox_size',
  'dead_letter',
  'pruned',
  'pruned_rows',
];

/** Below so many live pages (64 MiB) the file is written anew when it has become mostly empty. */
const pagesWorthMoving = 16_384;

/** What remembers something of a meter or account beside the tables. */
interface Remembering {
  readonly accounts: Accounts;
  readonly dirt: Dirt;
  readonly outbox: Outbox | null;
  readonly window: Window;
  readonly readings: RawReadings;
  readonly room: QuarantineRoom;
}

/** The writer's part of `forget`: rows and what the writer remembers of them. The journal is folded before. */
export class Forgetting {
  readonly #db: Connection;
  readonly #parts: Remembering;

  constructor(db: Connection, parts: Remembering) {
    this.#db = db;
    this.#parts = parts;
  }

  /** Inside a transaction; `remembered` follows when it is on disk. */
  rows({ meter, device, accounts }: ForgetMessage): ForgetReply {
    let readings = 0;
    if (meter !== undefined) {
      readings = changes(this.#db.prepare('DELETE FROM raw WHERE meter = ?'), meter);
      for (const table of tablesOfMeter) this.#db.prepare(`DELETE FROM ${table} WHERE meter = ?`).run(meter);
    }
    const events = device === undefined ? 0 : changes(this.#db.prepare('DELETE FROM event WHERE device = ?'), device);
    let quarantined = 0;
    for (const account of accounts) {
      quarantined += changes(this.#db.prepare('DELETE FROM quarantine WHERE account = ?'), account);
      this.#db.prepare('DELETE FROM ledger WHERE account = ?').run(account);
    }
    return { readings, events, quarantined };
  }

  remembered({ meter, accounts }: ForgetMessage): void {
    const { dirt, outbox, window, readings, room } = this.#parts;
    if (meter !== undefined) {
      dirt.forget(meter);
      outbox?.forget(meter);
      window.forget(meter);
      readings.forget(meter);
    }
    this.#parts.accounts.forget(accounts);
    room.rolledBack();
  }

  /**
   * At open: names under which nothing stands any more. In a running store they keep their keys. A key that is free is
   * given to the next name: nothing may speak of it, not what was on its way to a server while it was forgotten, nor the
   * journal where it could not be folded.
   */
  names(): void {
    if (this.#db.prepare('SELECT 1 FROM journal LIMIT 1').get() !== undefined) return;
    const unused = tablesOfMeter.map((table) => `key NOT IN (SELECT meter FROM ${table})`).join(' AND ');
    this.#db.exec(`
      DELETE FROM meter WHERE ${unused} AND NOT EXISTS (SELECT 1 FROM raw WHERE raw.meter = meter.key);
      DELETE FROM account WHERE key NOT IN (SELECT account FROM ledger)
        AND key NOT IN (SELECT DISTINCT account FROM quarantine);
    `);
  }

  /** Gives the room back to the disk where that is quick. */
  shrink(): void {
    const pragma = (name: string) =>
      Object.values(this.#db.prepare(`PRAGMA ${name}`).get() as Record<string, number>)[0]!;
    const [pages, free] = [pragma('page_count'), pragma('freelist_count')];
    if (free * 2 < pages || pages - free > pagesWorthMoving) return;
    this.#db.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
  }
}

const changes = (statement: Statement, key: number | string): number => Number(statement.run(key).changes);
