import { isLong } from '../port.ts';
import { prepareRows, type Connection, type Statement } from './connection.ts';
import { Ranges, type Range } from './ranges.ts';

export interface MeterRange extends Range {
  readonly meter: number;
}

type Marks = Map<number, Ranges>;

/** Short ones (devices that speak now) and long ones (an import, other rules), apart however near they lie. */
interface Lanes {
  readonly short: Marks;
  readonly long: Marks;
}

const longWaitsFor = 8;

/**
 * Which meters' intervals lag behind their readings, and where. A derivation takes a meter's marks before it reads
 * and gives them back when it fails; what is committed meanwhile starts a new mark. Marks that are out with a
 * derivation still count as dirty, and are written so: a kill costs a recomputation, never a forgotten range.
 *
 * Short marks go before long ones, so that a live meter does not wait behind an import; after some takings without a
 * long one it is the long ones' turn, so that many live meters do not hold an import up for ever.
 */
export class Dirt {
  readonly #marks = emptyLanes();
  readonly #taken = new Map<number, Lanes>();
  /** Marks that nothing can be done about until a meter's history is back: kept, not listed. */
  readonly #postponed: Marks = new Map();
  readonly #nearMs: number | undefined;
  /** What is to be sent has one order. */
  readonly #hasLanes: boolean;
  readonly #forget: Statement;
  readonly #save: Statement;
  #unsaved = new Set<number>();
  #lastTaking = 0;
  /** Takings in a row that left long marks behind. */
  #longPassed = 0;

  constructor(db: Connection, table: 'dirty' | 'outbox' = 'dirty', nearMs?: number) {
    this.#nearMs = nearMs;
    this.#hasLanes = table === 'dirty';
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
    const lane = this.#hasLanes && isLong({ from, to }) ? this.#marks.long : this.#marks.short;
    let ranges = lane.get(meter);
    if (ranges === undefined) lane.set(meter, (ranges = this.#ranges()));
    ranges.add(from, to);
    this.#unsaved.add(meter);
  }

  addAll(meter: number, ranges: Ranges): void {
    for (const { from, to } of ranges.toArray()) this.add(meter, from, to);
  }

  /** Short ones first, of each kind the oldest mark; a meter may have several. */
  list(limit: number): MeterRange[] {
    const found: MeterRange[] = [];
    const lanes = [...this.#taken.values(), this.#marks];
    const short = lanes.map((marks) => marks.short);
    const long = lanes.map((marks) => marks.long);
    for (const listed of this.#longPassed < longWaitsFor ? [short, long] : [long, short]) {
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
    }
    return found;
  }

  /** Takes the marks of these meters out for a derivation; of those in `shortOf` the long ones stay. */
  take(
    meters: readonly number[],
    shortOf: readonly number[] = [],
  ): { readonly taking: number; readonly ranges: MeterRange[] } {
    const taking = ++this.#lastTaking;
    const taken = emptyLanes();
    const leaveLong = new Set(shortOf);
    for (const meter of meters) {
      move(meter, this.#marks.short, taken.short);
      if (!leaveLong.has(meter)) move(meter, this.#marks.long, taken.long);
    }
    this.#longPassed = taken.long.size > 0 || this.#marks.long.size === 0 ? 0 : this.#longPassed + 1;
    this.#taken.set(taking, taken);
    return { taking, ranges: rangesOf(taken) };
  }

  /** The derivation is on disk: its marks are cleared. */
  done(taking: number): void {
    for (const { meter } of rangesOf(this.#taken.get(taking))) this.#unsaved.add(meter);
    this.#taken.delete(taking);
  }

  giveBack(taking: number): void {
    for (const { meter, from, to } of rangesOf(this.#taken.get(taking))) this.add(meter, from, to);
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

  /** Whether something is to be derived that no derivation has taken. */
  isMarked(meter: number): boolean {
    return this.#marks.short.has(meter) || this.#marks.long.has(meter);
  }

  /** The earliest marked instant of a meter; Infinity when it has no mark. */
  earliest(meter: number): number {
    return this.#united(meter).toArray()[0]?.from ?? Infinity;
  }

  /** Its readings and rows are gone. */
  forget(meter: number): void {
    for (const marks of this.#all()) marks.delete(meter);
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

  #united(meter: number, among = this.#all()): Ranges {
    const united = this.#ranges();
    for (const marks of among) {
      const ranges = marks.get(meter);
      if (ranges !== undefined) united.addAll(ranges);
    }
    return united;
  }

  #all(): Marks[] {
    return [...[...this.#taken.values(), this.#marks].flatMap(({ short, long }) => [short, long]), this.#postponed];
  }

  #ranges(): Ranges {
    return new Ranges(this.#nearMs);
  }
}

const emptyLanes = (): Lanes => ({ short: new Map(), long: new Map() });

function move(meter: number, from: Marks, to: Marks): void {
  const ranges = from.get(meter);
  if (ranges === undefined) return;
  from.delete(meter);
  to.set(meter, ranges);
}

function rangesOf(lanes: Lanes | undefined): MeterRange[] {
  if (lanes === undefined) return [];
  return [lanes.short, lanes.long].flatMap((marks) =>
    Array.from(marks, ([meter, ranges]) => ranges.toArray().map((range) => ({ meter, ...range }))).flat(),
  );
}
