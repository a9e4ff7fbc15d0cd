import type { Migration } from 'kysely';

/**
 * Rotation of secrets: until when the former one holds beside the new one, and what a portfolio file brought last, so
 * that the same file, read again at the next start, does not undo what people decided since.
 */
export const secretRotation: Migration = {
  async up(db) {
    for (const table of ['devices', 'accounts']) {
      await db.schema.alterTable(table).addColumn('overlap_until', 'bigint').execute();
      await db.schema.alterTable(table).addColumn('imported_secret', 'text').execute();
      await db
        .updateTable(table)
        .set((eb: { ref(column: string): unknown }) => ({ imported_secret: eb.ref('secret') }))
        .execute();
    }
  },
};
