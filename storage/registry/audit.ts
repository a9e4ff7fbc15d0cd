import type { Kysely } from 'kysely';
import { decodeCursor, encodeCursor } from './paging.ts';
import { RegistryRefusal, type AuditEntry, type Page, type PageQuery, type Viewer } from './port.ts';
import type { Tables } from './tables.ts';

/** What people did, in the order in which they did it. Triggers of the database refuse to change or delete a row. */
export class AuditLog {
  readonly #db: Kysely<Tables>;
  readonly #now: () => number;

  constructor(db: Kysely<Tables>, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** `db`: the transaction that the entry belongs to, when there is one. */
  async add(entry: Omit<AuditEntry, 'id' | 'at'>, db: Kysely<Tables> = this.#db): Promise<void> {
    await db
      .insertInto('audit')
      .values({ at: this.#now(), ...entry })
      .execute();
  }

  /** Many of one transaction, in slices, so that a statement stays short. */
  async addAll(entries: readonly Omit<AuditEntry, 'id' | 'at'>[], db: Kysely<Tables>): Promise<void> {
    const at = this.#now();
    for (let from = 0; from < entries.length; from += 50) {
      const rows = entries.slice(from, from + 50).map((entry) => ({ at, ...entry }));
      await db.insertInto('audit').values(rows).execute();
    }
  }

  /** Newest first. Administrators read all of it, everybody else their own entries. */
  async page(viewer: Viewer, { limit, cursor }: PageQuery): Promise<Page<AuditEntry>> {
    let query = this.#db.selectFrom('audit').selectAll().orderBy('id', 'desc');
    if (viewer.role !== 'administrator') query = query.where('actor', '=', viewer.name);
    if (cursor !== null) query = query.where('id', '<', entryId(decodeCursor(cursor)));
    const rows = await query.limit(limit + 1).execute();
    const items = rows.slice(0, limit).map((row) => ({ ...row, result: row.result as AuditEntry['result'] }));
    return { items, next: rows.length > limit ? encodeCursor(String(items.at(-1)!.id)) : null };
  }
}

function entryId(key: string): number {
  if (!/^\d{1,15}$/.test(key)) throw new RegistryRefusal('invalid-cursor', 'the cursor is not one of the audit');
  return Number(key);
}
