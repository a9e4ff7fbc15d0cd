import { sql, type CreateTableBuilder, type Kysely, type Migration } from 'kysely';
import { keepRows } from './append-only.ts';

/** Before any import: a contract that was there at the migration had its text from the beginning, as far as known. */
const beginning = -8_640_000_000_000_000;

/** What was signed, entered and settled under a contract, and each text that it had. */
export const contractTables: Migration = {
  async up(db) {
    await versions(db);
    await baselines(db);
    await entries(db);
    await settlements(db);
    await evaluations(db);
  },
};

type Condition = ReturnType<typeof sql>;
const demoContract = (id: Condition): Condition => sql`exists (select 1 from contracts where id = ${id} and demo = 1)`;
const ownContract = demoContract(sql`old.contract`);

/** A table whose rows belong to a contract; checked at commit, as contracts and their rows come in one transaction. */
function ofContract(db: Kysely<unknown>, table: string) {
  return db.schema
    .createTable(table)
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('contract', 'text', (c) => c.notNull())
    .addForeignKeyConstraint(`${table}_contract`, ['contract'], 'contracts', ['id'], (c) =>
      c.deferrable().initiallyDeferred(),
    );
}

async function indexed(db: Kysely<unknown>, table: string, column: string): Promise<void> {
  await db.schema.createIndex(`${table}_by_${column}`).on(table).column(column).execute();
}

async function versions(db: Kysely<unknown>): Promise<void> {
  await ofContract(db, 'contract_versions')
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('document', 'text', (c) => c.notNull())
    .execute();
  await indexed(db, 'contract_versions', 'contract');
  await sql`insert into contract_versions (contract, since, document)
    select id, ${sql.lit(beginning)}, document from contracts order by id`.execute(db);
  await keepRows(db, 'contract_versions', { leaves: ownContract });
}

async function baselines(db: Kysely<unknown>): Promise<void> {
  await ofContract(db, 'contract_baselines')
    .addColumn('meters', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('made_at', 'bigint', (c) => c.notNull())
    .addColumn('made_by', 'text', (c) => c.notNull())
    .execute();
  await indexed(db, 'contract_baselines', 'contract');
  await keepRows(db, 'contract_baselines', { leaves: ownContract });
  await db.schema
    .createTable('contract_signatures')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('baseline', 'integer', (c) => c.notNull().references('contract_baselines.id'))
    .addColumn('side', 'text', (c) => c.notNull())
    .addColumn('made_at', 'bigint', (c) => c.notNull())
    .addColumn('made_by', 'text', (c) => c.notNull())
    .addUniqueConstraint('contract_signatures_once', ['baseline', 'side'])
    .execute();
  await keepRows(db, 'contract_signatures', {
    leaves: demoContract(sql`(select contract from contract_baselines where id = old.baseline)`),
  });
}

function withSteps<T extends string, C extends string>(table: CreateTableBuilder<T, C>) {
  return table
    .addColumn('what', 'text', (c) => c.notNull())
    .addColumn('side', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('by_whom', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('attachments', 'text', (c) => c.notNull());
}

async function entries(db: Kysely<unknown>): Promise<void> {
  await ofContract(db, 'contract_entries')
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .execute();
  await indexed(db, 'contract_entries', 'contract');
  await keepRows(db, 'contract_entries', { leaves: ownContract });
  await db.schema
    .createTable('contract_entry_steps')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('entry', 'integer', (c) => c.notNull().references('contract_entries.id'))
    .$call(withSteps)
    .execute();
  await indexed(db, 'contract_entry_steps', 'entry');
  await keepRows(db, 'contract_entry_steps', {
    leaves: demoContract(sql`(select contract from contract_entries where id = old.entry)`),
  });
}

async function settlements(db: Kysely<unknown>): Promise<void> {
  await ofContract(db, 'contract_settlements')
    .addColumn('period', 'text', (c) => c.notNull())
    .addColumn('revision', 'integer', (c) => c.notNull())
    .addColumn('inputs', 'text', (c) => c.notNull())
    .addColumn('inputs_sha256', 'text', (c) => c.notNull())
    .addColumn('result', 'text', (c) => c.notNull())
    .addColumn('issued_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('contract_settlements_once', ['contract', 'period', 'revision'])
    .execute();
  await keepRows(db, 'contract_settlements', { leaves: ownContract });
  await db.schema
    .createTable('contract_settlement_steps')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('settlement', 'integer', (c) => c.notNull().references('contract_settlements.id'))
    .$call(withSteps)
    .execute();
  await indexed(db, 'contract_settlement_steps', 'settlement');
  await keepRows(db, 'contract_settlement_steps', {
    leaves: demoContract(sql`(select contract from contract_settlements where id = old.settlement)`),
  });
}

async function evaluations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('contract_summaries')
    .addColumn('contract', 'text', (c) => c.primaryKey().notNull().references('contracts.id'))
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('summary', 'text', (c) => c.notNull())
    .execute();
  await ofContract(db, 'contract_verdicts')
    .addColumn('duty', 'text', (c) => c.notNull())
    .addColumn('verdict', 'text', (c) => c.notNull())
    .addColumn('before', 'text')
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('contract_verdicts_by_duty')
    .on('contract_verdicts')
    .columns(['contract', 'duty'])
    .execute();
  await keepRows(db, 'contract_verdicts', { leaves: ownContract });
}
