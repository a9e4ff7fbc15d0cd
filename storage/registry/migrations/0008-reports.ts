import { sql, type Kysely, type Migration } from 'kysely';

/** What was computed and shown or signed, what it rests on, and when that changed. */
export const reportTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('reports')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('meter', 'text', (c) => c.notNull())
      .addColumn('meters', 'text', (c) => c.notNull())
      .addColumn('from_at', 'bigint', (c) => c.notNull())
      .addColumn('to_at', 'bigint', (c) => c.notNull())
      .addColumn('inputs_sha256', 'text', (c) => c.notNull())
      .addColumn('made_at', 'bigint', (c) => c.notNull())
      .addForeignKeyConstraint('reports_meter', ['meter'], 'meters', ['id'])
      .execute();
    await db.schema
      .createTable('report_changes')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('report', 'text', (c) => c.notNull().references('reports.id'))
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('why', 'text', (c) => c.notNull())
      .addColumn('inputs_sha256', 'text', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('report_changes_by_report').on('report_changes').column('report').execute();
    await keep(db, 'reports', sql`old.meter`);
    await keep(db, 'report_changes', sql`(select meter from reports where id = old.report)`);
  },
};

/** Rows stay as they are, whoever asks; the demo leaves whole, as in 0006. */
async function keep(db: Kysely<unknown>, table: string, meter: ReturnType<typeof sql>): Promise<void> {
  const refuse = sql`begin select raise(abort, ${sql.lit(`${table} is append-only`)}); end`;
  const trigger = (action: string) => sql`create trigger ${sql.ref(`${table}_no_${action}`)}`;
  await sql`${trigger('update')} before update on ${sql.table(table)} ${refuse}`.execute(db);
  await sql`${trigger('delete')} before delete on ${sql.table(table)}
    when not exists (select 1 from meters where id = ${meter} and demo = 1) ${refuse}`.execute(db);
  const exists = sql`exists (select 1 from ${sql.table(table)} where id = new.id)`;
  await sql`${trigger('replace')} before insert on ${sql.table(table)} when ${exists} ${refuse}`.execute(db);
}
