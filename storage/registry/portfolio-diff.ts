import type { Pace } from './pace.ts';
import { listNames, type Item, type ListName } from './portfolio-schema.ts';
import type { ReadPortfolio } from './portfolio-read.ts';
import { rowsOf, type Owned, type Wanted, type WantedItem } from './portfolio-rows.ts';
import type { SecretHasher } from './secrets.ts';
import { Changes, type Snapshot } from './snapshot.ts';
import {
  keyOf,
  type AccountRow,
  type DeviceRow,
  type PortfolioTable,
  type PortfolioTables,
  type SecretColumns,
} from './tables.ts';

export interface PortfolioDiff {
  readonly changes: Changes;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Devices and accounts whose live connections must close. */
  readonly revoked: readonly string[];
}

/** What a valid portfolio changes in the registry, an item counting once whatever rows it has. */
export async function diffPortfolio(
  lists: ReadPortfolio,
  snapshot: Snapshot,
  options: { readonly hasher: SecretHasher; readonly demo: boolean; readonly pace: Pace },
): Promise<PortfolioDiff> {
  const diff = new Diff(snapshot, options.hasher, options.demo ? 1 : 0);
  for (const list of listNames) {
    const toRows = rowsOf[list] as (item: Item<ListName>) => WantedItem;
    for (const { item } of lists[list]) {
      if (item) diff.add(toRows(item));
      if (options.pace.due) await options.pace.rest();
    }
  }
  return diff.result();
}

class Diff {
  readonly #snapshot: Snapshot;
  readonly #hasher: SecretHasher;
  readonly #demo: number;
  readonly #changes = new Changes();
  readonly #counts = { created: 0, updated: 0, unchanged: 0 };
  readonly #revoked = new Set<string>();
  /** Keys of every row asked for, so that a scale that moves to another canteen is not taken away from it. */
  readonly #wanted = new Set<string>();
  readonly #members = new Map<string, Map<string, Wanted['row'][]>>();

  constructor(snapshot: Snapshot, hasher: SecretHasher, demo: number) {
    this.#snapshot = snapshot;
    this.#hasher = hasher;
    this.#demo = demo;
  }

  add({ rows, owns }: WantedItem): void {
    const isNew = !this.#rows(rows[0].table).has(keyOf(rows[0].table, rows[0].row as never));
    let changed = false;
    for (const wanted of rows) changed = this.#upsert(wanted) || changed;
    for (const owned of owns) {
      for (const row of this.#membersOf(owned)) changed = this.#mayRemove(owned, row, rows) || changed;
    }
    if (isNew) this.#counts.created++;
    else if (changed) this.#counts.updated++;
    else this.#counts.unchanged++;
  }

  result(): PortfolioDiff {
    for (const table of ['devices', 'canteen_meters', 'contract_meters'] as const) {
      for (const [key, row] of this.#changes.removed(table)) {
        if (this.#wanted.has(`${table}\n${key}`)) this.#changes.keep(table, row);
        else if (table === 'devices' && (row as DeviceRow).secret !== null) this.#revoked.add(key);
      }
    }
    return { changes: this.#changes, ...this.#counts, revoked: [...this.#revoked] };
  }

  #upsert(wanted: Wanted): boolean {
    const { table } = wanted;
    const key = keyOf(table, wanted.row as never);
    this.#wanted.add(`${table}\n${key}`);
    const stored = this.#rows(table).get(key) as Record<string, unknown> | undefined;
    const row: Record<string, unknown> = { ...wanted.row };
    if ('demo' in row) row['demo'] = stored ? stored['demo'] : this.#demo;
    if ('secret' in row)
      Object.assign(row, this.#secrets(key, stored as unknown as DeviceRow | undefined, wanted.secret));
    if (stored && Object.keys(row).every((column) => row[column] === stored[column])) return false;
    // An account's live connections hold its former rights.
    if (table === 'accounts' && stored) this.#revoked.add(key);
    this.#changes.upsert(table, row as never);
    return true;
  }

  /**
   * An absent secret is kept. So is the one that holds already, and the one that a file brought before: what was
   * rotated or revoked since is not undone by reading the same file again.
   */
  #secrets(id: string, stored: DeviceRow | AccountRow | undefined, secret: string | undefined): SecretColumns {
    const kept = {
      secret: stored?.secret ?? null,
      second_secret: stored?.second_secret ?? null,
      overlap_until: stored?.overlap_until ?? null,
      imported_secret: stored?.imported_secret ?? null,
    };
    if (secret === undefined) return kept;
    const hash = this.#hasher.hash(id, secret).toString('hex');
    if (hash === kept.secret || hash === kept.imported_secret) return kept;
    if (kept.secret !== null) this.#revoked.add(id);
    return { secret: hash, second_secret: null, overlap_until: null, imported_secret: hash };
  }

  #mayRemove(owned: Owned, row: Wanted['row'], rows: readonly Wanted[]): boolean {
    const key = keyOf(owned.table, row as never);
    if (rows.some((wanted) => wanted.table === owned.table && keyOf(wanted.table, wanted.row as never) === key)) {
      return false;
    }
    this.#changes.remove(owned.table, row as never);
    return true;
  }

  #membersOf(owned: Owned): readonly Wanted['row'][] {
    const column = owned.table === 'contract_meters' ? 'contract' : 'canteen';
    let byOwner = this.#members.get(owned.table);
    if (!byOwner) {
      byOwner = new Map();
      for (const row of this.#rows(owned.table).values()) {
        const owner = String((row as unknown as Record<string, unknown>)[column]);
        const members = byOwner.get(owner);
        if (members) members.push(row);
        else byOwner.set(owner, [row]);
      }
      this.#members.set(owned.table, byOwner);
    }
    const members = byOwner.get(owned.table === 'contract_meters' ? owned.contract : owned.canteen) ?? [];
    return owned.table === 'devices' ? members.filter((row) => (row as DeviceRow).kind === owned.kind) : members;
  }

  #rows(table: PortfolioTable): ReadonlyMap<string, PortfolioTables[PortfolioTable]> {
    return this.#snapshot[table];
  }
}
