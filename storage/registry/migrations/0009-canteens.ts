import { sql, type CreateTableBuilder, type Kysely, type Migration } from 'kysely';
import { changing, keepRows } from './append-only.ts';

/** What people wrote about canteens: corrections of events, entries by hand, notes of menus, waste that was fetched. */
export const canteenTables: Migration = {
  async up(db) {
    await book(db, 'canteen_corrections', ['device', 'seq', 'ts', 'said', 'value'], (table) =>
      table
        .addColumn('device', 'text', (c) => c.notNull())
        .addColumn('seq', 'bigint', (c) => c.notNull())
        .addColumn('ts', 'bigint', (c) => c.notNull())
        .addColumn('said', 'text', (c) => c.notNull())
        .addColumn('value', 'double precision'),
    );
    await index(db, 'canteen_corrections', ['canteen', 'ts']);
    await index(db, 'canteen_corrections', ['device', 'seq', 'ts']);
    await book(db, 'canteen_entries', ['date', 'meal', 'what', 'value'], (table) =>
      table
        .addColumn('date', 'text', (c) => c.notNull())
        .addColumn('meal', 'text', (c) => c.notNull())
        .addColumn('what', 'text', (c) => c.notNull())
        .addColumn('value', 'double precision', (c) => c.notNull()),
    );
    await index(db, 'canteen_entries', ['canteen', 'date']);
    await book(db, 'waste_fetches', ['date', 'kg', 'collector'], (table) =>
      table
        .addColumn('date', 'text', (c) => c.notNull())
        .addColumn('kg', 'double precision', (c) => c.notNull())
        .addColumn('collector', 'text', (c) => c.notNull()),
    );
    await index(db, 'waste_fetches', ['canteen', 'date']);
    await notes(db);
  },
};

const ofDemo = sql`exists (select 1 from canteens where id = old.canteen and demo = 1)`;

type NewTable = CreateTableBuilder<string, string>;

/** A table of what people did: its rows stay as they were made, and are undone once. */
async function book(db: Kysely<unknown>, name: string, own: readonly string[], columns: (table: NewTable) => NewTable) {
  const table = db.schema
    .createTable(name)
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('canteen', 'text', (c) => c.notNull()) as NewTable;
  await columns(table)
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('made_by', 'text', (c) => c.notNull())
    .addColumn('made_at', 'bigint', (c) => c.notNull())
    .addColumn('undone_by', 'text')
    .addColumn('undone_at', 'bigint')
    .addColumn('undone_reason', 'text')
    .addForeignKeyConstraint(`${name}_canteen`, ['canteen'], 'canteens', ['id'])
    .execute();
  const kept = changing(['id', 'canteen', ...own, 'reason', 'made_by', 'made_at']);
  const refused = sql`old.undone_at is not null or new.undone_at is null or ${kept}`;
  await keepRows(db, name, { leaves: ofDemo, refused });
  // The newest first, of all canteens.
  await index(db, name, ['made_at']);
}

async function notes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('canteen_notes')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('canteen', 'text', (c) => c.notNull())
    .addColumn('date', 'text', (c) => c.notNull())
    .addColumn('meal', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('made_by', 'text', (c) => c.notNull())
    .addColumn('made_at', 'bigint', (c) => c.notNull())
    .addForeignKeyConstraint('canteen_notes_canteen', ['canteen'], 'canteens', ['id'])
    .execute();
  await index(db, 'canteen_notes', ['canteen', 'date']);
  await keepRows(db, 'canteen_notes', { leaves: ofDemo });
}

async function index(db: Kysely<unknown>, table: string, columns: string[]): Promise<void> {
  await db.schema.createIndex(`${table}_by_${columns[0]}`).on(table).columns(columns).execute();
}
