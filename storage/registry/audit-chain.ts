import { createHash } from 'node:crypto';
import { sql, type Kysely, type Transaction } from 'kysely';
import { ChainCheck, chainStart, chainText, type ChainHead, type ChainReport } from '../../domain/audit/chain.ts';
import type { AuditEntry, AuditWalk } from './port.ts';
import type { Tables } from './tables.ts';

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

const rowsAStatement = 50;
const rowsARead = 2000;

export async function headOf(db: Kysely<Tables>): Promise<ChainHead> {
  const row = await db.selectFrom('audit').select(['id', 'hash']).orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row ?? chainStart;
}

/**
 * Adds entries to the end of the chain. In a transaction only: the registry has one connection and `begin immediate`,
 * so whoever reads the head is alone until it is followed. (On PostgreSQL: lock the newest row.)
 */
export async function link(
  trx: Transaction<Tables>,
  entries: readonly Omit<AuditEntry, 'id' | 'hash'>[],
): Promise<void> {
  const head = await headOf(trx);
  let { hash } = head;
  // Numbers are never given twice, not even those of entries that somebody cut off: the hole stays to be seen.
  let id = Math.max(head.id, (await lastGiven(trx)) ?? 0);
  const rows = entries.map(({ at, actor, action, subject, result, address, detail }) => {
    const entry = { id: ++id, at, actor, action, subject, result, address, detail };
    hash = sha256Of(chainText(hash, entry));
    return { ...entry, hash };
  });
  for (let from = 0; from < rows.length; from += rowsAStatement) {
    await trx
      .insertInto('audit')
      .values(rows.slice(from, from + rowsAStatement))
      .execute();
  }
}

/** The whole chain, in pages, so that people go on working meanwhile; entries that are added meanwhile count too. */
export async function checkChain(
  db: Kysely<Tables>,
  noted: string | null,
  { progress, each }: AuditWalk = {},
): Promise<ChainReport> {
  const check = new ChainCheck(sha256Of, noted);
  for (;;) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('id', '>', check.head.id)
      .orderBy('id')
      .limit(rowsARead)
      .execute();
    for (const row of rows) {
      check.take(row);
      each?.(row);
    }
    progress?.(check.entries);
    if (rows.length < rowsARead) break;
  }
  const given = await db.transaction().execute(async (trx) => {
    // What was added since the last page is no tail that is missing.
    const [given, head] = [await lastGiven(trx), await headOf(trx)];
    return given === null || head.id > check.head.id ? null : given;
  });
  const faults = check.end(given);
  return { entries: check.entries, head: check.head, faults };
}

/** The newest number that was ever given to an entry, whatever became of it. SQLite's own book. */
async function lastGiven(db: Kysely<Tables>): Promise<number | null> {
  const { rows } = await sql<{ seq: number }>`select seq from sqlite_sequence where name = 'audit'`.execute(db);
  return rows[0]?.seq ?? null;
}
