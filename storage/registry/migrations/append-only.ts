import { sql, type Kysely } from 'kysely';

/** Triggers that refuse to change or delete rows of a table, whoever asks. SQLite's words; another dialect adds its own. */
export async function makeAppendOnly(db: Kysely<unknown>, table: string): Promise<void> {
  for (const action of ['update', 'delete']) {
    await sql`
      create trigger ${sql.ref(`${table}_no_${action}`)} before ${sql.raw(action)} on ${sql.table(table)}
      begin select raise(abort, ${sql.lit(`${table} is append-only`)}); end
    `.execute(db);
  }
}
