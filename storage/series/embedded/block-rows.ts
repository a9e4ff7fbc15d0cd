import type { IntervalBlock } from '../../../domain/metering/block.ts';
import { fold } from '../../../domain/metering/fold.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import { decodeInto, emptyBlock, encodeBlock } from './blocks.ts';
import { prepareRows, type Connection, type Statement } from './connection.ts';
import type { Range } from './ranges.ts';

export const level = { quarters: 0, days: 1 } as const;

/** The rows of a series' intervals: quarter hours by local day, days by local month. Inside the caller's transaction. */
export class BlockRows {
  readonly #calendar: LocalCalendar;
  readonly #put: Statement;
  readonly #drop: Statement;
  readonly #dropBetween: Statement;
  readonly #dropAll: Statement;
  readonly #monthRow: Statement;
  readonly #monthRows: Statement;

  constructor(db: Connection, calendar: LocalCalendar) {
    this.#calendar = calendar;
    this.#put = db.prepare('INSERT OR REPLACE INTO block (series, level, start, data) VALUES (?, ?, ?, ?)');
    this.#drop = db.prepare('DELETE FROM block WHERE series = ? AND level = ? AND start = ?');
    this.#dropBetween = db.prepare('DELETE FROM block WHERE series = ? AND level = ? AND start >= ? AND start < ?');
    this.#dropAll = db.prepare('DELETE FROM block WHERE series = ?');
    this.#monthRow = prepareRows(db, 'SELECT data FROM block WHERE series = ? AND level = 1 AND start = ?');
    this.#monthRows = prepareRows(
      db,
      'SELECT start, data FROM block WHERE series = ? AND level = 1 AND start >= ? AND start <= ? ORDER BY start',
    );
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

  /** Days of the months that [from, to] touches, without holes; of the whole life when absent. `null`: there are none. */
  days(series: number, extremes: boolean, within?: Range): IntervalBlock | null {
    const from = within === undefined ? -Number.MAX_SAFE_INTEGER : this.#calendar.startOfMonth(within.from);
    const rows = this.#monthRows.all(series, from, within?.to ?? Number.MAX_SAFE_INTEGER) as [number, Uint8Array][];
    if (rows.length === 0) return null;
    const edges = this.#calendar.edges('1d', rows[0]![0], this.#calendar.nextMonth(rows[rows.length - 1]![0]));
    const days = emptyBlock(edges, extremes);
    let at = 0;
    for (const [start, data] of rows) {
      while (edges[at]! < start) at++;
      decodeInto(days, at, data);
    }
    return days;
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
