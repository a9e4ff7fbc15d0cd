import type { Connection, Statement } from './connection.ts';
import { columnsOfLate, readLate, waitingReason, type LateArrivals } from './late.ts';
import {
  outcome,
  readingHeader,
  type BatchMessage,
  type BulkMessage,
  type CommitReply,
  type EventMessage,
  type QuarantineMessage,
} from './message.ts';
import { bytesOfItem, type QuarantineRoom } from './quarantine-room.ts';
import type { RawReadings } from './readings.ts';
import { columnIndex } from './schema.ts';
import { count, type Tally } from './tally.ts';
import type { Window } from './window.ts';

/**
 * What becomes of a reading that can't be judged here. `waits`: it goes into quarantine. Else it is a `HistoryNeeded`,
 * and what has waited for the same instant is judged before it: `any`, or what came before the item of this id.
 */
export type Late = 'waits' | 'any' | number;

/** Writes readings, events and quarantine, and counts what became of each. Only inside a transaction. */
export class Items {
  readonly #readings: RawReadings;
  readonly #window: Window;
  readonly #late: LateArrivals;
  readonly #room: QuarantineRoom;
  readonly #insertEvent: Statement;
  readonly #insertQuarantine: Statement;
  readonly #takeOut: Statement;

  constructor(
    db: Connection,
    parts: { readings: RawReadings; window: Window; late: LateArrivals; room: QuarantineRoom },
  ) {
    this.#readings = parts.readings;
    this.#window = parts.window;
    this.#late = parts.late;
    this.#room = parts.room;
    this.#insertEvent = db.prepare(
      `INSERT INTO event (device, seq, ts, type, canteen, body, received_at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    );
    this.#insertQuarantine = db.prepare(
      'INSERT INTO quarantine (account, topic, received_at, reason, detail, bytes) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#takeOut = db.prepare(
      `UPDATE quarantine SET state = 'replayed' WHERE id = ? AND state = 'open'
       RETURNING account, iif(reason = '${waitingReason}', bytes, NULL) AS waited, ${bytesOfItem} AS size`,
    );
  }

  /** Readings and events of a batch. */
  write(batch: BatchMessage, tally: Tally, late: Late): CommitReply {
    const events = new Uint8Array(batch.events.length);
    batch.events.forEach((event, i) => (events[i] = this.#event(event, tally)));
    return { readings: this.#batch(batch, tally, late), events };
  }

  /** @returns how many rows had each outcome, by its code. */
  bulk({ account, meter, receivedAt, ts, points }: BulkMessage, tally: Tally): number[] {
    const common = Object.entries(points)
      .map(([point, values]) => ({ point, values, column: columnIndex(point) }))
      .sort((a, b) => a.column - b.column);
    if (ts.length > 0) this.#window.require(meter, ts[0]!);
    const judged = [0, 0, 0];
    for (let row = 0; row < ts.length; row++) {
      const args = [meter, ts[row]!, receivedAt];
      let mask = 0;
      let other: Record<string, number> | undefined;
      for (const { point, values, column } of common) {
        const value = values[row]!;
        if (Number.isNaN(value)) continue;
        if (column < 0) (other ??= Object.create(null) as Record<string, number>)[point] = value;
        else {
          mask |= 1 << column;
          args.push(value);
        }
      }
      if (mask === 0 && other === undefined) continue;
      this.#settle(meter, ts[row]!, receivedAt, tally);
      tally.add(account, count.received, 1);
      judged[this.#reading(account, mask, args, other, tally)]!++;
    }
    return judged;
  }

  quarantine({ account, topic, receivedAt, reason, detail, bytes }: QuarantineMessage, tally: Tally): void {
    if (this.#room.take(bytes.length + topic.length + detail.length)) {
      this.#insertQuarantine.run(account, topic, receivedAt, reason, detail, bytes);
    }
    tally.add(account, count.quarantined, 1);
  }

  /** An open item of the quarantine is open no longer. @returns `waited`: its bytes, when it waited for its history. */
  takeOut(id: number, tally: Tally): { readonly account: number; readonly waited: Uint8Array | null } | null {
    const item = this.#takeOut.get(id) as { account: number; waited: Uint8Array | null; size: number } | undefined;
    if (item === undefined) return null;
    if (item.waited !== null) this.#late.resolved(id, item.waited);
    this.#room.resolved(item.waited === null ? null : item.size);
    tally.add(item.account, count.quarantined, -1);
    return item;
  }

  #batch({ readings, readingCount, others }: BatchMessage, tally: Tally, late: Late): Uint8Array {
    const results = new Uint8Array(readingCount);
    let at = 0;
    for (let i = 0; i < readingCount; i++) {
      const account = readings[at]!;
      const meter = readings[at + 1]!;
      const ts = readings[at + 2]!;
      const mask = readings[at + 4]!;
      const otherIndex = readings[at + 5]!;
      const args = [meter, ts, readings[at + 3]!];
      at += readingHeader;
      for (let rest = mask; rest !== 0; rest &= rest - 1) args.push(readings[at++]!);
      const other = otherIndex < 0 ? undefined : others[otherIndex];
      if (this.#window.isGone(meter, ts)) {
        if (late !== 'waits') this.#window.require(meter, ts);
        const result = (results[i] = this.#late.put(account, mask, args, other));
        if (result === outcome.waiting) tally.add(account, count.quarantined, 1);
        else if (result === outcome.duplicate) tally.judged(account, result);
        else tally.add(account, count.received, -1);
        continue;
      }
      this.#settle(meter, ts, args[2]!, tally, typeof late === 'number' ? late : undefined);
      results[i] = this.#reading(account, mask, args, other, tally);
    }
    return results;
  }

  /**
   * What waits for this instant came earlier: with its history here it is judged before what comes now, or it would be
   * a revision of a younger value.
   */
  #settle(meter: number, ts: number, receivedAt: number, tally: Tally, before?: number): void {
    for (const id of this.#late.at(meter, ts, before)) {
      const { account, waited } = this.takeOut(id, tally)!;
      const { mask, columns, other } = columnsOfLate(readLate(waited!).values);
      this.#reading(account, mask, [meter, ts, receivedAt, ...columns], other, tally);
    }
  }

  /** @param args meter, ts, arrival and the values of `mask`'s columns. @returns code of its outcome. */
  #reading(
    account: number,
    mask: number,
    args: number[],
    other: Parameters<RawReadings['write']>[2],
    tally: Tally,
  ): number {
    const result = this.#readings.write(mask, args, other);
    tally.judged(account, result);
    if (result !== outcome.duplicate) tally.written(args[0]!, args[1]!, args[2]!);
    return result;
  }

  #event({ account, receivedAt, event }: EventMessage, tally: Tally): number {
    const { device, seq, ts, type, canteen, body } = event;
    const { changes } = this.#insertEvent.run(device, seq, ts, type, canteen, body, receivedAt);
    const result = changes === 1 ? outcome.stored : outcome.duplicate;
    tally.judged(account, result);
    return result;
  }
}
