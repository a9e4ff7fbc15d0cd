import { contextReadings } from '../../../domain/metering/register.ts';
import { StoreError } from '../port.ts';
import { prepareRows, type Connection, type Statement } from './connection.ts';
import { HistoryNeeded } from './history.ts';
import type { RawReadings } from './readings.ts';
import { decodeOther } from './readings.ts';
import { columnIndex } from './schema.ts';

/**
 * So many readings of each point stay here before the window begins: what is derived at its beginning looks back that
 * far, near a fall of the register. Mostly it looks back a quarter of that, and "as known then" twice as far.
 */
export const keptReadings = contextReadings;

/** Where a meter's readings are complete here. */
export interface Here {
  /** Its first reading, here or not. */
  readonly first: number;
  /** How far it has let go of readings. */
  readonly from: number;
  /** Every reading from this instant on is here: `from`, or earlier when the last ones before it all stayed. */
  readonly completeFrom: number;
  /** So are the last `keptReadings` of each point before this one. */
  readonly keptBefore: number;
}

/** The newest stretch of a meter that is with the server only: a month (UTC), or what of it is before the window. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** The part of the raw table that stays here: lets go of what is older, takes back what is needed again. */
export class Window {
  readonly #db: Connection;
  readonly #here = new Map<number, Here>();
  /** Meters whose history was brought back and is in use, until when. */
  readonly #held = new Map<number, number>();
  readonly #statements = new Map<string, Statement>();

  constructor(db: Connection) {
    this.#db = db;
    for (const [meter, first, from, keptBefore] of prepareRows(db, 'SELECT * FROM pruned').all() as [
      number,
      number,
      number,
      number,
    ][]) {
      this.#here.set(meter, this.#completed(meter, { first, from, keptBefore }));
    }
  }

  /** Whether a reading of this instant can't be judged here: its like may be with the server. */
  isGone(meter: number, ts: number): boolean {
    const here = this.#here.size === 0 ? undefined : this.#here.get(meter);
    return here !== undefined && ts < here.completeFrom;
  }

  /** @throws HistoryNeeded when `isGone`. */
  require(meter: number, ts: number): void {
    if (this.isGone(meter, ts)) throw new HistoryNeeded(ts);
  }

  hold(meter: number, until: number): void {
    this.#held.set(meter, until);
  }

  release(meter: number): void {
    this.#held.delete(meter);
  }

  forget(meter: number): void {
    this.#held.delete(meter);
    this.#here.delete(meter);
  }

  isHeld(meter: number, now: number): boolean {
    const until = this.#held.get(meter);
    if (until === undefined) return false;
    if (until > now) return true;
    this.#held.delete(meter);
    return false;
  }

