import { sql, type Kysely, type Migration } from 'kysely';

/** Before any import: a meter that was there at the migration had its rules from the beginning, as far as anybody knows. */
const beginning = -8_640_000_000_000_000;

/** What people decided of readings, versions of the rules of meters, virtual meters, and rule changes of a stretch only. */
export const decisionTables: Migration = {
  async up(db) {
    await decisions(db);
    await db.schema.alterTable('meters').addColumn('virtual', 'text').execute();
    await meterVersions(db);
    await ruleChanges(db);
  },
};

async function decisions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('decisions')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('meter', 'text', (c) => c.notNull())
    .addColumn('point', 'text', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('choice', 'text')
    .addColumn('change', 'text')
    .addColumn('finding', 'text')
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('made_by', 'text', (c) => c.notNull())
    .addColumn('made_at', 'bigint', (c) => c.notNull())
    .addColumn('batch', 'text')
    .addColumn('undone_by', 'text')
    .addColumn('undone_at', 'bigint')
    .addColumn('undone_reason', 'text')
    .addForeignKeyConstraint('decisions_meter', ['meter'], 'meters', ['id'])
    .execute();
  await db.schema.createIndex('decisions_by_meter').on('decisions').column('meter').execute();
  await db.schema.createIndex('decisions_by_batch').on('decisions').column('batch').execute();
  const kept = [
    'id',
    'meter',
    'point',
    'outcome',
    'choice',
    'change',
    'finding',
    'reason',
    'made_by',
    'made_at',
    'batch',
  ];
  const changed = sql.join(
    kept.map((column) => sql`new.${sql.ref(column)} is not old.${sql.ref(column)}`),
    sql` or `,
  );
  await refuse(db, 'decisions', 'update', sql`when old.undone_at is not null or new.undone_at is null or (${changed})`);
  await keepRows(db, 'decisions');
}

async function meterVersions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('meter_versions')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('meter', 'text', (c) => c.notNull())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('rules', 'text', (c) => c.notNull())
    .addForeignKeyConstraint('meter_versions_meter', ['meter'], 'meters', ['id'], (c) =>
      c.deferrable().initiallyDeferred(),
    )
    .execute();
  await db.schema.createIndex('meter_versions_by_meter').on('meter_versions').column('meter').execute();
  // The columns of `RuleColumns` (meter-versions.ts), in its order.
  await sql`insert into meter_versions (meter, since, rules)
    select id, ${sql.lit(beginning)}, json_object('point', point, 'unit', unit, 'digits', digits, 'decimals', decimals,
      'multiplier', multiplier, 'replacements', replacements, 'max_per_hour', max_per_hour, 'interval', "interval",
      'virtual', "virtual") from meters order by id`.execute(db);
  await refuse(db, 'meter_versions', 'update', sql``);
  await keepRows(db, 'meter_versions');
}

/** Several ranges a meter may wait at once, so the meter is no key any more. */
async function ruleChanges(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('rule_changes').renameTo('rule_changes_before').execute();
  await db.schema
    .createTable('rule_changes')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('meter', 'text', (c) => c.notNull())
    .addColumn('from_at', 'bigint')
    .addColumn('to_at', 'bigint')
    .execute();
  await sql`insert into rule_changes (meter) select meter from rule_changes_before order by meter`.execute(db);
  await db.schema.dropTable('rule_changes_before').execute();
  await db.schema.createIndex('rule_changes_by_meter').on('rule_changes').column('meter').execute();
}

/** Nothing is deleted but with the demo, which leaves whole; `insert or replace` deletes without a delete trigger. */
async function keepRows(db: Kysely<unknown>, table: string): Promise<void> {
  await refuse(db, table, 'delete', sql`when not exists (select 1 from meters where id = old.meter and demo = 1)`);
  await refuse(db, table, 'insert', sql`when exists (select 1 from ${sql.table(table)} where id = new.id)`);
}

/** SQLite's words, as in `append-only.ts`. */
async function refuse(db: Kysely<unknown>, table: string, action: string, when: ReturnType<typeof sql>): Promise<void> {
  await sql`create trigger ${sql.ref(`${table}_no_${action}`)} before ${sql.raw(action)} on ${sql.table(table)} ${when}
    begin select raise(abort, ${sql.lit(`${table} is append-only`)}); end`.execute(db);
}
