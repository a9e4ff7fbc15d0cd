import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import { prepareRows, type Connection, type Statement } from './connection.ts';
import type { Range } from './ranges.ts';

/** What of one series' local month the server behind the store has not confirmed. */
export interface UnsentRollup {
  readonly id: number;
  readonly meter: string;
  readonly point: string;
  readonly from: number;
  readonly to: number;
  readonly changes: number;
}

/**
 * Which intervals the server behind the store has not confirmed: one row a series and month, however often it is derived
 * again, written in the derivation's own transaction.
 */
export class RollupOutbox {
  readonly #db: Connection;
  readonly #calendar: LocalCalendar;
  readonly #add: Statement;
  readonly #sent: Statement;

  constructor(db: Connection, calendar: LocalCalendar) {
    this.#db = db;
    this.#calendar = calendar;
    this.#add = db.prepare(
      `INSERT INTO outbox (series, month, from_ts, to_ts, changes) VALUES (?, ?, ?, ?, 0)
       ON CONFLICT (series, month) DO UPDATE SET
         from_ts = min(from_ts, excluded.from_ts), to_ts = max(to_ts, excluded.to_ts), changes = changes + 1`,
    );
    this.#sent = db.prepare('DELETE FROM outbox WHERE id = ? AND changes = ?');
  }

  /** Everything that is here goes to this server, unless it is the one that got it until now. */
  start(target: string): void {
    const before = this.#db.prepare('SELECT target FROM forwarding').get() as { target: string } | undefined;
    if (before?.target === target) return;
    const months = prepareRows(this.#db, 'SELECT series, start FROM block WHERE level = 1').all() as [number, number][];
    this.#db.exec('BEGIN IMMEDIATE; DELETE FROM forwarding');
    for (const [series, month] of months) this.add(series, { from: month, to: this.#calendar.nextMonth(month) });
    this.#db.prepare('INSERT INTO forwarding (target) VALUES (?)').run(target);
    this.#db.exec('COMMIT');
  }

  /** These instants of a series were derived again; inside the derivation's transaction. */
  add(series: number, { from, to }: Range): void {
    for (let month = this.#calendar.startOfMonth(from); month < to;) {
      const next = this.#calendar.nextMonth(month);
      this.#add.run(series, month, Math.max(from, month), Math.min(to, next));
      month = next;
    }
  }

  /** The server has confirmed what these rows said when they were read; what was added since stays. */
  sent(rows: readonly Pick<UnsentRollup, 'id' | 'changes'>[]): void {
    this.#db.exec('BEGIN IMMEDIATE');
    for (const { id, changes } of rows) this.#sent.run(id, changes);
    this.#db.exec('COMMIT');
  }
}

export function unsentRollups(db: Connection, limit: number): UnsentRollup[] {
  return db
    .prepare(
      `SELECT id, meter, point, from_ts AS "from", to_ts AS "to", changes
       FROM outbox JOIN series ON series = key ORDER BY id LIMIT ?`,
    )
    .all(limit) as unknown as UnsentRollup[];
}

export function countUnsentRollups(db: Connection): number {
  const [n] = prepareRows(db, 'SELECT count(*) FROM outbox').get() as [number];
  return n;
}
