import type { Kysely, Transaction } from 'kysely';
import { portfolioTables, keyColumns, type PortfolioTable, type Tables } from './tables.ts';
import type { Changes } from './snapshot.ts';

/** Small enough that building one statement does not hold the event loop. */
const rowsAStatement = 50;
/** Set when a row is made and never by an update. */
const fixedColumns: readonly string[] = ['demo'];

/** Writes the changes; foreign keys are checked at commit, so the order of tables does not matter. */
export async function writeChanges(trx: Transaction<Tables>, changes: Changes): Promise<void> {
  // One upsert for every table: the row types are tied to their names in `Changes`.
  const db = trx as unknown as Kysely<Record<string, Record<string, unknown>>>;
  for (const table of portfolioTables) {
    for (const rows of slices([...changes.removed(table).values()])) await remove(db, table, rows);
    for (const rows of slices([...changes.upserted(table).values()])) await upsert(db, table, rows);
  }
}

type Row = Record<string, unknown>;
type AnyDatabase = Kysely<Record<string, Row>>;

async function upsert(db: AnyDatabase, table: PortfolioTable, rows: readonly Row[]): Promise<void> {
  const keys: readonly string[] = keyColumns[table];
  const updated = Object.keys(rows[0]!).filter((column) => !keys.includes(column) && !fixedColumns.includes(column));
  await db
    .insertInto(table)
    .values(rows)
    .onConflict((conflict) => {
      const onKey = conflict.columns(keys);
      if (updated.length === 0) return onKey.doNothing();
      return onKey.doUpdateSet((eb) =>
        Object.fromEntries(updated.map((column) => [column, eb.ref(`excluded.${column}`)])),
      );
    })
    .execute();
}

async function remove(db: AnyDatabase, table: PortfolioTable, rows: readonly Row[]): Promise<void> {
  const keys: readonly string[] = keyColumns[table];
  await db
    .deleteFrom(table)
    .where((eb) => eb.or(rows.map((row) => eb.and(Object.fromEntries(keys.map((key) => [key, row[key]]))))))
    .execute();
}

function* slices(rows: readonly object[]): Iterable<readonly Row[]> {
  for (let at = 0; at < rows.length; at += rowsAStatement) yield rows.slice(at, at + rowsAStatement) as Row[];
}
