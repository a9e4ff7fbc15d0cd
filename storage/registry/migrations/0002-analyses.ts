import { sql, type Kysely, type Migration } from 'kysely';

/** Measurement and verification: what was chosen, what was frozen, who overrode what, dated adjustments. No readings. */
export const analysisTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('analyses')
      .addColumn('serial', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('meter', 'text', (c) => c.notNull())
      .addColumn('weather_meter', 'text', (c) => c.notNull())
      .addColumn('method', 'text', (c) => c.notNull())
      .addColumn('baseline_from', 'bigint', (c) => c.notNull())
      .addColumn('baseline_to', 'bigint', (c) => c.notNull())
      .addColumn('reporting_from', 'bigint', (c) => c.notNull())
      .addColumn('confidence', 'double precision', (c) => c.notNull())
      .addColumn('guarantee', 'double precision')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('created_by', 'text', (c) => c.notNull())
      .addColumn('override_reason', 'text')
      .addColumn('override_by', 'text')
      .addColumn('override_at', 'bigint')
      .addColumn('frozen_at', 'bigint')
      .addColumn('frozen_by', 'text')
      .addColumn('inputs_sha256', 'text')
      .addColumn('model_sha256', 'text')
      .addColumn('model', 'text')
      .addColumn('summary', 'text')
      .addForeignKeyConstraint('analyses_meter', ['meter'], 'meters', ['id'])
      .addForeignKeyConstraint('analyses_weather_meter', ['weather_meter'], 'meters', ['id'])
      .execute();
    await db.schema.createIndex('analyses_by_meter').on('analyses').column('meter').execute();
    await db.schema
      .createTable('adjustments')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('analysis', 'integer', (c) => c.notNull().references('analyses.serial').onDelete('cascade'))
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('from_at', 'bigint', (c) => c.notNull())
      .addColumn('to_at', 'bigint')
      .addColumn('per_day', 'double precision', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('evidence', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('created_by', 'text', (c) => c.notNull())
      .addColumn('withdrawn_at', 'bigint')
      .addColumn('withdrawn_by', 'text')
      .execute();
    await db.schema.createIndex('adjustments_by_analysis').on('adjustments').column('analysis').execute();
    await keepFrozen(db);
  },
};

/** What a frozen analysis rests on stays, whoever asks; SQLite's words, as in `append-only.ts`. */
async function keepFrozen(db: Kysely<unknown>): Promise<void> {
  const kept = [
    'meter',
    'weather_meter',
    'method',
    'baseline_from',
    'baseline_to',
    'reporting_from',
    'confidence',
    'guarantee',
    'override_reason',
    'frozen_at',
    'frozen_by',
    'inputs_sha256',
    'model_sha256',
    'model',
  ];
  const changed = sql.join(
    kept.map((column) => sql`new.${sql.ref(column)} is not old.${sql.ref(column)}`),
    sql` or `,
  );
  const refuse = sql`begin select raise(abort, 'the analysis is frozen'); end`;
  await sql`create trigger analyses_frozen_update before update on analyses
    when old.frozen_at is not null and (${changed}) ${refuse}`.execute(db);
  await sql`create trigger analyses_frozen_delete before delete on analyses
    when old.frozen_at is not null ${refuse}`.execute(db);
}
