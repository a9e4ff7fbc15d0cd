import type { MeterState, WireMeter } from '../../../../domain/wire.ts';
import type { MetersQuery } from '../../router/route.ts';

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

const fold = (text: string) => text.toLocaleLowerCase('en-US').normalize('NFKC');

/** Every word must be found in the id, the names or the end use. */
export function matcher(query: MetersQuery, stateOf: (meter: WireMeter) => MeterState): (meter: WireMeter) => boolean {
  const words = fold(query.q)
    .split(/\s+/)
    .filter((w) => w !== '');
  return (meter) => {
    if (query.carrier !== null && meter.carrier !== query.carrier) return false;
    if (query.building !== null && meter.building !== query.building) return false;
    if (query.state !== null && stateOf(meter) !== query.state) return false;
    if (words.length === 0) return true;
    const text = fold(`${meter.id} ${meter.buildingName} ${meter.institutionName} ${meter.endUse ?? ''}`);
    return words.every((w) => text.includes(w));
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
