import { contractOf, type ContractItem } from '../../domain/contract/read.ts';
import type { MappingRule } from '../../domain/mapping/rule.ts';
import { virtualOf } from './meter-rules.ts';
import type { ImportFault } from './port.ts';
import type { Snapshot } from './snapshot.ts';
import type { PortfolioTable } from './tables.ts';

/** A person's analysis of a meter of their own that takes its weather from the demo. */
export interface WeatherFromDemo {
  readonly analysis: string;
  readonly weatherMeter: string;
}

const of = {
  regions: 'region',
  institutions: 'institution',
  buildings: 'building',
  meters: 'meter',
  canteens: 'canteen',
  devices: 'device',
} as const;
type Place = keyof typeof of;

/** The installation's own rows that would hang in the air without the demo's: each with what it holds on to. */
export function demoHolders(snapshot: Snapshot, weather: readonly WeatherFromDemo[]): ImportFault[] {
  const holders: ImportFault[] = [];
  const isDemo = (place: Place, id: string | null) => id !== null && snapshot[place].get(id)?.demo === 1;
  const held = (path: string, place: Place, id: string) =>
    holders.push({ path, code: 'holds-demo', message: `refers to the ${of[place]} ${id} of the demo` });
  /** Own rows of a table whose columns refer to demo rows. */
  const refers = <T extends PortfolioTable>(
    table: T,
    key: (row: Row<T>) => string,
    columns: readonly (readonly [column: keyof Row<T> & string, place: Place])[],
  ) => {
    for (const row of snapshot[table].values() as IterableIterator<Row<T>>) {
      if ((row as { demo?: number }).demo === 1) continue;
      for (const [column, place] of columns) {
        const id = row[column] as string | null;
        if (isDemo(place, id)) held(`${table}[${key(row)}].${column}`, place, id!);
      }
    }
  };
  refers('regions', (row) => row.id, [['parent', 'regions']]);
  refers('institutions', (row) => row.id, [['region', 'regions']]);
  refers('buildings', (row) => row.id, [
    ['institution', 'institutions'],
    ['weather_meter', 'meters'],
  ]);
  refers('meters', (row) => row.id, [
    ['building', 'buildings'],
    ['parent', 'meters'],
    ['gateway', 'devices'],
  ]);
  for (const row of snapshot.meters.values()) {
    if (row.demo === 1) continue;
    for (const { meter } of virtualOf(row) ?? [])
      if (isDemo('meters', meter)) held(`meters[${row.id}].virtual`, 'meters', meter);
  }
  refers('canteens', (row) => row.id, [['institution', 'institutions']]);
  refers('devices', (row) => row.id, [['canteen', 'canteens']]);
  refers('contracts', (row) => row.id, [['institution', 'institutions']]);
  refers('targets', (row) => row.institution, [['institution', 'institutions']]);
  for (const { canteen, meter } of snapshot.canteen_meters.values()) {
    if (!isDemo('canteens', canteen) && isDemo('meters', meter)) held(`canteens[${canteen}].meters`, 'meters', meter);
  }
  for (const { contract, meter } of snapshot.contract_meters.values()) {
    const own = snapshot.contracts.get(contract)?.demo !== 1;
    if (own && isDemo('meters', meter)) held(`contracts[${contract}].meters`, 'meters', meter);
  }
  const ownTariffs = new Set([...snapshot.tariffs.values()].flatMap(({ id, demo }) => (demo === 1 ? [] : [id])));
  for (const { id, document, demo } of snapshot.contracts.values()) {
    if (demo === 1) continue;
    const { price, comfort } = contractOf(JSON.parse(document) as ContractItem);
    if (price?.kind === 'tariff' && !ownTariffs.has(price.tariff)) {
      const message = `refers to the tariff ${price.tariff} of the demo`;
      holders.push({ path: `contracts[${id}].price`, code: 'holds-demo', message });
    }
    for (const meter of comfort?.meters ?? []) {
      if (isDemo('meters', meter)) held(`contracts[${id}].comfort.meters`, 'meters', meter);
    }
  }
  for (const { id, document, demo } of snapshot.mappings.values()) {
    if (demo === 1) continue;
    const { devices } = JSON.parse(document) as MappingRule;
    for (const meter of Object.values(devices ?? {})) {
      if (isDemo('meters', meter)) held(`mappings[${id}].devices`, 'meters', meter);
    }
  }
  for (const { analysis, weatherMeter } of weather) held(`analyses[${analysis}].weatherMeter`, 'meters', weatherMeter);
  return holders;
}

type Row<T extends PortfolioTable> = Snapshot[T] extends ReadonlyMap<string, infer R> ? R : never;
