import type { Connection } from './connection.ts';
import { waitingReason } from './late.ts';

/** How much the quarantine keeps. */
export interface QuarantineBounds {
  readonly items: number;
  readonly bytes: number;
}

/** A hundred thousand items or 256 MiB: weeks of a gateway with a wrong clock. */
export const defaultQuarantineBounds: QuarantineBounds = { items: 100_000, bytes: 256 * 1024 * 1024 };

/** Resolved items that go at once, and how often for one that comes: devices wait that long. */
const madeAtOnce = 1_000;
const mostTimes = 10;
/** Readings that wait for their history are not bounded: they are acknowledged, and nowhere else. */
const counted = `NOT (state = 'open' AND reason = '${waitingReason}')`;
/** What an item counts with; of `take` the same. */
export const bytesOfItem = 'length(bytes) + length(topic) + length(detail)';

/**
 * Room in the quarantine. When it is full, the oldest resolved items go; open ones never do. With nothing resolved left,
 * a further item is counted in the ledger and not kept.
 */
export class QuarantineRoom {
  readonly #db: Connection;
  readonly #bounds: QuarantineBounds;
  #items = 0;
  #bytes = 0;
  #known = false;
  /** Nothing that is resolved is left to go. */
  #full = false;

  constructor(db: Connection, bounds: QuarantineBounds) {
    this.#db = db;
    this.#bounds = bounds;
  }

  /** Within a transaction. @returns false when the item must not be kept. */
  take(bytes: number): boolean {
    if (!this.#known) this.#count();
    if (!this.#makeRoom(bytes)) return false;
    this.#items++;
    this.#bytes += bytes;
    return true;
  }

  /**
   * An item was resolved: it may go now. Within a transaction.
   * @param waited its bytes, when it had waited for its history: from now on it counts as any other.
   */
  resolved(waited: number | null): void {
    this.#full = false;
    if (waited === null || !this.#known) return;
    this.#items++;
    this.#bytes += waited;
    if (this.#items > this.#bounds.items || this.#bytes > this.#bounds.bytes) this.#dropResolved();
  }

  /** What was counted in the transaction did not happen. */
  rolledBack(): void {
    this.#known = false;
    this.#full = false;
  }

  /** @param quarantined as the ledger has it */
  usage(quarantined: number) {
    if (!this.#known) this.#count();
    const count = (where: string): number =>
      (this.#db.prepare(`SELECT count(*) AS n FROM quarantine WHERE ${where}`).get() as { n: number }).n;
    const waiting = count(`state = 'open' AND reason = '${waitingReason}'`);
    const [open, replayed, discarded] = ['open', 'replayed', 'discarded'].map((state) => count(`state = '${state}'`));
    const { items, bytes } = this.#bounds;
    return {
      open: open! - waiting,
      resolved: replayed! + discarded!,
      bytes: this.#bytes,
      maxItems: items,
      maxBytes: bytes,
      full: this.#full,
      // Replayed items have left the ledger's count.
      notKept: quarantined - open! - discarded!,
    };
  }

  #fits(bytes: number): boolean {
    return this.#items < this.#bounds.items && this.#bytes + bytes <= this.#bounds.bytes;
  }

  /** @returns false when there is none. Where far too many are resolved, later calls go on with it. */
  #makeRoom(bytes: number): boolean {
    for (let times = 0; times < mostTimes; times++) {
      if (this.#fits(bytes)) return true;
      if (this.#full || this.#dropResolved() === 0) {
        this.#full = true;
        return false;
      }
    }
    return true;
  }

  /** The oldest go. */
  #dropResolved(): number {
    const some = (state: string): string =>
      `SELECT * FROM (SELECT id FROM quarantine WHERE state = '${state}' ORDER BY id LIMIT ${madeAtOnce})`;
    const gone = this.#db
      .prepare(
        `DELETE FROM quarantine WHERE id IN
         (${some('replayed')} UNION ALL ${some('discarded')} ORDER BY id LIMIT ${madeAtOnce})
         RETURNING ${bytesOfItem} AS bytes`,
      )
      .all() as { bytes: number }[];
    this.#items -= gone.length;
    for (const { bytes } of gone) this.#bytes -= bytes;
    return gone.length;
  }

  #count(): void {
    const { items, bytes } = this.#db
      .prepare(
        `SELECT count(*) AS items, coalesce(sum(${bytesOfItem}), 0) AS bytes
         FROM quarantine WHERE ${counted}`,
      )
      .get() as { items: number; bytes: number };
    this.#items = items;
    this.#bytes = bytes;
    this.#known = true;
  }
}
