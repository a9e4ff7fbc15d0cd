import type { CommittedReading, DerivedChange } from '../../../collector/port.ts';
import type { LedgerCounts } from '../../../domain/metering/ledger.ts';
import { leavesOf } from '../../../domain/metering/virtual.ts';
import type { LiveMeter, LiveMeterDelta, MeterState } from '../../../domain/wire.ts';
import type { MeterWithPlace } from '../../../storage/registry/port.ts';
import { ownViewer, type House } from '../house.ts';
import { freshnessOf, lastReading, wireMeter } from '../wire/meter.ts';
import { Told, type FedContent } from './feed.ts';

type Samples = Readonly<Record<string, readonly (readonly [number, number])[]>>;

const day = 86_400_000;
/** A device's clock may run ahead by this much before its readings are refused. */
const aheadMs = 2 * day;

/** `meter:ID`: its newest day as read, its ledger, and what was derived again. */
export class MeterContent implements FedContent {
  #meter: MeterWithPlace;
  readonly #house: House;
  readonly #toldLedger = new Told<LedgerCounts>();
  #samples = new Map<string, Map<number, number>>();
  #derived: { point: string; from: number; to: number }[] = [];
  #state: MeterState;
  #readingDue = false;
  #ledgerDue = false;

  constructor(meter: MeterWithPlace, house: House) {
    this.#meter = meter;
    this.#house = house;
    this.#state = this.#judge();
  }

  committed(readings: readonly CommittedReading[]): boolean {
    const oldest = this.#house.now() - day;
    let mine = false;
    for (const { meter, ts, values, outcome } of readings) {
      if (meter !== this.#meter.id) continue;
      mine = true;
      if (outcome === 'duplicate') continue;
      this.#readingDue = true;
      // What is older than the page's line shows up as derived again.
      if (ts >= oldest) this.#keep(ts, values);
    }
    this.#ledgerDue ||= mine;
    return mine;
  }

  derived(changes: readonly DerivedChange[]): boolean {
    const mine = changes.filter((change) => change.meter === this.#meter.id || this.#restsOn(change));
    for (const { point, from, to } of mine) this.#derived.push({ point, from, to });
    return mine.length > 0;
  }

  tick(): boolean {
    this.#ledgerDue = true;
    return true;
  }

  async snapshot(): Promise<LiveMeter> {
    const { registry, store, now } = this.#house;
    const { id } = this.#meter;
    const until = now() + aheadMs;
    const points = await store.points(id);
    const [meter, ledger, ...columns] = await Promise.all([
      registry.meter(ownViewer, id),
      store.ledger({ meter: id }),
      ...points.map((point) => store.samples(id, point, now() - day, until)),
    ]);
    // The register may have changed since the topic was opened.
    this.#meter = meter ?? this.#meter;
    const samples: Record<string, [number, number][]> = {};
    for (const [i, { ts, value }] of columns.entries()) {
      samples[points[i]!] = Array.from(ts, (at, k): [number, number] => [at, value[k]!]);
    }
    return { meter: wireMeter(this.#meter, this.#house), samples, ledger };
  }

  async delta(): Promise<LiveMeterDelta | null> {
    const { store, calendar } = this.#house;
    const [samples, derived, readingDue, ledgerDue] = [this.#samples, this.#derived, this.#readingDue, this.#ledgerDue];
    this.#samples = new Map();
    this.#derived = [];
    this.#readingDue = this.#ledgerDue = false;

    const ledger = ledgerDue ? this.#toldLedger.news(await store.ledger({ meter: this.#meter.id })) : undefined;
    const state = this.#judge();
    const delta: LiveMeterDelta = {
      ...(samples.size > 0 ? { samples: sorted(samples) } : {}),
      ...(readingDue
        ? { lastReading: lastReading(store.latest().get(this.#meter.id), this.#meter.register, calendar) }
        : {}),
      ...(state === this.#state ? {} : { state }),
      ...(ledger === undefined ? {} : { ledger }),
      ...(derived.length > 0 ? { derived } : {}),
    };
    this.#state = state;
    return Object.keys(delta).length > 0 ? delta : null;
  }

  #keep(ts: number, values: Readonly<Record<string, number>>): void {
    for (const [point, value] of Object.entries(values)) {
      let known = this.#samples.get(point);
      if (known === undefined) this.#samples.set(point, (known = new Map()));
      known.set(ts, value);
    }
  }

  #judge(): MeterState {
    return freshnessOf(this.#meter.id, this.#house).state;
  }

  /** A virtual meter changes with those that it is computed of. */
  #restsOn({ meter, point }: DerivedChange): boolean {
    const { directory } = this.#house.registry;
    const virtual = directory.virtual(this.#meter.id);
    if (virtual === null || point !== virtual.point) return false;
    return leavesOf(virtual.terms, (id) => directory.virtual(id)?.terms ?? null).some((leaf) => leaf.meter === meter);
  }
}

function sorted(samples: ReadonlyMap<string, ReadonlyMap<number, number>>): Samples {
  const bySide = Array.from(samples, ([point, values]) => [point, [...values].sort((a, b) => a[0] - b[0])] as const);
  return Object.fromEntries(bySide);
}
