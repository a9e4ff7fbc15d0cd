import { clashes, type BoundaryMeter, type Claim, type Clash, type MeterOf } from '../../domain/contract/boundary.ts';
import { contractOf } from '../../domain/contract/read.ts';
import { checkContract } from './contract-check.ts';
import { virtualOf } from './meter-rules.ts';
import type { ImportFault } from './port.ts';
import { rowsOf } from './portfolio-rows.ts';
import type { ReadPortfolio } from './portfolio-read.ts';
import type { Item } from './portfolio-schema.ts';
import type { Snapshot } from './snapshot.ts';
import type { MeterRow } from './tables.ts';
import { fault } from './value-check.ts';

/** Faults of meters after which nobody can say what such a meter counts. */
const unclear: ReadonlySet<string> = new Set(['circle', 'too-deep', 'too-many', 'id-taken']);

/**
 * Contracts with the rest of the portfolio as it would be after the import: their own fields, and that no two of them
 * (nor two meters of one) claim the same use, be it by a changed contract or by a changed meter.
 * @param others faults that were found before
 */
export function checkContracts(
  lists: ReadPortfolio,
  snapshot: Snapshot,
  others: readonly ImportFault[],
): ImportFault[] {
  if (lists.contracts.length + lists.meters.length === 0) return [];
  const after = new After(lists, snapshot);
  const faults = lists.contracts.flatMap(({ item }, at) =>
    item === null ? [] : checkContract(item, `contracts[${at}]`, after),
  );
  if (others.some(({ code }) => unclear.has(code))) return faults;
  for (const clash of clashes(after.claims(), after.meterOf)) faults.push(...after.faultOf(clash));
  return faults;
}

/** The portfolio as it would be. */
class After {
  readonly #lists: ReadPortfolio;
  readonly #snapshot: Snapshot;
  readonly #meters = new Map<string, number>();
  readonly #contracts = new Map<string, { readonly at: number; readonly item: Item<'contracts'> }>();
  readonly #tariffs: ReadonlySet<string>;
  readonly #known = new Map<string, BoundaryMeter | null>();

  constructor(lists: ReadPortfolio, snapshot: Snapshot) {
    this.#lists = lists;
    this.#snapshot = snapshot;
    for (const [at, { item }] of lists.meters.entries()) {
      if (item) this.#meters.set(item.id, at);
    }
    for (const [at, { item }] of lists.contracts.entries()) if (item) this.#contracts.set(item.id, { at, item });
    const inFile = lists.tariffs.flatMap(({ raw }) => (typeof raw['id'] === 'string' ? [raw['id']] : []));
    this.#tariffs = new Set([...inFile, ...[...snapshot.tariffs.values()].map(({ id }) => id)]);
  }

  readonly hasTariff = (id: string): boolean => this.#tariffs.has(id);

  /** An item whose fields are wrong is there too; its carrier is said when it can be read. */
  readonly carrierOf = (meter: string): string | null => this.#row(meter)?.carrier ?? this.#carrierAsWritten(meter);

  readonly meterOf: MeterOf = (id) => {
    let known = this.#known.get(id);
    if (known === undefined) {
      const row = this.#row(id);
      known = row === undefined ? null : { carrier: row.carrier, parent: row.parent, terms: virtualOf(row) };
      this.#known.set(id, known);
    }
    return known;
  };

  claims(): readonly Claim[] {
    const stored = [...this.#snapshot.contracts.values()]
      .filter(({ id }) => !this.#contracts.has(id))
      .map(({ document }) => JSON.parse(document) as Item<'contracts'>);
    const carrierOf = (meter: string) => this.meterOf(meter)?.carrier ?? null;
    // Stored ones first: the fault is of the one that comes to them.
    return [...stored, ...[...this.#contracts.values()].map(({ item }) => item)].map((item) => {
      const { id, term, meters } = contractOf(item, carrierOf);
      return { contract: id, term, meters };
    });
  }

  /** None for what the file has no part in: it was so before. */
  faultOf(clash: Clash): ImportFault[] {
    const message = wordsOf(clash);
    for (const side of [1, 0] as const) {
      const own = this.#contracts.get(clash.contracts[side]);
      if (own === undefined) continue;
      const at = (own.item.meters ?? []).indexOf(clash.meters[side]);
      return [fault(`contracts[${own.at}].meters[${at}]`, 'claimed-twice', message)];
    }
    for (const id of clash.path) {
      const at = this.#meters.get(id);
      const [row, before] = [this.#row(id), this.#snapshot.meters.get(id)];
      const field = (['parent', 'virtual', 'carrier'] as const).find((of) => row?.[of] !== before?.[of]);
      if (at !== undefined && field) return [fault(`meters[${at}].${field}`, 'claimed-twice', message)];
    }
    return [];
  }

  #row(id: string): MeterRow | undefined {
    const item = this.#lists.meters[this.#meters.get(id) ?? -1]?.item;
    return item ? (rowsOf.meters(item).rows[0].row as MeterRow) : this.#snapshot.meters.get(id);
  }

  #carrierAsWritten(meter: string): string | null {
    const raw = this.#lists.meters.find((other) => other.raw['id'] === meter)?.raw;
    return raw === undefined ? null : String(raw['carrier']);
  }
}

function wordsOf({ contracts: [a, b], meters: [one, other], path, from }: Clash): string {
  const way = one === other ? `both measure ${one}` : `${one} and ${other} meet (${path.join(' – ')})`;
  const since = from === '0001-01-01' ? '' : ` from ${from} on`;
  return a === b
    ? `"${a}" would count the same use twice${since}: ${way}`
    : `"${a}" and "${b}" would claim the same use${since}: ${way}`;
}
