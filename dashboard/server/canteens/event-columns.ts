import { meals, streams, type EventIdentity, type MealCount, type Weighing } from '../../../domain/canteen/types.ts';
import type { EventBody } from './read-event.ts';

/** Place of a count's amount, which is people and no stream. */
const people = streams.length;
const firstRoom = 64;

/** Names of devices, each kept once for all columns. */
export class DeviceNames {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];

  numberOf(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#names.push(name) - 1;
      this.#numbers.set(name, number);
    }
    return number;
  }
  nameOf(number: number): string {
    return this.#names[number]!;
  }
}

/**
 * Events of one canteen in columns, in the store's order (ts, device, seq): 46 bytes each, where objects take four times
 * as much. An identity is held once, whoever brings it and however often.
 */
export class EventColumns {
  readonly #names: DeviceNames;
  #length = 0;
  #ts = new Float64Array(firstRoom);
  #seq = new Float64Array(firstRoom);
  #device = new Uint32Array(firstRoom);
  #meal = new Uint8Array(firstRoom);
  #stream = new Uint8Array(firstRoom);
  /** Net grams, or people. */
  #amount = new Float64Array(firstRoom);
  #gross = new Float64Array(firstRoom);
  #tare = new Float64Array(firstRoom);

  constructor(names: DeviceNames) {
    this.#names = names;
  }

  get length(): number {
    return this.#length;
  }

  /** @returns false when it is here already. */
  add({ device, seq, ts }: EventIdentity, body: EventBody): boolean {
    const at = this.#placeOf(ts, device, seq);
    if (at < this.#length && this.#compare(at, ts, device, seq) === 0) return false;
    this.#openAt(at);
    const weighing = body.type === 'weighing';
    this.#ts[at] = ts;
    this.#seq[at] = seq;
    this.#device[at] = this.#names.numberOf(device);
    this.#meal[at] = meals.indexOf(body.meal);
    this.#stream[at] = weighing ? streams.indexOf(body.stream) : people;
    this.#amount[at] = weighing ? body.netG : body.personMeals;
    this.#gross[at] = (weighing ? body.grossG : null) ?? NaN;
    this.#tare[at] = (weighing ? body.tareG : null) ?? NaN;
    return true;
  }

  /** Weighings of [from, to), ascending. */
  weighings(from = -Infinity, to = Infinity): Weighing[] {
    const found: Weighing[] = [];
    for (let i = this.#firstFrom(from); i < this.#length && this.#ts[i]! < to; i++) {
      if (this.#stream[i] === people) continue;
      const [gross, tare] = [this.#gross[i]!, this.#tare[i]!];
      found.push({
        device: this.#names.nameOf(this.#device[i]!),
        seq: this.#seq[i]!,
        ts: this.#ts[i]!,
        meal: meals[this.#meal[i]!]!,
        stream: streams[this.#stream[i]!]!,
        netG: this.#amount[i]!,
        grossG: Number.isNaN(gross) ? null : gross,
        tareG: Number.isNaN(tare) ? null : tare,
      });
    }
    return found;
  }

  /** Counts of [from, to), ascending. */
  counts(from = -Infinity, to = Infinity): MealCount[] {
    const found: MealCount[] = [];
    for (let i = this.#firstFrom(from); i < this.#length && this.#ts[i]! < to; i++) {
      if (this.#stream[i] !== people) continue;
      found.push({
        device: this.#names.nameOf(this.#device[i]!),
        seq: this.#seq[i]!,
        ts: this.#ts[i]!,
        meal: meals[this.#meal[i]!]!,
        personMeals: this.#amount[i]!,
      });
    }
    return found;
  }

  /** Newest instant that is not after `until`; null = there is none. */
  newest(until: number): number | null {
    const at = this.#firstFrom(until + 1) - 1;
    return at < 0 ? null : this.#ts[at]!;
  }

  #firstFrom(ts: number): number {
    let [low, high] = [0, this.#length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ts[middle]! < ts) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #placeOf(ts: number, device: string, seq: number): number {
    // Nearly always the newest of all.
    if (this.#length === 0 || this.#compare(this.#length - 1, ts, device, seq) < 0) return this.#length;
    let [low, high] = [0, this.#length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(middle, ts, device, seq) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compare(at: number, ts: number, device: string, seq: number): number {
    if (this.#ts[at] !== ts) return this.#ts[at]! - ts;
    const name = this.#names.nameOf(this.#device[at]!);
    if (name !== device) return name < device ? -1 : 1;
    return this.#seq[at]! - seq;
  }

  #openAt(at: number): void {
    if (this.#length === this.#ts.length) this.#grow();
    for (const column of this.#columns()) column.copyWithin(at + 1, at, this.#length);
    this.#length++;
  }

  #grow(): void {
    const room = this.#ts.length * 2;
    const wider = <T extends { set(from: T): void }>(column: T, made: T): T => {
      made.set(column);
      return made;
    };
    this.#ts = wider(this.#ts, new Float64Array(room));
    this.#seq = wider(this.#seq, new Float64Array(room));
    this.#device = wider(this.#device, new Uint32Array(room));
    this.#meal = wider(this.#meal, new Uint8Array(room));
    this.#stream = wider(this.#stream, new Uint8Array(room));
    this.#amount = wider(this.#amount, new Float64Array(room));
    this.#gross = wider(this.#gross, new Float64Array(room));
    this.#tare = wider(this.#tare, new Float64Array(room));
  }

  #columns() {
    return [this.#ts, this.#seq, this.#device, this.#meal, this.#stream, this.#amount, this.#gross, this.#tare];
  }
}
