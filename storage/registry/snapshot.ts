import type { Kysely } from 'kysely';
import type { Pace } from './pace.ts';
import {
  keyColumns,
  keyOf,
  portfolioTables,
  type PortfolioTable,
  type PortfolioTables,
  type Tables,
} from './tables.ts';

/** The portfolio as last committed, in memory: imports are checked and compared against it without waiting for disk. */
export type Snapshot = { readonly [T in PortfolioTable]: ReadonlyMap<string, PortfolioTables[T]> };

/** Rows to write and keys to remove, by table. */
export class Changes {
  readonly upserts = new Map<PortfolioTable, Map<string, object>>();
  readonly removals = new Map<PortfolioTable, Map<string, object>>();

  upsert<T extends PortfolioTable>(table: T, row: PortfolioTables[T]): void {
    slot(this.upserts, table).set(keyOf(table, row), row);
  }
  remove<T extends PortfolioTable>(table: T, row: PortfolioTables[T]): void {
    slot(this.removals, table).set(keyOf(table, row), row);
  }
  /** Takes back a removal. */
  keep<T extends PortfolioTable>(table: T, row: PortfolioTables[T]): void {
    this.removals.get(table)?.delete(keyOf(table, row));
  }
  upserted<T extends PortfolioTable>(table: T): ReadonlyMap<string, PortfolioTables[T]> {
    return slot(this.upserts, table) as Map<string, PortfolioTables[T]>;
  }
  removed<T extends PortfolioTable>(table: T): ReadonlyMap<string, PortfolioTables[T]> {
    return slot(this.removals, table) as Map<string, PortfolioTables[T]>;
  }
  get size(): number {
    return [...this.upserts.values(), ...this.removals.values()].reduce((sum, rows) => sum + rows.size, 0);
  }
}

function slot(of: Map<PortfolioTable, Map<string, object>>, table: PortfolioTable): Map<string, object> {
  let rows = of.get(table);
  if (!rows) of.set(table, (rows = new Map()));
  return rows;
}

const pageSize = 1000;

export async function loadSnapshot(db: Kysely<Tables>, pace: Pace): Promise<Snapshot> {
  const tables: Partial<Record<PortfolioTable, ReadonlyMap<string, object>>> = {};
  for (const table of portfolioTables) tables[table] = await loadTable(db, table, pace);
  return tables as Snapshot;
}

export async function loadUsers(db: Kysely<Tables>, pace: Pace): Promise<Snapshot['users']> {
  return (await loadTable(db, 'users', pace)) as Snapshot['users'];
}

async function loadTable(db: Kysely<Tables>, table: PortfolioTable, pace: Pace): Promise<ReadonlyMap<string, object>> {
  const rows = new Map<string, object>();
  for (let offset = 0; ; offset += pageSize) {
    const page = await pageOf(db, table, offset);
    for (const row of page) rows.set(keyOf(table, row), row);
    if (pace.due) await pace.rest();
    if (page.length < pageSize) return rows;
  }
}

async function pageOf(db: Kysely<Tables>, table: PortfolioTable, offset: number) {
  // One statement for every table: the row types are tied to their names in `PortfolioTables`.
  let query = (db as unknown as Kysely<Record<string, PortfolioTables[PortfolioTable]>>).selectFrom(table);
  for (const column of keyColumns[table]) query = query.orderBy(column as never);
  const rows = table === 'users' ? query.select(['username', 'role', 'scope', 'demo'] as never) : query.selectAll();
  return (await rows.limit(pageSize).offset(offset).execute()) as PortfolioTables[PortfolioTable][];
}

/** The snapshot after a commit. */
export function withChanges(before: Snapshot, changes: Changes): Snapshot {
  const after: Record<string, ReadonlyMap<string, object>> = { ...before };
  for (const table of portfolioTables) {
    const upserts = changes.upserted(table);
    const removals = changes.removed(table);
    if (upserts.size + removals.size === 0) continue;
    const rows = new Map<string, object>(before[table]);
    for (const key of removals.keys()) rows.delete(key);
    for (const [key, row] of upserts) rows.set(key, row);
    after[table] = rows;
  }
  return after as Snapshot;
}
