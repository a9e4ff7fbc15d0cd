import { pino } from 'pino';
import { canonicalJson } from '../../../domain/contract/canonical.ts';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { NotSettled, SettlementPeriod } from '../../../domain/contract/settlement.ts';
import type { StoredContract } from '../../../storage/registry/contract-port.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { DraftSettlement } from '../contracts/port.ts';
import { ContractService } from '../contracts/service.ts';
import { ownViewer } from '../house.ts';
import { IntervalReader } from '../intervals/reader.ts';
import { KnownMeters } from '../wire/known-meters.ts';
import { Installation, timezone } from './installation.ts';

export const dayMs = 86_400_000;
const hourMs = 3_600_000;
export const at = (date: string): number => Date.parse(`${date}T00:00:00+08:00`);
const officer: Viewer = { kind: 'user', name: 'zhao', role: 'officer', scope: null };
/** Tells the days of a baseline apart (a meter that never moves is no meter); 0 over a year. */
const wiggle = (day: number): number => (((day * 37) % 365) - 182) / 50;

const electric = (id: string, building: string) => ({
  ...{ id, building, carrier: 'electricity', interval: '1h' },
  register: { point: 'energy_kwh', unit: 'kWh' },
});
const water = (id: string, building: string) => ({
  ...{ id, building, carrier: 'water', interval: '1h' },
  register: { point: 'volume_m3', unit: 'm³' },
});

/** Buildings without weather: what their meters would have used is the same every day, so that answers are known. */
export class ContractSite extends Installation {
  contracts!: ContractService;
  readonly calendar = new LocalCalendar(timezone);

  async open(): Promise<void> {
    await this.start();
    await this.put({ institutions: [{ id: 'HALL', name: '市民中心', region: 'CITY', kind: 'office' }] });
    const { registry, store, collector } = this;
    const now = (): number => this.now;
    const meters = new KnownMeters(registry);
    meters.start();
    const intervals = new IntervalReader(store, registry, this.calendar, now);
    const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
    this.contracts = new ContractService({
      ...{ registry, collector, log, now, meters, intervals },
      calendar: this.calendar,
    });
    this.contracts.start();
  }

  override async stop(): Promise<void> {
    await this.contracts.stop();
    await super.stop();
  }

  async put(portfolio: object): Promise<void> {
    const done = await this.registry.importPortfolio(portfolio, ownViewer);
    if (!done.ok) throw new Error(JSON.stringify(done.faults));
  }

  /** A meter in a building of its own. */
  async meter(id: string, kind: 'electricity' | 'water' = 'electricity', more: object = {}): Promise<void> {
    await this.put({
      buildings: [{ id: `B-${id}`, institution: 'HALL', name: `楼 ${id}` }],
      meters: [{ ...(kind === 'water' ? water : electric)(id, `B-${id}`), ...more }],
    });
  }

  /**
   * Hourly readings of a register: 100 a day (on average of each year) before `works`, `after` from then on.
   * @param use what an hour takes, another one than that; kWh or m³
   */
  async seed(
    id: string,
    { from, to, works, after, use }: Seed,
    point: 'energy_kwh' | 'volume_m3' = 'energy_kwh',
  ): Promise<void> {
    const hours = (at(to) - at(from)) / hourMs;
    const ts = Float64Array.from({ length: hours + 1 }, (_, i) => at(from) + i * hourMs);
    let register = 5_000;
    const values = ts.map((_, i) => {
      if (i === 0) return register;
      const start = ts[i - 1]!;
      const day = Math.floor((start - at(from)) / dayMs);
      const usual = start < at(works) ? (100 + wiggle(day)) / 24 : after / 24;
      return (register += use?.(start) ?? usual);
    });
    await this.collector.importHistory(id, id, { ts, points: { [point]: values } });
    await this.collector.settled();
  }

  /** Readings again from `from` on, with so much more used in the hour that begins there: a corrected file, or late data. */
  async correct(id: string, from: number, more: number, point = 'energy_kwh'): Promise<void> {
    const { ts, value } = await this.store.samples(id, point, from + 1, this.now + 1);
    await this.collector.importHistory(id, id, { ts, points: { [point]: value.map((one) => one + more) } });
    await this.collector.settled();
  }

  async contract(item: Readonly<Record<string, unknown>>): Promise<void> {
    await this.put({ contracts: [{ institution: 'HALL', contractor: 'GREEN', ...item }] });
  }

  async stored(id: string): Promise<StoredContract> {
    const stored = await this.registry.contracts.one(ownViewer, id);
    if (stored === null) throw new Error(`no contract ${id}`);
    return stored;
  }

  async draft(id: string, period: SettlementPeriod): Promise<DraftSettlement | NotSettled> {
    return this.contracts.draft(await this.stored(id), period);
  }

  /** One that can be settled. */
  async settled(id: string, period: SettlementPeriod): Promise<DraftSettlement> {
    const draft = await this.draft(id, period);
    if ('code' in draft) throw new Error(`${period}: ${JSON.stringify(draft)}`);
    return draft;
  }

  async issue(id: string, period: SettlementPeriod): Promise<DraftSettlement> {
    const draft = await this.settled(id, period);
    const { inputsText: inputs, inputsSha256, settlement } = draft;
    const done = await this.registry.contracts.issue(
      id,
      { period, inputs, inputsSha256, result: canonicalJson(settlement), side: 'contractor', text: '' },
      officer,
    );
    if (done !== 'done') throw new Error(done);
    return draft;
  }
}

export interface Seed {
  readonly from: string;
  readonly to: string;
  readonly works: string;
  readonly after: number;
  readonly use?: (start: number) => number | undefined;
}
