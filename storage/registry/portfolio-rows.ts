import { defaultInterval } from './meter-rules.ts';
import type { Item, ListName } from './portfolio-schema.ts';
import type { DeviceKind, Meter } from './port.ts';
import type { PortfolioTable, PortfolioTables } from './tables.ts';

/** A row that an item asks for; `secret` as written (absent: the stored one stays). */
export type Wanted = {
  [T in PortfolioTable]: { readonly table: T; readonly row: PortfolioTables[T]; readonly secret?: string };
}[PortfolioTable];

/** What an item stands for: its own row first, and the lists that it replaces as a whole. */
export interface WantedItem {
  readonly rows: readonly [Wanted, ...Wanted[]];
  /** Rows of these tables that belong to the item and are not in `rows` are removed. */
  readonly owns: readonly Owned[];
}
export type Owned =
  | { readonly table: 'devices'; readonly canteen: string; readonly kind: DeviceKind }
  | { readonly table: 'canteen_meters'; readonly canteen: string }
  | { readonly table: 'contract_meters'; readonly contract: string };

const demo = 0;
const noSecret = { secret: null, second_secret: null, overlap_until: null, imported_secret: null };

/** An item's rows. Absent fields are null: a row is replaced as the file says, all but its secrets. */
export const rowsOf: { readonly [L in ListName]: (item: Item<L>) => WantedItem } = {
  regions: (item) =>
    one({ table: 'regions', row: { id: item.id, name: item.name ?? item.id, parent: item.parent ?? null, demo } }),
  institutions: (item) =>
    one({
      table: 'institutions',
      row: {
        id: item.id,
        region: item.region ?? null,
        name: item.name,
        credit_code: item.creditCode ?? null,
        kind: item.kind ?? null,
        floor_area_m2: item.floorAreaM2 ?? null,
        people: item.people ?? null,
        demo,
      },
    }),
  buildings: (item) =>
    one({
      table: 'buildings',
      row: {
        id: item.id,
        institution: item.institution,
        name: item.name,
        floor_area_m2: item.floorAreaM2 ?? null,
        latitude: item.latitude ?? null,
        longitude: item.longitude ?? null,
        weather_meter: item.weatherMeter ?? null,
        demo,
      },
    }),
  meters: (item) => ({
    rows: [{ table: 'meters', row: meterRow(item) }, device(item.virtual ? 'virtual' : 'meter', null, item)],
    owns: [],
  }),
  gateways: (item) => ({ rows: [device('gateway', null, item)], owns: [] }),
  accounts: (item) =>
    one({
      table: 'accounts',
      row: {
        id: item.id,
        publish: JSON.stringify(item.publish ?? []),
        subscribe: JSON.stringify(item.subscribe ?? []),
        refuse: JSON.stringify(item.refuse ?? []),
        retained: item.retained ? 1 : 0,
        ...noSecret,
        demo,
      },
      ...secretOf(item),
    }),
  canteens: canteenRows,
  users: (item) =>
    one({
      table: 'users',
      row: { username: item.username, role: item.role ?? null, scope: item.scope ?? null, demo },
    }),
  tariffs: (item) =>
    one({
      table: 'tariffs',
      row: { id: item.id, valid_from: item.validFrom ?? '', document: JSON.stringify(item), demo },
    }),
  contracts: (item) => ({
    rows: [
      {
        table: 'contracts',
        row: {
          id: item.id,
          institution: item.institution ?? null,
          contractor: item.contractor ?? null,
          document: JSON.stringify(item),
          demo,
        },
      },
      ...(item.meters ?? []).map((meter): Wanted => ({ table: 'contract_meters', row: { contract: item.id, meter } })),
    ],
    owns: [{ table: 'contract_meters', contract: item.id }],
  }),
  targets: (item) =>
    one({ table: 'targets', row: { institution: item.institution, document: JSON.stringify(item), demo } }),
  mappings: (item) => one({ table: 'mappings', row: { id: item.id, document: JSON.stringify(item), demo } }),
};

function one(wanted: Wanted): WantedItem {
  return { rows: [wanted], owns: [] };
}

function meterRow(item: Item<'meters'>): PortfolioTables['meters'] {
  const { register } = item;
  return {
    id: item.id,
    building: item.building,
    parent: item.parent ?? null,
    carrier: item.carrier,
    end_use: item.endUse ?? null,
    point: register.point,
    unit: register.unit,
    digits: register.digits ?? null,
    decimals: register.decimals ?? null,
    multiplier: JSON.stringify(register.multiplier ?? 1),
    replacements: JSON.stringify(
      (item.replacements ?? []).map(({ at, closing, opening }) => ({
        at,
        closing: closing ?? null,
        opening: opening ?? null,
      })),
    ),
    max_per_hour: item.maxPerHour ?? null,
    interval: item.interval ?? defaultInterval,
    gateway: item.gateway ?? null,
    verified_until: item.verifiedUntil ?? null,
    virtual: item.virtual ? JSON.stringify(item.virtual.map(termOf)) : null,
    demo,
  };
}

function termOf({ meter, factor, sign, from, to }: Term): NonNullable<Meter['virtual']>[number] {
  const added = factor ?? (sign === '-' || sign === -1 ? -1 : 1);
  return { meter, factor: added, from: from ?? null, to: to ?? null };
}

/** A list of scales or counters that is given is the whole list; one that is absent leaves the canteen's as they are. */
function canteenRows(item: Item<'canteens'>): WantedItem {
  const devices = (kind: DeviceKind, list: Item<'canteens'>['scales']) =>
    (list ?? []).map((entry) => device(kind, item.id, entry));
  return {
    rows: [
      {
        table: 'canteens',
        row: {
          id: item.id,
          institution: item.institution,
          name: item.name,
          seats: item.seats ?? null,
          operating_mode: item.operatingMode ?? null,
          supply_mode: item.supplyMode ?? null,
          demo,
        },
      },
      ...(item.meters ?? []).map((meter): Wanted => ({ table: 'canteen_meters', row: { canteen: item.id, meter } })),
      ...devices('scale', item.scales),
      ...devices('counter', item.counters),
    ],
    owns: [
      { table: 'canteen_meters', canteen: item.id },
      ...(item.scales ? [{ table: 'devices', canteen: item.id, kind: 'scale' } as const] : []),
      ...(item.counters ? [{ table: 'devices', canteen: item.id, kind: 'counter' } as const] : []),
    ],
  };
}

type Term = NonNullable<Item<'meters'>['virtual']>[number];
type WithSecret = { readonly id: string; readonly secret?: string | null | undefined };

function device(kind: DeviceKind | 'virtual', canteen: string | null, item: WithSecret): Wanted {
  return {
    table: 'devices',
    row: { id: item.id, kind, canteen, ...noSecret, demo },
    ...secretOf(item),
  };
}

function secretOf(item: WithSecret): { secret?: string } {
  return item.secret === undefined || item.secret === null ? {} : { secret: item.secret };
}
