import { mainMeters } from '../../../domain/places/meter-tree.ts';
import { useCarriers, type PlaceKind, type UseCarrier } from '../../../domain/wire-places.ts';
import type {
  Building,
  Institution,
  MeterWithPlace,
  Region,
  Registry,
  Viewer,
} from '../../../storage/registry/port.ts';
import { allOf } from '../wire/paging.ts';
import type { KnownMeters } from '../wire/known-meters.ts';

/** A meter of a place; a main meter of electricity with the PV that feeds in behind it, by id. */
export type PlaceMeter = MeterWithPlace & { readonly pvBehind?: readonly string[] };

/** A city, county, institution or building with all meters below it that its viewer may see. */
export interface Place {
  readonly kind: PlaceKind;
  readonly id: string;
  readonly name: string;
  readonly institutionKind: string | null;
  readonly floorAreaM2: number | null;
  readonly people: number | null;
  readonly weatherMeter: string | null;
  /** null: the city, or nothing above it that the viewer may see. */
  readonly parent: Place | null;
  readonly children: readonly Place[];
  readonly meters: readonly PlaceMeter[];
}

/** What answers say of a place wherever it stands. */
export function sizedPlace({ kind, id, name, institutionKind, floorAreaM2, people }: Place) {
  return { kind, id, name, institutionKind, floorAreaM2, people };
}

/** Id of the place that holds everything that a viewer sees. */
export const wholeCity = 'all';

/** Places of one viewer. A city holds its counties; where it has a single root region, that region is the city. */
export class PlaceIndex {
  readonly city: Place;
  readonly #places = new Map<string, Place>();
  readonly #byKind: ReadonlyMap<PlaceKind, readonly Place[]>;

  constructor(
    regions: readonly Region[],
    institutions: readonly Institution[],
    buildings: readonly Building[],
    meters: readonly MeterWithPlace[],
  ) {
    this.city = new Builder(regions, institutions, buildings, meters, (place) =>
      this.#places.set(`${place.kind}:${place.id}`, place),
    ).city();
    this.#places.set(`city:${wholeCity}`, this.city);
    const top = rootOf(regions);
    // It is the city, and still answers to its own id.
    if (top !== null) this.#places.set(`region:${top.id}`, this.city);
    this.#byKind = grouped(new Set(this.#places.values()), ({ kind }) => kind);
  }

  place(kind: PlaceKind, id: string): Place | null {
    return this.#places.get(`${kind}:${id}`) ?? null;
  }

