import type { Connection } from './connection.ts';

/** A full disk without a small disk: pages that the database may have. */
export class PageLimit {
  readonly #db: Connection;
  #limit = 0;

  constructor(db: Connection) {
    this.#db = db;
  }

  /** 0 = no limit. */
  set(limit: number): void {
    if (limit === this.#limit) return;
    this.#db.exec(`PRAGMA max_page_count = ${limit === 0 ? 4294967294 : limit}`);
    this.#limit = limit;
  }
}

/** A slow disk. */
export function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
