import { sql, type Kysely, type Migration } from 'kysely';
import { changing, keepRows } from './append-only.ts';

/** What must be put right, every step of it, and the files that show it. */
export const matterTables: Migration = {
  async up(db) {
    await matters(db);
    await steps(db);
    await attachments(db);
  },
};

const tables = { canteen: 'canteens', contract: 'contracts', institution: 'institutions', building: 'buildings' };

/** What a row is about is of the demo. */
function ofDemo(row: string) {
  return sql`case ${sql.ref(`${row}.subject_kind`)} ${sql.join(
    Object.entries(tables).map(
      ([kind, table]) =>
        sql`when ${sql.lit(kind)} then exists
          (select 1 from ${sql.table(table)} where id = ${sql.ref(`${row}.subject`)} and demo = 1)`,
    ),
    sql` `,
  )} else 0 end`;
}

async function matters(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('matters')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('subject_kind', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('source', 'text')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('deadline', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .execute();
  await db.schema.createIndex('matters_by_subject').on('matters').columns(['subject_kind', 'subject']).execute();
  await db.schema.createIndex('matters_by_state').on('matters').columns(['state', 'deadline']).execute();
  const kept = changing(['id', 'subject_kind', 'subject', 'title', 'source']);
  // What has ended stays so.
  await keepRows(db, 'matters', { leaves: ofDemo('old'), refused: sql`old.ended_at is not null or ${kept}` });
}

async function steps(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('matter_steps')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('matter', 'integer', (c) => c.notNull().references('matters.id'))
    .addColumn('what', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('by_whom', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('deadline', 'text')
    .addColumn('attachments', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('matter_steps_by_matter').on('matter_steps').column('matter').execute();
  const leaves = sql`exists (select 1 from matters where matters.id = old.matter and ${ofDemo('matters')})`;
  await keepRows(db, 'matter_steps', { leaves });
}

async function attachments(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('attachments')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('subject_kind', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('bytes', 'integer', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('made_by', 'text', (c) => c.notNull())
    .addColumn('made_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('attachments_by_subject')
    .on('attachments')
    .columns(['subject_kind', 'subject'])
    .execute();
  await db.schema.createIndex('attachments_by_sha256').on('attachments').column('sha256').execute();
  await keepRows(db, 'attachments', { leaves: ofDemo('old') });
}
