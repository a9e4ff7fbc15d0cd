import type { MeterState, WireMeter } from '../../../../domain/wire.ts';
import { finds, sorted, type Sorting } from '../../components/sorting.ts';
import type { LocalDate } from '../../format/zone.ts';
import type { MetersQuery } from '../../router/route.ts';
import { verificationOf } from './verification.ts';

/** One line of the list: a building, or a meter of it. */
export type Line =
  | {
      readonly kind: 'building';
      readonly key: string;
      readonly id: string;
      readonly name: string;
      readonly institution: string;
      readonly count: number;
    }
  | { readonly kind: 'meter'; readonly key: string; readonly meter: WireMeter; readonly depth: number };

/** Every word must be found in the id, the names or the end use. */
export function matcher(
  query: MetersQuery,
  stateOf: (meter: WireMeter) => MeterState,
  today: LocalDate,
): (meter: WireMeter) => boolean {
  return (meter) => {
    if (query.carrier !== null && meter.carrier !== query.carrier) return false;
    if (query.building !== null && meter.building !== query.building) return false;
    if (query.state !== null && stateOf(meter) !== query.state) return false;
    if (query.due !== null && verificationOf(meter.verifiedUntil, today) !== query.due) return false;
    return finds(query.q, `${meter.id} ${meter.buildingName} ${meter.institutionName} ${meter.endUse ?? ''}`);
  };
}

/** By building, each meter below its parent where both are shown. Order: institution, building, carrier, id. */
export function lines(meters: readonly WireMeter[]): readonly Line[] {
  const buildings = new Map<string, WireMeter[]>();
  for (const meter of meters) {
    const list = buildings.get(meter.building);
    if (list) list.push(meter);
    else buildings.set(meter.building, [meter]);
  }
  const found: Line[] = [];
  for (const [id, list] of [...buildings].sort(byPlace)) {
    const { buildingName, institutionName } = list[0]!;
    found.push({
      kind: 'building',
      key: `b:${id}`,
      id,
      name: buildingName,
      institution: institutionName,
      count: list.length,
    });
    for (const { meter, depth } of tree(list)) found.push({ kind: 'meter', key: meter.id, meter, depth });
  }
  return found;
}

export const meterColumns = ['place', 'meter', 'rate', 'age', 'verified'] as const;
export type MeterColumn = (typeof meterColumns)[number];
/** By building, sub-meters below their parents. */
export const byBuilding: Sorting<MeterColumn> = { column: 'place', down: false };

/** One meter a line, without their buildings, as a chosen column orders them. */
export function flatLines(
  meters: readonly WireMeter[],
  { column, down }: Sorting<MeterColumn>,
  live: { readonly rate: (meter: WireMeter) => number | null; readonly age: (meter: WireMeter) => number | null },
): readonly Line[] {
  const key = (meter: WireMeter) => {
    if (column === 'rate') return live.rate(meter);
    if (column === 'age') return live.age(meter);
    return column === 'verified' ? meter.verifiedUntil : meter.id;
  };
  return sorted(meters, key, down).map((meter) => ({ kind: 'meter', key: meter.id, meter, depth: 0 }));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const carrierOrder = ['electricity', 'pv', 'water', 'gas', 'heat', 'cooling', 'fuel', 'indoor', 'weather'];

function byPlace([, a]: [string, WireMeter[]], [, b]: [string, WireMeter[]]): number {
  return compare(a[0]!.institution, b[0]!.institution) || compare(a[0]!.building, b[0]!.building);
}

function tree(meters: readonly WireMeter[]): { meter: WireMeter; depth: number }[] {
  const shown = new Set(meters.map((m) => m.id));
  const children = new Map<string | null, WireMeter[]>();
  for (const meter of meters) {
    const parent = meter.parent !== null && shown.has(meter.parent) && meter.parent !== meter.id ? meter.parent : null;
    children.set(parent, [...(children.get(parent) ?? []), meter]);
  }
  const found: { meter: WireMeter; depth: number }[] = [];
  const seen = new Set<string>();
  const walk = (parent: string | null, depth: number) => {
    const list = children.get(parent) ?? [];
    list.sort((a, b) => carrierOrder.indexOf(a.carrier) - carrierOrder.indexOf(b.carrier) || compare(a.id, b.id));
    for (const meter of list) {
      if (seen.has(meter.id)) continue;
      seen.add(meter.id);
      found.push({ meter, depth });
      walk(meter.id, depth + 1);
    }
  };
  walk(null, 0);
  // Parents that point at each other would hide the whole ring.
  for (const meter of meters) if (!seen.has(meter.id)) found.push({ meter, depth: 0 });
  return found;
}

export function carriersOf(meters: readonly WireMeter[]): readonly string[] {
  const present = new Set(meters.map((meter) => meter.carrier));
  return [...present].sort((a, b) => carrierOrder.indexOf(a) - carrierOrder.indexOf(b) || compare(a, b));
}

/** Buildings under the name of their institution, for the filter. */
export function buildingsOf(
  meters: readonly WireMeter[],
): readonly (readonly [string, readonly { id: string; name: string }[]])[] {
  const found = new Map<string, Map<string, string>>();
  for (const { institutionName, building, buildingName } of meters) {
    const buildings = found.get(institutionName) ?? new Map<string, string>();
    buildings.set(building, buildingName);
    found.set(institutionName, buildings);
  }
  return [...found]
    .sort(([a], [b]) => compare(a, b))
    .map(([institution, buildings]) => [institution, [...buildings].map(([id, name]) => ({ id, name }))] as const);
}
