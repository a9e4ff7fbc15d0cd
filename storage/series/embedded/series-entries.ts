import type { Connection, Statement } from './connection.ts';

export interface SeriesEntry {
  readonly key: number;
  readonly meter: string;
  readonly point: string;
  /** Two days in a row are equal somewhere in it. */
  readonly hasEqualDays: boolean;
}

/** Rows of the series table, made when they are first asked for. Inside the caller's transaction. */
export class SeriesEntries {
  readonly #insert: Statement;
  readonly #update: Statement;
  #known = new Map<string, SeriesEntry>();

  constructor(db: Connection) {
    this.#insert = db.prepare(
      `INSERT INTO series (meter, point) VALUES (?, ?)
       ON CONFLICT (meter, point) DO UPDATE SET point = excluded.point RETURNING key, equal_days AS equalDays`,
    );
    this.#update = db.prepare('UPDATE series SET equal_days = ? WHERE key = ?');
  }

  of(meter: string, point: string): SeriesEntry {
    const name = nameOf(meter, point);
    let entry = this.#known.get(name);
    if (entry === undefined) {
      const row = this.#insert.get(meter, point) as { key: number; equalDays: number };
      entry = { key: row.key, meter, point, hasEqualDays: row.equalDays !== 0 };
      this.#known.set(name, entry);
    }
    return entry;
  }

  setEqualDays(entry: SeriesEntry, hasEqualDays: boolean): void {
    if (entry.hasEqualDays === hasEqualDays) return;
    this.#update.run(hasEqualDays ? 1 : 0, entry.key);
    this.#known.set(nameOf(entry.meter, entry.point), { ...entry, hasEqualDays });
  }

  /** Its row is gone. */
  forget(meter: string, point: string): void {
    this.#known.delete(nameOf(meter, point));
  }

  /** The transaction was rolled back: keys that were handed out in it are gone with it. */
  reload(): void {
    this.#known = new Map();
  }
}

const nameOf = (meter: string, point: string) => `${meter}\0${point}`;
