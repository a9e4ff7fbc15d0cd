import { createHash } from 'node:crypto';
import { sql, type Kysely, type Migration } from 'kysely';
import { chainStart, chainText, type ChainedEntry } from '../../../domain/audit/chain.ts';
import { makeAppendOnly } from './append-only.ts';

const columns = ['id', 'at', 'actor', 'action', 'subject', 'result', 'address', 'detail'] as const;
const rowsARead = 1000;
const rowsAStatement = 50;

type Row = ChainedEntry & { readonly hash: string };
type Before = { audit: Row; audit_before: Row };

/** The audit gets its hash chain: the entries that are there are chained in the order in which they were written. */
export const auditChain: Migration = {
  async up(db: Kysely<Before>) {
    // Rows of the audit are never updated, so they move to a table in which the hash is there from the first.
    await db.schema.alterTable('audit').renameTo('audit_before').execute();
    await db.schema
      .createTable('audit')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('actor', 'text', (c) => c.notNull())
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('result', 'text', (c) => c.notNull())
      .addColumn('address', 'text')
      .addColumn('detail', 'text')
      .addColumn('hash', 'text', (c) => c.notNull())
      .execute();
    let head = chainStart;
    for (;;) {
      const rows = await db
        .selectFrom('audit_before')
        .select(columns)
        .where('id', '>', head.id)
        .orderBy('id')
        .limit(rowsARead)
        .execute();
      const chained = rows.map((row) => {
        const hash = createHash('sha256').update(chainText(head.hash, row)).digest('hex');
        head = { id: row.id, hash };
        return { ...row, hash };
      });
      for (let from = 0; from < chained.length; from += rowsAStatement) {
        await db
          .insertInto('audit')
          .values(chained.slice(from, from + rowsAStatement))
          .execute();
      }
      if (rows.length < rowsARead) break;
    }
    // Its triggers go with it.
    await sql`drop table audit_before`.execute(db);
    await makeAppendOnly(db as unknown as Kysely<unknown>, 'audit');
  },
};
