import { prepareRows, type Connection, type Statement } from './connection.ts';
import { Ranges, type Range } from './ranges.ts';

export interface MeterRange extends Range {
  readonly meter: number;
}

/**
 * Which meters' intervals lag behind their readings, and where. A derivation takes a meter's marks before it reads
 * and gives them back when it fails; what is committed meanwhile starts a new mark. Marks that are out with a
 * derivation still count as dirty, and are written so: a kill costs a recomputation, never a forgotten range.
 */
export class Dirt {
  readonly #marks = new Map<number, Ranges>();
  readonly #taken = new Map<number, Map<number, Ranges>>();
  /** Marks that nothing can be done about until a meter's history is back: kept, not listed. */
  readonly #postponed = new Map<number, Ranges>();
  readonly #nearMs: number | undefined;
  readonly #forget: Statement;
  readonly #save: Statement;
  #unsaved = new Set<number>();
  #lastTaking = 0;

  constructor(db: Connection, table: 'dirty' | 'outbox' = 'dirty', nearMs?: number) {
    this.#nearMs = nearMs;
    this.#forget = db.prepare(`DELETE FROM ${table} WHERE meter = ?`);
    this.#save = db.prepare(`INSERT INTO ${table} (meter, from_ts, to_ts) VALUES (?, ?, ?)`);
    for (const [meter, from, to] of prepareRows(db, `SELECT meter, from_ts, to_ts FROM ${table}`).all() as [
      number,
      number,
      number,
    ][]) {
      this.add(meter, from, to);
    }
  }

  add(meter: number, from: number, to: number): void {
    this.#of(meter).add(from, to);
    this.#unsaved.add(meter);
  }

  addAll(meter: number, ranges: Ranges): void {
    this.#of(meter).addAll(ranges);
    this.#unsaved.add(meter);
  }

  /** Oldest mark first; a meter may have several. */
  list(limit: number): MeterRange[] {
    const found: MeterRange[] = [];
    const listed = [...this.#taken.values(), this.#marks];
    const seen = new Set<number>();
    for (const marks of listed) {
      for (const meter of marks.keys()) {
        if (seen.has(meter)) continue;
        seen.add(meter);
        for (const range of this.#united(meter, listed).toArray()) {
          if (found.length >= limit) return found;
          found.push({ meter, ...range });
        }
      }
    }
    return found;
  }

  /** Takes the marks of these meters out for a derivation. */
  take(meters: readonly number[]): { readonly taking: number; readonly ranges: MeterRange[] } {
    const taking = ++this.#lastTaking;
    const taken = new Map<number, Ranges>();
    const ranges: MeterRange[] = [];
    for (const meter of meters) {
      const marks = this.#marks.get(meter);
      if (marks === undefined) continue;
      this.#marks.delete(meter);
      taken.set(meter, marks);
      for (const range of marks.toArray()) ranges.push({ meter, ...range });
    }
    this.#taken.set(taking, taken);
    return { taking, ranges };
  }

  /** The derivation is on disk: its marks are cleared. */
  done(taking: number): void {
    for (const meter of this.#taken.get(taking)?.keys() ?? []) this.#unsaved.add(meter);
    this.#taken.delete(taking);
  }

  giveBack(taking: number): void {
    for (const [meter, ranges] of this.#taken.get(taking) ?? []) this.addAll(meter, ranges);
    this.#taken.delete(taking);
  }

  /** Puts stretches of these meters aside, until `resume`. */
  postpone(ranges: readonly MeterRange[]): void {
    for (const { meter, from, to } of ranges) {
      let aside = this.#postponed.get(meter);
      if (aside === undefined) this.#postponed.set(meter, (aside = this.#ranges()));
      aside.add(from, to);
      this.#unsaved.add(meter);
    }
  }

  resume(meter: number): void {
    const ranges = this.#postponed.get(meter);
    if (ranges === undefined) return;
    this.#postponed.delete(meter);
    this.addAll(meter, ranges);
  }

  /** The earliest marked instant of a meter; Infinity when it has no mark. */
  earliest(meter: number): number {
    return this.#united(meter).toArray()[0]?.from ?? Infinity;
  }

  /** Its readings and rows are gone. */
  forget(meter: number): void {
    for (const marks of [...this.#taken.values(), this.#marks, this.#postponed]) marks.delete(meter);
    this.#unsaved.delete(meter);
  }

  get hasUnsaved(): boolean {
    return this.#unsaved.size > 0;
  }

  save(): void {
    for (const meter of this.#unsaved) {
      this.#forget.run(meter);
      for (const { from, to } of this.#united(meter).toArray()) this.#save.run(meter, from, to);
    }
  }

  saved(): void {
    this.#unsaved = new Set();
  }

  #of(meter: number): Ranges {
    let ranges = this.#marks.get(meter);
    if (ranges === undefined) this.#marks.set(meter, (ranges = this.#ranges()));
    return ranges;
  }

  #united(meter: number, among = [...this.#taken.values(), this.#marks, this.#postponed]): Ranges {
    const united = this.#ranges();
    for (const marks of among) {
      const ranges = marks.get(meter);
      if (ranges !== undefined) united.addAll(ranges);
    }
    return united;
  }

  #ranges(): Ranges {
    return new Ranges(this.#nearMs);
  }
}
