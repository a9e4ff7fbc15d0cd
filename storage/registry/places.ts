import { sql, type Expression, type Kysely, type SelectQueryBuilder } from 'kysely';
import { multiplierOf, replacementsOf, virtualOf } from './meter-rules.ts';
import { decodeCursor, encodeCursor } from './paging.ts';
import type {
  Building,
  Canteen,
  Carrier,
  Institution,
  MeterWithPlace,
  Page,
  PageQuery,
  Region,
  Viewer,
} from './port.ts';
import { rightsOf } from './rights.ts';
import type { MeterRow, Tables } from './tables.ts';

export interface MeterFilter {
  readonly building?: string;
  readonly institution?: string;
  readonly carrier?: Carrier;
}

/** Reads of places and meters; each takes the viewer and gives only what is theirs. */
export class Places {
  readonly #db: Kysely<Tables>;
  /** Visible meters by role and scope, until the next commit. */
  readonly #visible = new Map<string, Promise<ReadonlySet<string> | null>>();

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  forgetVisible(): void {
    this.#visible.clear();
  }

  async regions(viewer: Viewer, page: PageQuery): Promise<Page<Region>> {
    const rights = rightsOf(this.#db, viewer).regions;
    let query = this.#db.selectFrom('regions').select(['id', 'name', 'parent']);
    if (rights) query = query.where(rights(sql.ref('id')));
    return pageOf(query, 'id', page, (row) => row);
  }

  async institutions(viewer: Viewer, page: PageQuery): Promise<Page<Institution>> {
    const rights = rightsOf(this.#db, viewer).institutions;
    let query = this.#db.selectFrom('institutions').selectAll();
    if (rights) query = query.where(rights(sql.ref('id')));
    return pageOf(query, 'id', page, (row) => ({
      id: row.id,
      name: row.name,
      region: row.region,
      creditCode: row.credit_code,
      kind: row.kind as Institution['kind'],
      floorAreaM2: row.floor_area_m2,
      people: row.people,
    }));
  }

  async buildings(viewer: Viewer, page: PageQuery): Promise<Page<Building>> {
    const rights = rightsOf(this.#db, viewer).buildings;
    let query = this.#db.selectFrom('buildings').selectAll();
    if (rights) query = query.where(rights(sql.ref('id')));
    return pageOf(query, 'id', page, (row) => ({
      id: row.id,
      institution: row.institution,
      name: row.name,
      floorAreaM2: row.floor_area_m2,
      latitude: row.latitude,
      longitude: row.longitude,
      weatherMeter: row.weather_meter,
    }));
  }

  async canteens(viewer: Viewer, page: PageQuery): Promise<Page<Canteen>> {
    const rights = rightsOf(this.#db, viewer).canteens;
    let query = this.#db.selectFrom('canteens').selectAll();
    if (rights) query = query.where(rights(sql.ref('id')));
    return pageOf(query, 'id', page, (row) => ({
      id: row.id,
      institution: row.institution,
      name: row.name,
      seats: row.seats,
      operatingMode: row.operating_mode as Canteen['operatingMode'],
      supplyMode: row.supply_mode as Canteen['supplyMode'],
    }));
  }

  async meters(viewer: Viewer, { building, institution, carrier, ...page }: PageQuery & MeterFilter) {
    let query = this.#meters(viewer);
    if (building !== undefined) query = query.where('meters.building', '=', building);
    if (institution !== undefined) query = query.where('buildings.institution', '=', institution);
    if (carrier !== undefined) query = query.where('meters.carrier', '=', carrier);
    return pageOf(query, 'meters.id', page, meterOf);
  }

  async meter(viewer: Viewer, id: string): Promise<MeterWithPlace | null> {
    const row = await this.#meters(viewer).where('meters.id', '=', id).executeTakeFirst();
    return row ? meterOf(row) : null;
  }

  visibleMeters(viewer: Viewer): Promise<ReadonlySet<string> | null> {
    const key = JSON.stringify([viewer.kind, viewer.role, viewer.scope]);
    let visible = this.#visible.get(key);
    if (!visible) {
      visible = this.#visibleMeters(viewer);
      this.#visible.set(key, visible);
      // A failed read is not remembered.
      visible.catch(() => this.#visible.delete(key));
    }
    return visible;
  }

  async #visibleMeters(viewer: Viewer): Promise<ReadonlySet<string> | null> {
    const rights = rightsOf(this.#db, viewer).meters;
    if (!rights) return null;
    const rows = await this.#db
      .selectFrom('meters')
      .select('id')
      .where(rights(sql.ref('id')))
      .execute();
    return new Set(rows.map((row) => row.id));
  }

  #meters(viewer: Viewer) {
    const rights = rightsOf(this.#db, viewer).meters;
    const query = this.#db
      .selectFrom('meters')
      .innerJoin('buildings', 'buildings.id', 'meters.building')
      .innerJoin('institutions', 'institutions.id', 'buildings.institution')
      .innerJoin('devices', 'devices.id', 'meters.id')
      .selectAll('meters')
      .select([
        'buildings.name as building_name',
        'institutions.id as institution',
        'institutions.name as institution_name',
        'devices.secret as secret',
      ]);
    return rights ? query.where(rights(sql.ref('meters.id'))) : query;
  }
}

type MeterPlaceRow = MeterRow & {
  building_name: string;
  institution: string;
  institution_name: string;
  secret: string | null;
};

function meterOf(row: MeterPlaceRow): MeterWithPlace {
  return {
    id: row.id,
    building: row.building,
    buildingName: row.building_name,
    institution: row.institution,
    institutionName: row.institution_name,
    parent: row.parent,
    carrier: row.carrier as Carrier,
    endUse: row.end_use,
    register: {
      point: row.point,
      unit: row.unit,
      digits: row.digits,
      decimals: row.decimals,
      multiplier: multiplierOf(row),
    },
    replacements: replacementsOf(row),
    maxPerHour: row.max_per_hour,
    interval: row.interval,
    gateway: row.gateway,
    verifiedUntil: row.verified_until,
    hasSecret: row.secret !== null,
    virtual: virtualOf(row),
    demo: row.demo === 1,
  };
}

/** One page in the order of ids: what is added or changed meanwhile neither repeats nor skips a row. */
async function pageOf<DB, TB extends keyof DB, Row extends { id: string }, T>(
  query: SelectQueryBuilder<DB, TB, Row>,
  idColumn: string,
  { limit, cursor }: PageQuery,
  convert: (row: Row) => T,
): Promise<Page<T>> {
  const id: Expression<string> = sql.ref<string>(idColumn);
  let page = query.orderBy(id).limit(limit + 1);
  if (cursor !== null) page = page.where(sql<boolean>`${id} > ${decodeCursor(cursor)}`);
  const rows = (await page.execute()) as Row[];
  const items = rows.slice(0, limit);
  return { items: items.map(convert), next: rows.length > limit ? encodeCursor(items.at(-1)!.id) : null };
}
