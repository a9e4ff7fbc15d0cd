import { sql, type Kysely } from 'kysely';

/**
 * Triggers that refuse to change, delete or replace rows of a table with an integer `id`, whoever asks. SQLite's words;
 * another dialect adds its own.
 */
export async function makeAppendOnly(db: Kysely<unknown>, table: string): Promise<void> {
  const refuse = sql`begin select raise(abort, ${sql.lit(`${table} is append-only`)}); end`;
  const trigger = (action: string) => sql`create trigger ${sql.ref(`${table}_no_${action}`)}`;
  await sql`${trigger('update')} before update on ${sql.table(table)} ${refuse}`.execute(db);
  await sql`${trigger('delete')} before delete on ${sql.table(table)} ${refuse}`.execute(db);
  // `insert or replace` deletes without a delete trigger.
  const exists = sql`exists (select 1 from ${sql.table(table)} where id = new.id)`;
  await sql`${trigger('replace')} before insert on ${sql.table(table)} when ${exists} ${refuse}`.execute(db);
}

type Condition = ReturnType<typeof sql>;

/**
 * The same for tables whose rows belong to the portfolio: they may be deleted only when `leaves` holds of `old`, which
 * is when what they belong to is of the demo. `refused`: which updates, of `old` and `new`; all of them when absent.
 */
export async function keepRows(
  db: Kysely<unknown>,
  table: string,
  { leaves, refused }: { readonly leaves: Condition; readonly refused?: Condition },
): Promise<void> {
  const refuse = sql`begin select raise(abort, ${sql.lit(`${table} is append-only`)}); end`;
  const trigger = (action: string) => sql`create trigger ${sql.ref(`${table}_no_${action}`)}`;
  await sql`${trigger('update')} before update on ${sql.table(table)}
    ${refused === undefined ? sql`` : sql`when ${refused}`} ${refuse}`.execute(db);
  await sql`${trigger('delete')} before delete on ${sql.table(table)} when not (${leaves}) ${refuse}`.execute(db);
  const exists = sql`exists (select 1 from ${sql.table(table)} where id = new.id)`;
  await sql`${trigger('replace')} before insert on ${sql.table(table)} when ${exists} ${refuse}`.execute(db);
}

/** Some of these columns would change. */
export function changing(columns: readonly string[]): Condition {
  return sql`(${sql.join(
    columns.map((column) => sql`new.${sql.ref(column)} is not old.${sql.ref(column)}`),
    sql` or `,
  )})`;
}
