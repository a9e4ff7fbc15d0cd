import { createHash } from 'node:crypto';
import type { IntervalBlock } from '../../../domain/metering/block.ts';
import { fold } from '../../../domain/metering/fold.ts';
import type { MeterRules } from '../../../domain/metering/meter.ts';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { DeriveResult } from '../port.ts';
import { HistoryNeeded } from './history.ts';
import { decodeInto, emptyBlock, encodeBlock, intervalsIn } from './blocks.ts';
import { prepareRows, type Connection, type Statement } from './connection.ts';
import { affected, deriveDays, requireHistory, wholeDays, type ReadSamples } from './derivation.ts';
import { Ranges, type Range } from './ranges.ts';
import { RollupOutbox, type UnsentRollup } from './rollup-outbox.ts';
import type { Samples } from './samples.ts';

/** What one meter is to be derived for; without ranges: everything it has. */
export interface Derivation {
  readonly meter: string;
  readonly rules: MeterRules;
  readonly ranges?: readonly Range[];
  readonly shortOnly?: boolean;
}

/** What became of one: derived, or nothing was touched because readings from `historyFrom` on are not here. */
export type Derived = DeriveResult & { readonly historyFrom?: number };

export const level = { quarters: 0, days: 1 } as const;

/** The only writer of the derived database: reads raw, writes whole local days and their days' records. */
export class Deriver {
  readonly #db: Connection;
  readonly #raw: Connection;
  readonly #samples: Samples;
  readonly #calendar: LocalCalendar;
  readonly #put: Statement;
  readonly #drop: Statement;
  readonly #dropBetween: Statement;
  readonly #dropAll: Statement;
  readonly #monthRow: Statement;
  readonly #series = new Map<string, number>();
  readonly #outbox: RollupOutbox | null;

  /** @param forwarding a server stands behind the store and gets every interval */
  constructor(db: Connection, raw: Connection, samples: Samples, timeZone: string, forwarding: boolean) {
    this.#db = db;
    this.#raw = raw;
    this.#samples = samples;
    this.#calendar = new LocalCalendar(timeZone);
    this.#outbox = forwarding ? new RollupOutbox(db, this.#calendar) : null;
    this.#put = db.prepare('INSERT OR REPLACE INTO block (series, level, start, data) VALUES (?, ?, ?, ?)');
    this.#drop = db.prepare('DELETE FROM block WHERE series = ? AND level = ? AND start = ?');
    this.#dropBetween = db.prepare('DELETE FROM block WHERE series = ? AND level = ? AND start >= ? AND start < ?');
    this.#dropAll = db.prepare('DELETE FROM block WHERE series = ?');
    this.#monthRow = prepareRows(db, 'SELECT data FROM block WHERE series = ? AND level = 1 AND start = ?');
  }

  /** All of these meters in one transaction. */
  derive(derivations: readonly Derivation[]): Derived[] {
    return this.#transaction(() =>
      derivations.map((derivation) => {
        const { meter } = derivation;
        try {
          return { meter, points: this.#meter(derivation) };
        } catch (error) {
          if (error instanceof HistoryNeeded) return { meter, points: [], historyFrom: error.from };
          throw error;
        }
      }),
    );
  }

  startForwarding(target: string): void {
    this.#outbox?.start(target);
  }

  sent(rows: readonly Pick<UnsentRollup, 'id' | 'changes'>[]): void {
    this.#outbox?.sent(rows);
  }

  /** What is there was derived for the days and months of this zone. */
  isCurrent(): boolean {
    const row = this.#db.prepare('SELECT timezone FROM calendar').get() as { timezone: string } | undefined;
    return row?.timezone === this.#calendar.timeZone;
  }

