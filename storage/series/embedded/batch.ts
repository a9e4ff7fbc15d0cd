import type { EventRecord, IngestBatch, LedgerAccount, QuarantineItem, StoredReading } from '../port.ts';
import { readingHeader, type BatchMessage, type EventMessage, type Fault, type QuarantineMessage } from './message.ts';
import type { Names } from './names.ts';
import { columnIndex, rawColumns } from './schema.ts';

/** Packs items for the writer thread as they are added; goes there once. */
export class EmbeddedBatch implements IngestBatch {
  readonly #names: Names;
  /** What `readings` holds, for the newest values after the commit. */
  readonly kept: StoredReading[] = [];
  #numbers = new Float64Array(512);
  #used = 0;
  readonly #others: Record<string, number>[] = [];
  readonly #counts: number[] = [];
  readonly #events: EventMessage[] = [];
  readonly #quarantined: QuarantineMessage[] = [];
  #rejected = 0;
  #sent = false;

  constructor(names: Names) {
    this.#names = names;
  }

  get size(): number {
    return this.kept.length + this.#events.length + this.#quarantined.length + this.#rejected;
  }

  account(account: LedgerAccount): number {
    return this.#names.account(account);
  }

  received(account: number, count: number): void {
    this.#counts.push(account, count, 0);
  }

  rejected(account: number, count: number): void {
    this.#counts.push(account, 0, count);
    this.#rejected += count;
  }

  reading(
    account: number,
    meter: string,
    ts: number,
    receivedAt: number,
    values: Readonly<Record<string, number>>,
  ): number {
    checkWhole(ts, 'ts');
    checkWhole(receivedAt, 'receivedAt');
    let mask = 0;
    let other: Record<string, number> | undefined;
    for (const point in values) {
      const value = values[point] as number;
      if (!Number.isFinite(value)) throw new RangeError(`${point} is not a finite number: ${value}`);
      const column = columnIndex(point);
      if (column < 0) (other ??= withoutPrototype())[point] = value;
      else {
        mask |= 1 << column;
        scratch[column] = value;
      }
    }
    if (mask === 0 && other === undefined) throw new RangeError('a reading without values');

    if (this.#used + readingHeader + rawColumns.length > this.#numbers.length) this.#grow();
    const numbers = this.#numbers;
    let at = this.#used;
    numbers[at++] = account;
    numbers[at++] = this.#names.meter(meter);
    numbers[at++] = ts;
    numbers[at++] = receivedAt;
    numbers[at++] = mask;
    numbers[at++] = other === undefined ? -1 : this.#others.push(other) - 1;
    for (let rest = mask; rest !== 0; rest &= rest - 1) numbers[at++] = scratch[31 - Math.clz32(rest & -rest)]!;
    this.#used = at;
    return this.kept.push({ meter, ts, receivedAt, values }) - 1;
  }

  event(account: number, receivedAt: number, event: EventRecord): number {
    checkWhole(event.seq, 'seq');
    checkWhole(event.ts, 'ts');
    checkWhole(receivedAt, 'receivedAt');
    return this.#events.push({ account, receivedAt, event }) - 1;
  }

  quarantine(account: number, item: QuarantineItem): void {
    checkWhole(item.receivedAt, 'receivedAt');
    // A copy: the bytes may be a window on a socket's whole buffer.
    this.#quarantined.push({ account, ...item, bytes: Uint8Array.from(item.bytes) });
  }

  /** Hands the content over; the batch is spent, whatever becomes of the commit. */
  take(fault: Fault | undefined): BatchMessage {
    if (this.#sent) throw new Error('the batch was committed before');
    this.#sent = true;
    return {
      names: this.#names.takeUnsent(),
      readings: this.#numbers,
      used: this.#used,
      readingCount: this.kept.length,
      others: this.#others,
      counts: this.#counts,
      events: this.#events,
      quarantined: this.#quarantined,
      fault,
    };
  }

  #grow(): void {
    const larger = new Float64Array(this.#numbers.length * 2);
    larger.set(this.#numbers);
    this.#numbers = larger;
  }
}

const scratch = new Float64Array(rawColumns.length);

/** A device may name a point `__proto__`. */
const withoutPrototype = () => Object.create(null) as Record<string, number>;

/** What the table would refuse is refused here: in the transaction it would take a whole batch down, again and again. */
function checkWhole(value: number, name: string): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${name} is not a whole number: ${value}`);
}
