import type { Kysely, Transaction } from 'kysely';
import type { ChainHead, ChainReport } from '../../domain/audit/chain.ts';
import { checkChain, headOf, link } from './audit-chain.ts';
import { decodeCursor, encodeCursor } from './paging.ts';
import {
  RegistryRefusal,
  type AuditEntry,
  type AuditNote,
  type AuditWalk,
  type Page,
  type PageQuery,
  type Viewer,
} from './port.ts';
import type { Tables } from './tables.ts';

/**
 * What people did, in the order in which they did it, as a hash chain (`audit-chain.ts`). Triggers of the database refuse
 * to change or delete a row. What was done to the demo stays when the demo leaves: it was done, and the chain goes on.
 */
export class AuditLog {
  readonly #db: Kysely<Tables>;
  readonly #now: () => number;

  constructor(db: Kysely<Tables>, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** `db`: the transaction that the entry belongs to, when there is one. */
  add(entry: AuditNote, db: Kysely<Tables> = this.#db): Promise<void> {
    return this.addAll([entry], db);
  }

  /** Many of one transaction. */
  async addAll(entries: readonly AuditNote[], db: Kysely<Tables>): Promise<void> {
    if (entries.length === 0) return;
    const at = this.#now();
    const rows = entries.map((entry) => ({ at, ...entry }));
    if (db.isTransaction) return link(db as Transaction<Tables>, rows);
    await db.transaction().execute((trx) => link(trx, rows));
  }

  /** Number and hash of the newest entry: whoever notes it sees later whether the end was cut off. */
  head(): Promise<ChainHead> {
    return headOf(this.#db);
  }

  /** @param noted a head noted earlier. */
  check(noted: string | null, walk?: AuditWalk): Promise<ChainReport> {
    return checkChain(this.#db, noted, walk);
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
