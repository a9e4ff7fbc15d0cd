import type { Migration } from 'kysely';

/** How messages of gateways that speak another format become readings. */
export const mappingTable: Migration = {
  async up(db) {
    await db.schema
      .createTable('mappings')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('document', 'text', (c) => c.notNull())
      .addColumn('demo', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
  },
};