  /** Forgets everything: from here on days and months are those of this zone. */
  startAfresh(): void {
    this.#transaction(() => {
      this.#db.exec('DELETE FROM block; DELETE FROM calendar');
      this.#db.prepare('INSERT INTO calendar (timezone) VALUES (?)').run(this.#calendar.timeZone);
    });
  }

  /** Forgets every series of other meters than these. */
  keepOnly(meters: readonly string[]): void {
    const kept = new Set(meters);
    this.#transaction(() => {
      for (const [key, meter] of prepareRows(this.#db, 'SELECT key, meter FROM series').all() as [number, string][]) {
        if (!kept.has(meter)) this.#dropAll.run(key);
      }
    });
  }

  /** As if this meter had never been. */
  forget(meter: string): void {
    this.#transaction(() => {
      for (const [key, point] of prepareRows(this.#db, 'SELECT key, point FROM series WHERE meter = ?').all(meter) as [
        number,
        string,
      ][]) {
        this.#dropAll.run(key);
        this.#db.prepare('DELETE FROM outbox WHERE series = ?').run(key);
        this.#db.prepare('DELETE FROM series WHERE key = ?').run(key);
        this.#series.delete(seriesName(meter, point));
      }
    });
  }

  #meter({ meter, rules, ranges }: Derivation): { point: string; from: number; to: number }[] {
    const extent = this.#samples.extent(meter);
    // A range that holds every reading is a derivation from nothing: it also drops what new rules no longer give.
    const all = extent === null || ranges === undefined || ranges.some((range) => holds(range, extent));
    const touched = extent === null ? [] : all ? [extent] : ranges.map((range) => within(range, extent));
    const plans = this.#samples.points(meter).map((point) => this.#plan(meter, point, rules, touched));
    const changed: { point: string; from: number; to: number }[] = [];
    for (const { point, read, days, instants } of plans) {
      const series = this.#key(meter, point);
      if (all) this.#dropAll.run(series);
      for (const range of days) {
        this.#days(series, rules, range, (edges) => deriveDays(read, point, rules, edges));
        changed.push({ point, ...range });
      }
      if (this.#outbox !== null) for (const range of instants) this.#outbox.add(series, range);
    }
    return changed;
  }

  /**
   * What is to be derived of a point. Writes nothing.
   * @throws HistoryNeeded when readings for it are not here
   */
  #plan(meter: string, point: string, rules: MeterRules, touched: readonly Range[]) {
    const read: ReadSamples = (from, to, around) => this.#samples.read(meter, point, from, to, around);
    const days = new Ranges(0);
    const instants = new Ranges(0);
    for (const range of touched) {
      // Other points came: what this one gives is as it was, however far back its last reading lies.
      if (!this.#samples.any(meter, point, range.from, range.to)) continue;
      const { from, to } = affected(read, point, rules, range);
      if (!(to > from)) continue;
      this.#addDays(days, { from, to });
      instants.add(from, to);
    }
    const first = days.toArray()[0]?.from;
    if (first !== undefined && this.#samples.isPruned(meter)) requireHistory(read, point, rules, first);
    return { point, read, days: days.toArray(), instants: instants.toArray() };
  }

  #addDays(days: Ranges, range: Range): void {
    const { from, to } = wholeDays(this.#calendar, range);
    days.add(from, to);
  }

  #days(series: number, rules: MeterRules, range: Range, derive: (edges: Float64Array) => IntervalBlock): void {
    // A quarter of a year at a time: a meter's first derivation may span many years of minutes.
    const stepMs = 92 * 86_400_000;
    for (let from = range.from; from < range.to;) {
      const next = this.#calendar.startOfDay(from + stepMs);
      const to = next < range.to ? next : range.to;
      const edges = this.#calendar.edges('15m', from, to);
      this.#writeDays(series, rules, derive(edges));
      from = to;
    }
  }

  #writeDays(series: number, rules: MeterRules, quarters: IntervalBlock): void {
    const { edges } = quarters;
    const from = edges[0]!;
    const to = edges[edges.length - 1]!;
    const days = fold(quarters, this.#calendar.edges('1d', from, to));
    this.#dropBetween.run(series, level.quarters, from, to);
    let at = 0;
    for (let i = 0; i + 1 < days.edges.length; i++) {
      const start = at;
      while (at + 1 < edges.length && edges[at]! < days.edges[i + 1]!) at++;
      const bytes = encodeBlock(quarters, start, at, rules.intervalMs);
      if (bytes !== null) this.#put.run(series, level.quarters, days.edges[i]!, bytes);
    }
    this.#writeMonths(series, rules, days);
  }

  /** Puts the days' records into their months' rows, beside those of the months' other days. */
  #writeMonths(series: number, rules: MeterRules, days: IntervalBlock): void {
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
      const bytes = encodeBlock(target, 0, edges.length - 1, rules.intervalMs);
      if (bytes !== null) this.#put.run(series, level.days, month, bytes);
      else if (row !== undefined) this.#drop.run(series, level.days, month);
      month = edges[edges.length - 1]!;
    }
  }

  #key(meter: string, point: string): number {
    const name = seriesName(meter, point);
    let key = this.#series.get(name);
    if (key === undefined) {
      const row = this.#db
        .prepare(
          `INSERT INTO series (meter, point) VALUES (?, ?)
           ON CONFLICT (meter, point) DO UPDATE SET point = excluded.point RETURNING key`,
        )
        .get(meter, point) as { key: number };
      key = row.key;
      this.#series.set(name, key);
    }
    return key;
  }

  #transaction<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    // One view of raw for the whole derivation.
    this.#raw.exec('BEGIN');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      // Keys that were handed out in it are gone with it.
      this.#series.clear();
      throw error;
    } finally {
      if (this.#raw.isTransaction) this.#raw.exec('ROLLBACK');
    }
  }
}

const seriesName = (meter: string, point: string) => `${meter}\0${point}`;

function holds(range: Range, extent: Range): boolean {
  return range.from <= extent.from && range.to >= extent.to;
}

/** The range's part between the first and the last reading, at least the nearer of the two. */
function within({ from, to }: Range, extent: Range): Range {
  const clamp = (at: number) => Math.min(Math.max(at, extent.from), extent.to);
  return { from: clamp(from), to: clamp(to) };
}

/** SHA-256 over everything derived, in an order that doesn't depend on how it came about. */
export function hashContent(db: Connection): { sha256: string; intervals: number } {
  const hash = createHash('sha256');
  let intervals = 0;
  const rows = prepareRows(
    db,
    `SELECT meter, point, level, start, data FROM series JOIN block ON series = key ORDER BY meter, point, level, start`,
  );
  for (const row of rows.iterate() as Iterable<[string, string, number, number, Uint8Array]>) {
    const [meter, point, blockLevel, start, data] = row;
    hash.update(JSON.stringify([meter, point, blockLevel, start])).update(data);
    if (blockLevel === level.quarters) intervals += intervalsIn(data);
  }
  return { sha256: hash.digest('hex'), intervals };
}
