import { sql, type Expression, type Kysely, type SqlBool } from 'kysely';
import type { Role, Viewer } from './port.ts';
import type { Tables } from './tables.ts';

/**
 * Who sees what: the one place where a viewer becomes a filter. Every read for a person goes through it, so that no page
 * can forget it.
 */

type Place = 'regions' | 'institutions' | 'buildings' | 'meters' | 'canteens' | 'contracts';
/** `null`: everything. Otherwise a condition on the table's id. */
export type Rights = { readonly [P in Place]: null | ((column: Expression<string>) => Expression<SqlBool>) };

const everything: Rights = {
  regions: null,
  institutions: null,
  buildings: null,
  meters: null,
  canteens: null,
  contracts: null,
};
const unlimited: ReadonlySet<Role> = new Set(['administrator', 'officer', 'leader']);

export function rightsOf(db: Kysely<Tables>, viewer: Viewer): Rights {
  if (unlimited.has(viewer.role)) return everything;
  // A limited role without a place has nothing to see yet, be it a person or a token.
  if (viewer.scope === null) return nothing;
  switch (viewer.role) {
    case 'county':
      return byInstitutions(db, institutionsOfRegion(db, viewer.scope), regionAndBelow(db, viewer.scope));
    case 'institution':
      return byInstitutions(
        db,
        db.selectFrom('institutions').select('id').where('id', '=', viewer.scope),
        db
          .selectFrom('institutions')
          .select('region as id')
          .where('id', '=', viewer.scope)
          .$narrowType<{ id: string }>(),
      );
    case 'canteen':
      return {
        ...byMeters(db, db.selectFrom('canteen_meters').select('meter as id').where('canteen', '=', viewer.scope)),
        canteens: (column) => sql<SqlBool>`${column} = ${viewer.scope}`,
      };
    case 'contractor':
      return ofContractor(db, viewer.scope);
    default:
      return nothing;
  }
}

const never = () => sql<SqlBool>`1 = 0`;
const nothing: Rights = {
  regions: never,
  institutions: never,
  buildings: never,
  meters: never,
  canteens: never,
  contracts: never,
};

type Ids = Expression<{ id: string }>;

function within(ids: Ids) {
  return (column: Expression<string>) => sql<SqlBool>`${column} in (${ids})`;
}

/** Everything of some institutions. */
function byInstitutions(db: Kysely<Tables>, institutions: Ids, regions: Ids): Rights {
  const buildings = db.selectFrom('buildings').select('id').where(isIn('institution', institutions));
  const meters = db.selectFrom('meters').select('id').where(isIn('building', buildings));
  const canteens = db.selectFrom('canteens').select('id').where(isIn('institution', institutions));
  const contracts = db.selectFrom('contracts').select('id').where(isIn('institution', institutions));
  return {
    canteens: within(canteens),
    contracts: within(contracts),
    regions: within(regions),
    institutions: within(institutions),
    buildings: within(buildings),
    meters: within(meters),
  };
}

/** Some meters, and of the places only those in which they are. */
function byMeters(db: Kysely<Tables>, meters: Ids): Rights {
  const buildings = db.selectFrom('meters').select('building as id').where(isIn('id', meters));
  const institutions = db.selectFrom('buildings').select('institution as id').where(isIn('id', buildings));
  const regions = db
    .selectFrom('institutions')
    .select('region as id')
    .where(isIn('id', institutions))
    .$narrowType<{ id: string }>();
  return {
    regions: within(regions),
    institutions: within(institutions),
    buildings: within(buildings),
    meters: within(meters),
    canteens: never,
    contracts: never,
  };
}

/**
 * A contractor's own contracts, the places of their meters, and the same evidence as the owner has: the meters of the
 * boundary, the weather that its models rest on, and the zones of comfort.
 */
function ofContractor(db: Kysely<Tables>, contractor: string): Rights {
  const own = db.selectFrom('contracts').select('id').where('contractor', '=', contractor);
  const boundary = db.selectFrom('contract_meters').select('meter as id').where(isIn('contract', own));
  const buildings = db.selectFrom('meters').select('building as id').where(isIn('id', boundary));
  const weather = db
    .selectFrom('buildings')
    .select('weather_meter as id')
    .where(isIn('id', buildings))
    .$narrowType<{ id: string }>();
  // The words of SQLite for what lies in a contract's text; another dialect adds its own.
  const frozen = sql<{ id: string }>`select json_extract(m.value, '$.weatherMeter') as id
    from contract_baselines as b, json_each(b.meters) as m where b.contract in (${own})`;
  const zones = sql<{ id: string }>`select z.value as id
    from contracts as c, json_each(c.document, '$.comfort.meters') as z where c.contractor = ${contractor}`;
  // Without zones of its own a duty of comfort is of all rooms of its buildings that are measured.
  const rooms = sql<{ id: string }>`select room.id as id from contracts as c
    join contract_meters as cm on cm.contract = c.id
    join meters as m on m.id = cm.meter
    join meters as room on room.building = m.building and room.carrier = 'indoor'
    where c.contractor = ${contractor} and json_extract(c.document, '$.comfort') is not null
      and coalesce(json_array_length(c.document, '$.comfort.meters'), 0) = 0`;
  const evidence = [boundary, weather, frozen, zones, rooms].map(within);
  const meters = (column: Expression<string>) =>
    sql<SqlBool>`(${sql.join(
      evidence.map((of) => of(column)),
      sql` or `,
    )})`;
  return { ...byMeters(db, boundary), meters, contracts: within(own) };
}

function isIn(column: string, ids: Ids) {
  return sql<SqlBool>`${sql.ref(column)} in (${ids})`;
}

/** Regions form a tree without circles (the import sees to it). */
function regionAndBelow(db: Kysely<Tables>, region: string): Ids {
  return db
    .withRecursive('below', (cte) =>
      cte
        .selectFrom('regions')
        .select('regions.id')
        .where('regions.id', '=', region)
        .unionAll(cte.selectFrom('regions').innerJoin('below', 'below.id', 'regions.parent').select('regions.id')),
    )
    .selectFrom('below')
    .select('below.id');
}

function institutionsOfRegion(db: Kysely<Tables>, region: string): Ids {
  return db
    .selectFrom('institutions')
    .select('id')
    .where(isIn('region', regionAndBelow(db, region)));
}