  /**
   * Lets go of at most `limit` readings before `before`, inside a transaction, once they span `slackMs`. Those that the
   * server refused stay.
   * @returns how far it came; `null` when there is nothing to let go of.
   */
  prune(meter: number, before: number, slackMs: number, limit: number): Here | null {
    const here = this.#here.get(meter);
    const start =
      here?.from ?? (this.#rows('SELECT min(ts) FROM raw WHERE meter = ?').get(meter) as [number | null])[0];
    if (start === null || start + slackMs > before) return null;
    const end = this.#rows('SELECT ts FROM raw WHERE meter = ? AND ts >= ? ORDER BY ts LIMIT 1 OFFSET ?').get(
      meter,
      start,
      limit,
    ) as [number] | undefined;
    const cut = end === undefined ? before : Math.min(end[0], before);
    const staying = this.#staying(meter, cut);
    const months = new Map<number, number>();
    const candidates = this.#rows('SELECT ts FROM raw WHERE meter = ? AND ts < ?').all(meter, cut) as [number][];
    const remove = this.#rows('DELETE FROM raw WHERE meter = ? AND ts = ?');
    for (const [ts] of candidates) {
      if (staying.has(ts)) continue;
      remove.run(meter, ts);
      const month = monthOf(ts);
      months.set(month, (months.get(month) ?? 0) + 1);
    }
    if (months.size === 0 && here === undefined) return null;
    for (const [month, rows] of months) {
      this.#rows(
        `INSERT INTO pruned_rows (meter, month, rows) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET rows = rows + excluded.rows`,
      ).run(meter, month, rows);
    }
    const moved = { first: Math.min(here?.first ?? start, start), from: cut, keptBefore: cut };
    this.#put(meter, moved);
    return this.#completed(meter, moved);
  }

  /** What must come back first, newest first; `null` when everything is here. */
  gap(meter: number): Gap | null {
    const here = this.#here.get(meter);
    if (here === undefined) return null;
    const newest = this.#rows('SELECT month FROM pruned_rows WHERE meter = ? ORDER BY month DESC LIMIT 1').get(
      meter,
    ) as [number] | undefined;
    if (newest === undefined) return null;
    return { from: newest[0], to: Math.min(nextMonth(newest[0]), here.from) };
  }

  /**
   * Takes rows of one month back, the latest first, as they were; inside a transaction. The month's count goes below
   * zero when the server has more than was let go of.
   */
  bring(meter: number, month: number, rows: readonly BroughtRow[], readings: RawReadings): Here {
    const here = this.#known(meter);
    for (const { mask, args, other } of rows) readings.restore(mask, args, other);
    this.#rows('UPDATE pruned_rows SET rows = rows - ?3 WHERE meter = ?1 AND month = ?2').run(
      meter,
      month,
      rows.length,
    );
    const first = rows.reduce((min, { args }) => Math.min(min, args[1]!), here.first);
    if (first === here.first) return here;
    const moved = { ...here, first };
    this.#put(meter, moved);
    return moved;
  }

  /** All that the server has of this month was brought; inside a transaction. It stays open while some is `absent`. */
  close(meter: number, month: number): { readonly absent: number; readonly here: Here | null } {
    const here = this.#known(meter);
    const [absent] = this.#rows('SELECT rows FROM pruned_rows WHERE meter = ? AND month = ?').get(meter, month) as [
      number,
    ];
    if (absent > 0) return { absent, here };
    this.#rows('DELETE FROM pruned_rows WHERE meter = ? AND month = ?').run(meter, month);
    const older = this.#rows(newestPruned).get(meter) as [number | null];
    const moved = older[0] === null ? null : { ...here, from: Math.min(here.from, nextMonth(older[0])) };
    this.#put(meter, moved);
    return { absent, here: moved && this.#completed(meter, moved) };
  }

  /** After the transaction. */
  set(meter: number, here: Here | null): void {
    if (here === null) this.#here.delete(meter);
    else this.#here.set(meter, here);
  }

  #completed(meter: number, here: Omit<Here, 'completeFrom'>): Here {
    const [newest] = this.#rows(newestPruned).get(meter) as [number | null];
    return { ...here, completeFrom: completeFrom(here.first, here.from, newest) };
  }

  #known(meter: number): Here {
    const here = this.#here.get(meter);
    if (here === undefined) throw new StoreError('HISTORY_DIFFERS', 'the meter was forgotten while its past came back');
    return here;
  }

  #put(meter: number, here: Omit<Here, 'completeFrom'> | null): void {
    if (here === null) this.#rows('DELETE FROM pruned WHERE meter = ?').run(meter);
    else {
      this.#rows('INSERT OR REPLACE INTO pruned VALUES (?, ?, ?, ?)').run(
        meter,
        here.first,
        here.from,
        here.keptBefore,
      );
    }
  }

  /** Instants before `cut` that stay: the last of each point, and what the server has refused. */
  #staying(meter: number, cut: number): Set<number> {
    const staying = new Set<number>();
    const points = this.#rows('SELECT point FROM meter_point WHERE meter = ?').all(meter) as [string][];
    for (const [point] of points) {
      const column = columnIndex(point) < 0 ? 'other' : point;
      const rows = this.#rows(
        `SELECT ts, ${column} FROM raw WHERE meter = ? AND ts < ? AND ${column} IS NOT NULL ORDER BY ts DESC`,
      ).iterate(meter, cut) as Iterable<[number, number | string]>;
      let kept = 0;
      for (const [ts, value] of rows) {
        if (column === 'other' && decodeOther(value as string)[point] === undefined) continue;
        staying.add(ts);
        if (++kept === keptReadings) break;
      }
    }
    for (const [ts] of this.#rows('SELECT ts FROM dead_letter WHERE meter = ? AND ts < ?').all(meter, cut) as [
      number,
    ][]) {
      staying.add(ts);
    }
    return staying;
  }

  #rows(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) this.#statements.set(sql, (statement = prepareRows(this.#db, sql)));
    return statement;
  }
}

export interface BroughtRow {
  readonly mask: number;
  /** meter, ts, receivedAt, then the values of the mask's columns. */
  readonly args: number[];
  readonly other: Readonly<Record<string, number>> | undefined;
}

const newestPruned = 'SELECT max(month) FROM pruned_rows WHERE meter = ?';

/** @param newest the newest month (UTC) of which something has gone; `null`: of none */
export function completeFrom(first: number, from: number, newest: number | null): number {
  return newest === null ? first : Math.min(from, nextMonth(newest));
}

function monthOf(ts: number): number {
  const date = new Date(ts);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

function nextMonth(month: number): number {
  const date = new Date(month);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
