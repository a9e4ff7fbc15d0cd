import { prepareRows, type Connection } from './connection.ts';
import type { Dirt } from './dirt.ts';
import {
  readingHeader,
  type BringMessage,
  type CloseMonthMessage,
  type DeadMessage,
  type GapMessage,
  type PruneMessage,
} from './message.ts';
import type { Outbox, UnsentMeter } from './outbox.ts';
import type { RawReadings } from './readings.ts';
import type { BroughtRow, Gap, Window } from './window.ts';

/** Words of the server are kept of so many refused points. */
const lettersKept = 10_000;

/** The writer's part of a store with a server behind: what is unsent, what has gone, what comes back. */
export class Keeper {
  readonly #db: Connection;
  readonly #outbox: Outbox;
  readonly #dirt: Dirt;
  readonly #window: Window;
  readonly #readings: RawReadings;
  readonly #transaction: <T>(work: () => T) => T;

  constructor(parts: {
    db: Connection;
    outbox: Outbox;
    dirt: Dirt;
    window: Window;
    readings: RawReadings;
    transaction: <T>(work: () => T) => T;
  }) {
    this.#db = parts.db;
    this.#outbox = parts.outbox;
    this.#dirt = parts.dirt;
    this.#window = parts.window;
    this.#readings = parts.readings;
    this.#transaction = parts.transaction;
  }

  /**
   * Everything that is here goes to this server, unless it is the one that got it until now.
   * @returns whether readings that are no longer here lie with another one.
   */
  start(target: string): { readonly elsewhere: boolean } {
    const before = this.#db.prepare('SELECT target, current FROM forwarding').get() as
      { target: string; current: number } | undefined;
    if (before?.target === target && before.current === 1) return { elsewhere: false };
    const meters = prepareRows(this.#db, 'SELECT DISTINCT meter FROM meter_point').all() as [number][];
    // Each by itself is found in the key; both in one question would read every row.
    const extent = prepareRows(
      this.#db,
      'SELECT (SELECT min(ts) FROM raw WHERE meter = ?1), (SELECT max(ts) FROM raw WHERE meter = ?1)',
    );
    const some = prepareRows(this.#db, 'SELECT ts, received_at FROM raw WHERE meter = ? ORDER BY ts LIMIT 100');
    for (const [meter] of meters) {
      const [from, to] = extent.get(meter) as [number | null, number | null];
      if (from === null || to === null) continue;
      const first = some.all(meter) as [number, number][];
      // Their number is for people to read: not worth counting millions of rows before the start.
      const spacing = first.length < 100 ? Infinity : (first[99]![0] - from) / 99;
      this.#outbox.add(meter, from, to, Math.max(first.length, Math.round((to - from) / spacing) + 1), first[0]![1]);
    }
    this.#transaction(() => {
      this.#outbox.save();
      this.#db.exec('DELETE FROM forwarding');
      this.#db.prepare('INSERT INTO forwarding (target, dead) VALUES (?, 0)').run(target);
    });
    this.#outbox.saved();
    const pruned = this.#db.prepare('SELECT 1 FROM pruned LIMIT 1').get() !== undefined;
    return { elsewhere: pruned && before !== undefined && before.target !== target };
  }

  take(rows: number): { readonly taking: number; readonly meters: readonly UnsentMeter[] } {
    return this.#outbox.take(rows);
  }

  /** What was taken is with the server but for `left`. What it refused for ever is noted first: that must not be pruned. */
  forwarded(taking: number, left: readonly UnsentMeter[], dead: readonly DeadMessage[]): void {
    try {
      this.dead(dead);
    } catch (error) {
      // Else it would be neither sent again nor let go of.
      this.#outbox.giveBack(taking);
      throw error;
    }
    this.#outbox.done(taking, left);
  }

  dead(letters: readonly DeadMessage[]): void {
    if (letters.length === 0) return;
    this.#transaction(() => {
      const put = this.#db.prepare(
        'INSERT OR REPLACE INTO dead_letter (meter, ts, at, line, message) VALUES (?, ?, ?, ?, ?)',
      );
      for (const { meter, ts, at, line, message } of letters) put.run(meter, ts, at, line, message);
      this.#db.prepare('UPDATE forwarding SET dead = dead + ?').run(letters.length);
      this.#db
        .prepare(
          `UPDATE dead_letter SET line = NULL, message = NULL WHERE (meter, ts) IN (
             SELECT meter, ts FROM dead_letter WHERE line IS NOT NULL ORDER BY at DESC LIMIT -1 OFFSET ${lettersKept})`,
        )
        .run();
      this.#db.exec('DELETE FROM dead_letter WHERE meter < 0 AND line IS NULL');
    });
  }

  state(): { readonly rows: number; readonly oldest: number | null; readonly dead: number } {
    const { dead } = (this.#db.prepare('SELECT dead FROM forwarding').get() ?? { dead: 0 }) as { dead: number };
    return { ...this.#outbox.size(), dead };
  }

  /** @returns whether there is more to let go of. */
  prune({ meter, before, slackMs, limit, now }: PruneMessage): boolean {
    if (this.#window.isHeld(meter, now)) return false;
    const safe = Math.min(before, this.#outbox.earliest(meter), this.#dirt.earliest(meter));
    const here = this.#transaction(() => this.#window.prune(meter, safe, slackMs, limit));
    if (here === null) return false;
    this.#window.set(meter, here);
    return here.from < safe;
  }

  /** What must come back first. Nothing of the meter goes until it is here: what came back would not be what was asked. */
  gap({ meter, until }: GapMessage): Gap | null {
    this.#window.hold(meter, until);
    return this.#window.gap(meter);
  }

  bring({ meter, month, batch, until }: BringMessage): void {
    this.#window.hold(meter, until);
    const rows: BroughtRow[] = [];
    const { readings, others } = batch;
    let at = 0;
    for (let i = 0; i < batch.readingCount; i++) {
      const mask = readings[at + 4]!;
      const otherIndex = readings[at + 5]!;
      const args = [meter, readings[at + 2]!, readings[at + 3]!];
      at += readingHeader;
      for (let rest = mask; rest !== 0; rest &= rest - 1) args.push(readings[at++]!);
      rows.push({ mask, args, other: otherIndex < 0 ? undefined : others[otherIndex] });
    }
    try {
      const here = this.#transaction(() => this.#window.bring(meter, month, rows, this.#readings));
      this.#readings.committed();
      this.#window.set(meter, here);
    } catch (error) {
      this.#readings.rolledBack();
      throw error;
    }
  }

  /**
   * Nothing is done while the server has fewer than went. It may have more than that: what nobody here knew has to be
   * derived.
   * @returns `absent`: how many fewer came than went; negative: more.
   */
  closeMonth({ meter, month, to }: CloseMonthMessage): { readonly absent: number } {
    const closed = this.#transaction(() => {
      const { absent, here } = this.#window.close(meter, month);
      if (absent < 0) {
        this.#dirt.add(meter, month, to - 1);
        this.#dirt.save();
      }
      return { absent, here };
    });
    this.#window.set(meter, closed.here);
    return { absent: closed.absent };
  }

  release(meters: readonly number[]): void {
    for (const meter of meters) this.#window.release(meter);
  }
}
