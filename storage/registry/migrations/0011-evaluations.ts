import { sql, type Kysely, type Migration } from 'kysely';
import { canteenWasteSheet } from '../../../domain/evaluation/sheets/canteen-waste.ts';
import { changing, keepRows, makeAppendOnly } from './append-only.ts';

/** Score sheets, evaluations with their answers, plans of spot checks, bulletins. */
export const evaluationTables: Migration = {
  async up(db) {
    await templates(db);
    await evaluations(db);
    await answers(db);
    await plans(db);
    await bulletins(db);
  },
};

async function templates(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('evaluation_templates')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('template', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('made_by', 'text', (c) => c.notNull())
    .addColumn('made_at', 'bigint')
    .addUniqueConstraint('evaluation_templates_version', ['template', 'version'])
    .execute();
  // As it is in this release: a later one brings its sheet as another version.
  const sheet = { ...canteenWasteSheet, version: 1 };
  await sql`insert into evaluation_templates (template, version, body, made_by)
    values (${sheet.id}, ${sheet.version}, ${JSON.stringify(sheet)}, 'platform')`.execute(db);
  await makeAppendOnly(db, 'evaluation_templates');
}

const demoCanteen = (id: ReturnType<typeof sql>) => sql`exists (select 1 from canteens where id = ${id} and demo = 1)`;

async function evaluations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('evaluations')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('canteen', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('quarter', 'text', (c) => c.notNull())
    .addColumn('template', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('submitted_at', 'bigint')
    .addColumn('submitted_by', 'text')
    .addColumn('result', 'text')
    .addForeignKeyConstraint('evaluations_canteen', ['canteen'], 'canteens', ['id'])
    .addForeignKeyConstraint('evaluations_template', ['template', 'version'], 'evaluation_templates', [
      'template',
      'version',
    ])
    .addUniqueConstraint('evaluations_once', ['canteen', 'kind', 'quarter'])
    .execute();
  await db.schema.createIndex('evaluations_by_quarter').on('evaluations').column('quarter').execute();
  const kept = changing(['id', 'canteen', 'kind', 'quarter', 'template', 'version', 'created_at', 'created_by']);
  await keepRows(db, 'evaluations', {
    leaves: demoCanteen(sql`old.canteen`),
    refused: sql`old.submitted_at is not null or new.submitted_at is null or new.result is null or ${kept}`,
  });
}

async function answers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('evaluation_answers')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('evaluation', 'integer', (c) => c.notNull().references('evaluations.id'))
    .addColumn('item', 'text', (c) => c.notNull())
    .addColumn('evaluator', 'text', (c) => c.notNull())
    .addColumn('score', 'double precision')
    .addColumn('note', 'text', (c) => c.notNull())
    .addColumn('attachments', 'text', (c) => c.notNull())
    .addColumn('made_by', 'text', (c) => c.notNull())
    .addColumn('made_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('evaluation_answers_by_evaluation')
    .on('evaluation_answers')
    .column('evaluation')
    .execute();
  await keepRows(db, 'evaluation_answers', {
    leaves: demoCanteen(sql`(select canteen from evaluations where id = old.evaluation)`),
  });
  await sql`create trigger evaluation_answers_frozen before insert on evaluation_answers
    when exists (select 1 from evaluations where id = new.evaluation and submitted_at is not null)
    begin select raise(abort, 'a submitted evaluation takes no answers'); end`.execute(db);
}

async function plans(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('spot_check_plans')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('year', 'integer', (c) => c.notNull())
    .addColumn('demo', 'integer', (c) => c.notNull())
    .addColumn('seed', 'text', (c) => c.notNull())
    .addColumn('share', 'double precision', (c) => c.notNull())
    .addColumn('drawn', 'integer', (c) => c.notNull())
    .addColumn('draw', 'text', (c) => c.notNull())
    .addColumn('drawn_at', 'bigint', (c) => c.notNull())
    .addColumn('drawn_by', 'text', (c) => c.notNull())
    .addUniqueConstraint('spot_check_plans_once', ['year', 'demo'])
    .execute();
  await keepRows(db, 'spot_check_plans', { leaves: sql`old.demo = 1` });
}

async function bulletins(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('bulletins')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('quarter', 'text', (c) => c.notNull())
    .addColumn('demo', 'integer', (c) => c.notNull())
    .addColumn('content', 'text', (c) => c.notNull())
    .addColumn('issued_at', 'bigint', (c) => c.notNull())
    .addColumn('issued_by', 'text', (c) => c.notNull())
    .execute();
  await keepRows(db, 'bulletins', { leaves: sql`old.demo = 1` });
}
