import type { CommittedReading } from '../../../collector/port.ts';
import type { LedgerCounts } from '../../../domain/metering/ledger.ts';
import type { LiveMeterRow, LiveOverview, LiveOverviewDelta, MeterState } from '../../../domain/wire.ts';
import type { House } from '../house.ts';
import { ledgerOf } from '../wire/ledger.ts';
import { freshnessOf } from '../wire/meter.ts';
import { Told, type FedContent } from './feed.ts';

/** A ledger is summed over single meters: of more than these it is read by the clock, not with every commit. */
const mostSummedAtOnce = 20;
/** Ticks between two readings then. */
const summedLedgerTicks = 5;

/** `overview` and `building:ID`: the meters of one visible set in short, and their ledger. null = every meter. */
export class RowsContent implements FedContent {
  readonly #meters: ReadonlySet<string> | null;
  readonly #house: Pick<House, 'registry' | 'store' | 'now'>;
  readonly #changed = new Set<string>();
  readonly #states = new Map<string, MeterState>();
  readonly #toldLedger = new Told<LedgerCounts>();
  #ledgerDue = false;

  constructor(meters: ReadonlySet<string> | null, house: Pick<House, 'registry' | 'store' | 'now'>) {
    this.#meters = meters;
    this.#house = house;
    for (const id of this.#ids()) this.#states.set(id, this.#row(id).state);
  }

  committed(readings: readonly CommittedReading[]): boolean {
    let mine = false;
    for (const { meter, outcome } of readings) {
      if (this.#meters !== null && !this.#meters.has(meter)) continue;
      mine = true;
      if (outcome !== 'duplicate') this.#changed.add(meter);
    }
    this.#ledgerDue ||= mine && this.#ledgerIsCheap;
    return mine;
  }

  derived(): boolean {
    return false;
  }

  tick(count: number): boolean {
    for (const id of this.#ids()) if (this.#row(id).state !== this.#states.get(id)) this.#changed.add(id);
    this.#ledgerDue ||= this.#ledgerIsCheap || count % summedLedgerTicks === 0;
    return this.#ledgerDue || this.#changed.size > 0;
  }

  async snapshot(): Promise<LiveOverview> {
    const ledger = await ledgerOf(this.#house.store, this.#meters);
    return { meters: Array.from(this.#ids(), (id) => this.#row(id)), ledger };
  }

  async delta(): Promise<LiveOverviewDelta | null> {
    const ids = [...this.#changed];
    this.#changed.clear();
    const ledgerDue = this.#ledgerDue;
    this.#ledgerDue = false;
    const ledger = ledgerDue ? this.#toldLedger.news(await ledgerOf(this.#house.store, this.#meters)) : undefined;
    const meters = ids.map((id) => this.#row(id));
    for (const row of meters) this.#states.set(row.id, row.state);
    if (meters.length === 0 && ledger === undefined) return null;
    return { ...(meters.length > 0 ? { meters } : {}), ...(ledger === undefined ? {} : { ledger }) };
  }

  get #ledgerIsCheap(): boolean {
    return this.#meters === null || this.#meters.size <= mostSummedAtOnce;
  }

  #ids(): Iterable<string> {
    if (this.#meters !== null) return this.#meters;
    return Array.from(this.#house.registry.directory.meters(), (meter) => meter.id);
  }

  #row(id: string): LiveMeterRow {
    const { store } = this.#house;
    const latest = store.latest().get(id);
    const values: Record<string, number> = {};
    for (const [point, newest] of Object.entries(latest?.points ?? {})) values[point] = newest.value;
    const { state, readingAt } = freshnessOf(id, this.#house);
    return { id, state, lastReadingAt: readingAt, values };
  }
}
