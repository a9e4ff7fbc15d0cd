import { sql, type Kysely } from 'kysely';
import type { CanteenEntry } from './canteen-port.ts';
import type { Viewer } from './port.ts';
import { rightsOf } from './rights.ts';
import type { Snapshot } from './snapshot.ts';
import type { Tables } from './tables.ts';

/** The tables that an entry is made of: as long as they are the same, so are the entries. */
const sources = ['canteens', 'canteen_meters', 'devices', 'institutions', 'regions'] as const;
type Sources = Pick<Snapshot, (typeof sources)[number]>;

/** Canteens of the portfolio as last committed, with what belongs to each; who sees which is asked of the rights. */
export class CanteenList {
  readonly #db: Kysely<Tables>;
  readonly #snapshot: () => Snapshot;
  #of: Sources | null = null;
  #byId: ReadonlyMap<string, CanteenEntry> = new Map();
  #all: readonly CanteenEntry[] = [];
  /** By role and scope, until the next commit; null: all. */
  readonly #visible = new Map<string, Promise<ReadonlySet<string> | null>>();

  constructor(db: Kysely<Tables>, snapshot: () => Snapshot) {
    this.#db = db;
    this.#snapshot = snapshot;
  }

  forgetVisible(): void {
    this.#visible.clear();
  }

  /** By id; the same array for whoever sees all, until something of them changes. */
  async visible(viewer: Viewer): Promise<readonly CanteenEntry[]> {
    const ids = await this.#visibleIds(viewer);
    this.#refresh();
    return ids === null ? this.#all : this.#all.filter(({ id }) => ids.has(id));
  }

  async one(viewer: Viewer, id: string): Promise<CanteenEntry | null> {
    const ids = await this.#visibleIds(viewer);
    this.#refresh();
    return ids === null || ids.has(id) ? (this.#byId.get(id) ?? null) : null;
  }

  #visibleIds(viewer: Viewer): Promise<ReadonlySet<string> | null> {
    const key = JSON.stringify([viewer.role, viewer.scope]);
    let visible = this.#visible.get(key);
    if (!visible) {
      visible = this.#readVisible(viewer);
      this.#visible.set(key, visible);
      // A failed read is not remembered.
      visible.catch(() => this.#visible.delete(key));
    }
    return visible;
  }

  async #readVisible(viewer: Viewer): Promise<ReadonlySet<string> | null> {
    const rights = rightsOf(this.#db, viewer).canteens;
    if (!rights) return null;
    const rows = await this.#db
      .selectFrom('canteens')
      .select('id')
      .where(rights(sql.ref('canteens.id')))
      .execute();
    return new Set(rows.map(({ id }) => id));
  }

  #refresh(): void {
    const snapshot = this.#snapshot();
    const before = this.#of;
    if (before !== null && sources.every((table) => snapshot[table] === before[table])) return;
    this.#of = snapshot;
    this.#all = entriesOf(snapshot);
    this.#byId = new Map(this.#all.map((entry) => [entry.id, entry]));
  }
}

function entriesOf({ canteens, canteen_meters, devices, institutions, regions }: Sources): CanteenEntry[] {
  const scales = idsBy(devices.values(), (row) => (row.kind === 'scale' ? row.canteen : null), 'id');
  const counters = idsBy(devices.values(), (row) => (row.kind === 'counter' ? row.canteen : null), 'id');
  const meters = idsBy(canteen_meters.values(), (row) => row.canteen, 'meter');
  const entries = [...canteens.values()].map((row): CanteenEntry => {
    const institution = institutions.get(row.institution);
    const region = institution?.region ?? null;
    return {
      id: row.id,
      name: row.name,
      institution: row.institution,
      institutionName: institution?.name ?? row.institution,
      region,
      regionName: region === null ? null : (regions.get(region)?.name ?? null),
      seats: row.seats,
      operatingMode: row.operating_mode as CanteenEntry['operatingMode'],
      supplyMode: row.supply_mode as CanteenEntry['supplyMode'],
      scales: scales.get(row.id) ?? [],
      counters: counters.get(row.id) ?? [],
      meters: meters.get(row.id) ?? [],
      demo: row.demo === 1,
    };
  });
  return entries.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function idsBy<R, K extends keyof R>(rows: Iterable<R>, ownerOf: (row: R) => string | null, id: K) {
  const found = new Map<string, string[]>();
  for (const row of rows) {
    const owner = ownerOf(row);
    if (owner === null) continue;
    const list = found.get(owner);
    if (list) list.push(row[id] as string);
    else found.set(owner, [row[id] as string]);
  }
  for (const list of found.values()) list.sort();
  return found;
}
