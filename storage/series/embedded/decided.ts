import type { Decision } from '../../../domain/metering/decision.ts';
import { prepareRows, type Connection, type Statement } from './connection.ts';

/**
 * The decisions that each meter's intervals rest on, kept with the intervals: what was made or undone since shows
 * by itself, whatever the marks say and whenever a kill came.
 */
export class Decided {
  readonly #db: Connection;
  readonly #put: Statement;
  readonly #drop: Statement;
  /** JSON of each, by meter; null: to be read from disk. */
  #known: Map<string, readonly string[]> | null = null;

  constructor(db: Connection) {
    this.#db = db;
    this.#put = db.prepare('INSERT OR REPLACE INTO decided (meter, decisions) VALUES (?, ?)');
    this.#drop = db.prepare('DELETE FROM decided WHERE meter = ?');
  }

  /** Those that stand now and did not, and those that did and no longer do. */
  changed(meter: string, now: readonly Decision[]): readonly Decision[] {
    const before = this.#of(meter);
    if (before.length === 0) return now;
    const texts = now.map((decision) => JSON.stringify(decision));
    const changed: Decision[] = [];
    // Decisions are made one after the other and undone anywhere: what both have is in the same order.
    let next = 0;
    for (const text of before) {
      if (texts[next] === text) next++;
      else changed.push(JSON.parse(text) as Decision);
    }
    return [...changed, ...now.slice(next)];
  }

  /** From here on the meter's intervals rest on these; in the transaction that writes them. */
  rest(meter: string, on: readonly Decision[]): void {
    const before = this.#of(meter);
    if (on.length === 0 && before.length === 0) return;
    const texts = on.map((decision) => JSON.stringify(decision));
    if (texts.length === before.length && texts.every((text, i) => text === before[i])) return;
    if (on.length === 0) this.forget(meter);
    else {
      this.#put.run(meter, JSON.stringify(on));
      this.#all().set(meter, texts);
    }
  }

  forget(meter: string): void {
    this.#drop.run(meter);
    this.#all().delete(meter);
  }

  /** What is on disk counts: the transaction was rolled back, or rows have gone. */
  reload(): void {
    this.#known = null;
  }

  #of(meter: string): readonly string[] {
    return this.#all().get(meter) ?? none;
  }

  #all(): Map<string, readonly string[]> {
    if (this.#known !== null) return this.#known;
    const rows = prepareRows(this.#db, 'SELECT meter, decisions FROM decided').all() as [string, string][];
    const parse = (text: string) => (JSON.parse(text) as Decision[]).map((decision) => JSON.stringify(decision));
    return (this.#known = new Map(rows.map(([meter, text]) => [meter, parse(text)])));
  }
}

const none: readonly string[] = [];
