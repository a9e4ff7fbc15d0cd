import type { IntervalBlock } from '../../../domain/metering/block.ts';
import { fold } from '../../../domain/metering/fold.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import { decodeInto, emptyBlock, encodeBlock } from './blocks.ts';
import { prepareRows, type Connection, type Statement } from './connection.ts';

export const level = { quarters: 0, days: 1 } as const;

/** The rows of a series' intervals: quarter hours by local day, days by local month. Inside the caller's transaction. */
export class BlockRows {
  readonly #calendar: LocalCalendar;
  readonly #put: Statement;
  readonly #drop: Statement;
  readonly #dropBetween: Statement;
  readonly #dropAll: Statement;
  readonly #monthRow: Statement;

  constructor(db: Connection, calendar: LocalCalendar) {
    this.#calendar = calendar;
    this.#put = db.prepare('INSERT OR REPLACE INTO block (series, level, start, data) VALUES (?, ?, ?, ?)');
    this.#drop = db.prepare('DELETE FROM block WHERE series = ? AND level = ? AND start = ?');
    this.#dropBetween = db.prepare('DELETE FROM block WHERE series = ? AND level = ? AND start >= ? AND start < ?');
    this.#dropAll = db.prepare('DELETE FROM block WHERE series = ?');
    this.#monthRow = prepareRows(db, 'SELECT data FROM block WHERE series = ? AND level = 1 AND start = ?');
  }

  drop(series: number): void {
    this.#dropAll.run(series);
  }

  /** @param quarters of whole local days */
  replaceDays(series: number, intervalMs: number, quarters: IntervalBlock): void {
    const { edges } = quarters;
    const from = edges[0]!;
    const to = edges[edges.length - 1]!;
    const days = fold(quarters, this.#calendar.edges('1d', from, to));
    this.#dropBetween.run(series, level.quarters, from, to);
    let at = 0;
    for (let i = 0; i + 1 < days.edges.length; i++) {
      const start = at;
      while (at + 1 < edges.length && edges[at]! < days.edges[i + 1]!) at++;
      const bytes = encodeBlock(quarters, start, at, intervalMs);
      if (bytes !== null) this.#put.run(series, level.quarters, days.edges[i]!, bytes);
    }
    this.#replaceInMonths(series, intervalMs, days);
  }

  /** Puts the days' records into their months' rows, beside those of the months' other days. */
  #replaceInMonths(series: number, intervalMs: number, days: IntervalBlock): void {
    const end = days.edges[days.edges.length - 1]!;
    let day = 0;
    for (let month = this.#calendar.startOfMonth(days.edges[0]!); month < end;) {
      const edges = this.#calendar.dayEdges(month);
      const target = emptyBlock(edges, days.min !== undefined);
      const row = this.#monthRow.get(series, month) as [Uint8Array] | undefined;
      if (row !== undefined) decodeInto(target, 0, row[0]);
      for (let i = 0; i + 1 < edges.length && day + 1 < days.edges.length; i++) {
        if (edges[i] !== days.edges[day]) continue;
        target.value[i] = days.value[day]!;
        target.knownMs[i] = days.knownMs[day]!;
        target.flags[i] = days.flags[day]!;
        if (days.min !== undefined) target.min![i] = days.min[day]!;
        if (days.max !== undefined) target.max![i] = days.max[day]!;
        day++;
      }
      const bytes = encodeBlock(target, 0, edges.length - 1, intervalMs);
      if (bytes !== null) this.#put.run(series, level.days, month, bytes);
      else if (row !== undefined) this.#drop.run(series, level.days, month);
      month = edges[edges.length - 1]!;
    }
  }
}
