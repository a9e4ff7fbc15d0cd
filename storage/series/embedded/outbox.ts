import { prepareRows, type Connection, type Statement } from './connection.ts';
import { Dirt, type MeterRange } from './dirt.ts';
import { unsentNearMs, type Unsent } from './tally.ts';

/** Work for the forwarder: stretches of one meter's readings, with about how many rows they hold. */
export interface UnsentMeter {
  readonly meter: number;
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
  readonly rows: number;
}

interface Size {
  rows: number;
  since: number;
}

/**
 * Which readings a server behind the store has not confirmed: stretches a meter, not entries a commit, so that it does
 * not grow while the server is away for days. Kept as the dirty marks are: in memory, made durable by the journal.
 */
export class Outbox {
  readonly #marks: Dirt;
  readonly #sizes = new Map<number, Size>();
  readonly #taken = new Map<number, Map<number, Size>>();
  readonly #saveSize: Statement;
  readonly #forgetSize: Statement;
  #unsaved = new Set<number>();

  constructor(db: Connection) {
    this.#marks = new Dirt(db, 'outbox', unsentNearMs);
    this.#saveSize = db.prepare('INSERT OR REPLACE INTO outbox_size (meter, rows, since) VALUES (?, ?, ?)');
    this.#forgetSize = db.prepare('DELETE FROM outbox_size WHERE meter = ?');
    for (const [meter, rows, since] of prepareRows(db, 'SELECT meter, rows, since FROM outbox_size').all() as [
      number,
      number,
      number,
    ][]) {
      this.#sizes.set(meter, { rows, since });
    }
  }

  get hasUnsaved(): boolean {
    return this.#marks.hasUnsaved || this.#unsaved.size > 0;
  }

  /** Rows that wait, those under way included, and the first arrival among them. */
  size(): { readonly rows: number; readonly oldest: number | null } {
    let rows = 0;
    let oldest = Infinity;
    for (const sizes of [...this.#taken.values(), this.#sizes]) {
      for (const size of sizes.values()) {
        rows += size.rows;
        if (size.since < oldest) oldest = size.since;
      }
    }
    return { rows, oldest: oldest === Infinity ? null : oldest };
  }

  earliest(meter: number): number {
    return this.#marks.earliest(meter);
  }

  add(meter: number, from: number, to: number, rows: number, since: number): void {
    this.#marks.add(meter, from, to);
    this.#grow(meter, rows, since);
  }

  addAll(unsent: ReadonlyMap<number, Unsent>): void {
    for (const [meter, { ranges, rows, since }] of unsent) {
      this.#marks.addAll(meter, ranges);
      this.#grow(meter, rows, since);
    }
  }

  /** One row of the journal. */
  recover(packed: Float64Array): void {
    for (let i = 0; i < packed.length; i += unsentLength) {
      this.add(packed[i]!, packed[i + 1]!, packed[i + 2]!, packed[i + 3]!, packed[i + 4]!);
    }
  }

  /** Those that have waited longest, about so many rows. */
  take(rows: number): { readonly taking: number; readonly meters: readonly UnsentMeter[] } {
    const sizes = new Map<number, Size>();
    for (const [meter, size] of this.#sizes) {
      if (rows <= 0) break;
      rows -= size.rows;
      sizes.set(meter, size);
    }
    for (const meter of sizes.keys()) this.#sizes.delete(meter);
    const { taking, ranges } = this.#marks.take([...sizes.keys()]);
    this.#taken.set(taking, sizes);
    const stretches = new Map<number, MeterRange[]>();
    for (const range of ranges) {
      const known = stretches.get(range.meter);
      if (known === undefined) stretches.set(range.meter, [range]);
      else known.push(range);
    }
    return {
      taking,
      meters: Array.from(sizes, ([meter, size]) => ({ meter, ranges: stretches.get(meter) ?? [], rows: size.rows })),
    };
  }

  /** The server has confirmed what was taken, but for `left`. */
  done(taking: number, left: readonly UnsentMeter[]): void {
    const taken = this.#taken.get(taking);
    if (taken === undefined) return;
    this.#taken.delete(taking);
    this.#marks.done(taking);
    for (const meter of taken.keys()) this.#unsaved.add(meter);
    for (const { meter, ranges, rows } of left) {
      const since = taken.get(meter)?.since;
      // It was forgotten meanwhile.
      if (since === undefined) continue;
      for (const { from, to } of ranges) this.#marks.add(meter, from, to);
      this.#grow(meter, rows, since);
    }
  }

  forget(meter: number): void {
    this.#marks.forget(meter);
    for (const sizes of [...this.#taken.values(), this.#sizes]) sizes.delete(meter);
    this.#unsaved.delete(meter);
  }

  /** It is not known what became of it: all of it is sent again. */
  giveBack(taking: number): void {
    const taken = this.#taken.get(taking);
    if (taken === undefined) return;
    this.#taken.delete(taking);
    this.#marks.giveBack(taking);
    for (const [meter, { rows, since }] of taken) this.#grow(meter, rows, since);
  }

  save(): void {
    this.#marks.save();
    for (const meter of this.#unsaved) {
      const sizes = [...this.#taken.values(), this.#sizes]
        .map((some) => some.get(meter))
        .filter((size) => size !== undefined);
      if (sizes.length === 0) this.#forgetSize.run(meter);
      else {
        const rows = sizes.reduce((sum, size) => sum + size.rows, 0);
        this.#saveSize.run(meter, rows, Math.min(...sizes.map(({ since }) => since)));
      }
    }
  }

  saved(): void {
    this.#marks.saved();
    this.#unsaved = new Set();
  }

  #grow(meter: number, rows: number, since: number): void {
    this.#unsaved.add(meter);
    const size = this.#sizes.get(meter);
    if (size === undefined) this.#sizes.set(meter, { rows, since });
    else {
      size.rows += rows;
      if (since < size.since) size.since = since;
    }
  }
}

const unsentLength = 5;

/** meter, from, to, rows, since; the rows of a meter stand at its first stretch. */
export function packUnsent(unsent: ReadonlyMap<number, Unsent>): number[] {
  const packed: number[] = [];
  for (const [meter, { ranges, rows, since }] of unsent) {
    ranges.toArray().forEach(({ from, to }, i) => packed.push(meter, from, to, i === 0 ? rows : 0, since));
  }
  return packed;
}
