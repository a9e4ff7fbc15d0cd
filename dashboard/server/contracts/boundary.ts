import { leavesOf } from '../../../domain/metering/virtual.ts';
import { unitOf } from '../../../domain/points.ts';
import type { Contract } from '../../../domain/contract/contract.ts';
import type { MeterWithPlace, Registry } from '../../../storage/registry/port.ts';
import { ownViewer } from '../house.ts';
import type { PointOf } from '../intervals/reader.ts';
import type { KnownMeters } from '../wire/known-meters.ts';
import { allOf } from '../wire/paging.ts';

export interface BoundaryMeter {
  readonly meter: MeterWithPlace;
  readonly point: PointOf;
  /** Of its building; null: the building names none that gives a temperature. */
  readonly weather: PointOf | null;
}

/** What a contract is about, in the register. */
export interface Boundary {
  readonly meters: readonly BoundaryMeter[];
  /** Indoor meters that comfort is judged by. */
  readonly zones: readonly PointOf[];
  /** `kWh`, `m³`. */
  readonly unit: string;
}

interface Register {
  readonly meters: ReadonlyMap<string, MeterWithPlace>;
  readonly indoor: ReadonlyMap<string, readonly MeterWithPlace[]>;
  /** By building. */
  readonly weather: ReadonlyMap<string, string | null>;
}

/** Boundaries of contracts as the register has them, from memory until it changes. */
export class Boundaries {
  readonly #registry: Registry;
  readonly #known: KnownMeters;
  #register: Promise<Register> | null = null;

  constructor(registry: Registry, known: KnownMeters) {
    this.#registry = registry;
    this.#known = known;
  }

  forget(): void {
    this.#register = null;
  }

  async of(contract: Contract): Promise<Boundary> {
    const reading = (this.#register ??= this.#read());
    reading.catch(() => (this.#register = null));
    const register = await reading;
    const meters = contract.meters.flatMap((id): BoundaryMeter[] => {
      const meter = register.meters.get(id);
      if (meter === undefined) return [];
      const weather = register.meters.get(register.weather.get(meter.building) ?? '');
      return [{ meter, point: pointOf(meter), weather: givesTemperature(weather) ? pointOf(weather) : null }];
    });
    return { meters, zones: zonesOf(contract, meters, register), unit: meters[0]?.meter.register.unit ?? 'kWh' };
  }

  /** Meters that are read behind these, virtual ones looked through. */
  partsOf(meters: readonly string[]): readonly string[] {
    const { directory } = this.#registry;
    const termsOf = (meter: string) => directory.virtual(meter)?.terms ?? null;
    return meters.flatMap((meter) => {
      const terms = termsOf(meter);
      return terms === null ? [meter] : leavesOf(terms, termsOf).map((leaf) => leaf.meter);
    });
  }

  async #read(): Promise<Register> {
    const [meters, buildings] = await Promise.all([
      this.#known.all(ownViewer),
      allOf((page) => this.#registry.buildings(ownViewer, page)),
    ]);
    const indoor = new Map<string, MeterWithPlace[]>();
    for (const meter of meters) {
      if (meter.carrier !== 'indoor' || !givesTemperature(meter)) continue;
      const own = indoor.get(meter.building);
      if (own === undefined) indoor.set(meter.building, [meter]);
      else own.push(meter);
    }
    return {
      meters: new Map(meters.map((meter) => [meter.id, meter])),
      indoor,
      weather: new Map(buildings.map(({ id, weatherMeter }) => [id, weatherMeter])),
    };
  }
}

const pointOf = ({ id, register }: MeterWithPlace): PointOf => ({ meter: id, point: register.point });

function givesTemperature(meter: MeterWithPlace | undefined): meter is MeterWithPlace {
  return meter !== undefined && unitOf(meter.register.point) === '°C';
}

function zonesOf({ comfort }: Contract, meters: readonly BoundaryMeter[], register: Register): readonly PointOf[] {
  if (comfort === null) return [];
  if (comfort.meters.length > 0) {
    return comfort.meters.flatMap((id) => {
      const meter = register.meters.get(id);
      return givesTemperature(meter) ? [pointOf(meter)] : [];
    });
  }
  const buildings = [...new Set(meters.map(({ meter }) => meter.building))];
  return buildings.flatMap((building) => (register.indoor.get(building) ?? []).map(pointOf));
}