  all(kind: PlaceKind): readonly Place[] {
    return this.#byKind.get(kind) ?? [];
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Mutable<Place> & { children: Place[]; meters: PlaceMeter[] };

class Builder {
  readonly #regions: readonly Region[];
  readonly #institutions: readonly Institution[];
  readonly #buildings: ReadonlyMap<string, readonly Building[]>;
  readonly #meters: ReadonlyMap<string, readonly MeterWithPlace[]>;
  readonly #made: (place: Place) => void;

  constructor(
    regions: readonly Region[],
    institutions: readonly Institution[],
    buildings: readonly Building[],
    meters: readonly MeterWithPlace[],
    made: (place: Place) => void,
  ) {
    this.#regions = regions;
    this.#institutions = institutions;
    this.#buildings = grouped(buildings, ({ institution }) => institution);
    this.#meters = grouped(meters, ({ building }) => building);
    this.#made = made;
  }

  city(): Place {
    const known = new Set(this.#regions.map(({ id }) => id));
    const top = rootOf(this.#regions);
    const city = draft('city', wholeCity, top?.name ?? '', null);
    if (top !== null) this.#regionsOf(top.id, city);
    else for (const root of rootsOf(this.#regions)) this.#region(root, city);
    // Institutions of the city itself, or of a region that the viewer may not see.
    this.#institutionsOf((region) => region === null || region === top?.id || !known.has(region), city);
    return finished(city);
  }

  #regionsOf(parent: string, above: Draft): void {
    for (const region of this.#regions) if (region.parent === parent) this.#region(region, above);
  }

  #region(region: Region, above: Draft): void {
    const place = draft('region', region.id, region.name, above);
    this.#regionsOf(region.id, place);
    this.#institutionsOf((id) => id === region.id, place);
    this.#close(place, above);
  }

  #institutionsOf(here: (region: string | null) => boolean, above: Draft): void {
    for (const institution of this.#institutions) {
      if (!here(institution.region)) continue;
      const place = draft('institution', institution.id, institution.name, above);
      place.institutionKind = institution.kind;
      place.floorAreaM2 = institution.floorAreaM2;
      place.people = institution.people;
      for (const building of this.#buildings.get(institution.id) ?? []) this.#building(building, place);
      this.#close(place, above);
    }
  }

  #building(building: Building, above: Draft): void {
    const place = draft('building', building.id, building.name, above);
    place.floorAreaM2 = building.floorAreaM2;
    place.weatherMeter = building.weatherMeter;
    // Computed meters are seen by themselves: in a sum they would count their own meters twice.
    place.meters = withPvBehind((this.#meters.get(building.id) ?? []).filter(({ virtual }) => virtual === null));
    this.#close(place, above);
  }

  #close(place: Draft, above: Draft): void {
    finished(place);
    above.children.push(place);
    this.#made(place);
  }
}

function grouped<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Regions of which the viewer sees nothing above. */
function rootsOf(regions: readonly Region[]): Region[] {
  const known = new Set(regions.map(({ id }) => id));
  return regions.filter(({ parent }) => parent === null || !known.has(parent));
}

function rootOf(regions: readonly Region[]): Region | null {
  const roots = rootsOf(regions);
  return roots.length === 1 ? roots[0]! : null;
}

function draft(kind: PlaceKind, id: string, name: string, parent: Draft | null): Draft {
  const none = { institutionKind: null, floorAreaM2: null, people: null, weatherMeter: null };
  return { kind, id, name, parent, ...none, children: [], meters: [] };
}

/** What a place has of its own wins; the rest is what lies in it together. */
function finished(place: Draft): Place {
  if (place.kind === 'building') return place;
  place.meters = place.children.flatMap((child) => child.meters);
  place.floorAreaM2 ??= total(place.children.map((child) => child.floorAreaM2));
  place.people ??= total(place.children.map((child) => child.people));
  place.weatherMeter ??= place.children.find((child) => child.weatherMeter !== null)?.weatherMeter ?? null;
  return place;
}

/** Nothing is known of the whole while a part is not. */
function total(parts: readonly (number | null)[]): number | null {
  if (parts.length === 0 || parts.includes(null)) return null;
  return parts.reduce<number>((sum, part) => sum + part!, 0);
}

/** A place never changes: another register makes another index. */
const mains = new WeakMap<Place, ReadonlyMap<UseCarrier, readonly PlaceMeter[]>>();

/** Meters whose sum is the place's use of a carrier; the same array each time that it is asked of the same place. */
export function mainMetersOf(place: Place, carrier: UseCarrier): readonly PlaceMeter[] {
  return mainsOf(place).get(carrier) ?? none;
}

/** Carriers that the place has meters of, in the order of `useCarriers`. */
export function carriersOf(place: Place): UseCarrier[] {
  return [...mainsOf(place).keys()];
}

const none: readonly PlaceMeter[] = [];

function mainsOf(place: Place): ReadonlyMap<UseCarrier, readonly PlaceMeter[]> {
  const known = mains.get(place);
  if (known !== undefined) return known;
  const byCarrier = grouped(place.meters, ({ carrier }) => carrier as string);
  const found = new Map<UseCarrier, readonly PlaceMeter[]>();
  for (const carrier of useCarriers) {
    const own = byCarrier.get(carrier);
    if (own !== undefined) found.set(carrier, mainsAmong(own));
  }
  mains.set(place, found);
  return found;
}

function mainsAmong<M extends MeterWithPlace>(meters: readonly M[]): M[] {
  const ids = new Set(mainMeters(meters.map(({ id, parent, endUse }) => ({ meter: id, parent, endUse }))));
  return meters.filter(({ id }) => ids.has(id));
}

/** A building's PV feeds in behind the main meter that it names as parent, else behind the building's first one. */
function withPvBehind(meters: readonly MeterWithPlace[]): PlaceMeter[] {
  const roofs = mainsAmong(meters.filter(({ carrier }) => carrier === 'pv'));
  const supplies = mainsAmong(meters.filter(({ carrier }) => carrier === 'electricity'));
  if (roofs.length === 0 || supplies.length === 0) return [...meters];
  const named = (roof: MeterWithPlace) => supplies.find(({ id }) => id === roof.parent) ?? supplies[0]!;
  return meters.map((meter) => {
    const pvBehind = roofs.filter((roof) => named(roof).id === meter.id).map(({ id }) => id);
    return pvBehind.length === 0 ? meter : { ...meter, pvBehind };
  });
}

/** Most viewers of a role and scope see the same places; the register changes a few times a day. */
const mostKept = 16;

/** Indexes as they were last built, by who may see the same; any change of the register empties this. */
export class KnownPlaces {
  readonly #registry: Registry;
  readonly #meters: KnownMeters;
  #kept = new Map<string, Promise<PlaceIndex>>();

  constructor(registry: Registry, meters: KnownMeters) {
    this.#registry = registry;
    this.#meters = meters;
  }

  start(): void {
    this.#registry.onChanged(() => (this.#kept = new Map()));
  }

  of(viewer: Viewer): Promise<PlaceIndex> {
    const key = JSON.stringify([viewer.kind, viewer.role, viewer.scope]);
    const kept = this.#kept;
    let index = kept.get(key);
    if (index === undefined) {
      index = this.#build(viewer);
      kept.set(key, index);
      index.catch(() => kept.delete(key));
      if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
    }
    return index;
  }

  async #build(viewer: Viewer): Promise<PlaceIndex> {
    const registry = this.#registry;
    const [regions, institutions, buildings, meters] = await Promise.all([
      allOf((page) => registry.regions(viewer, page)),
      allOf((page) => registry.institutions(viewer, page)),
      allOf((page) => registry.buildings(viewer, page)),
      this.#meters.all(viewer),
    ]);
    return new PlaceIndex(regions, institutions, buildings, meters);
  }
}
