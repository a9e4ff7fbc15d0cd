import type { Contract, ContractAdjustment } from '../../../domain/contract/contract.ts';
import type { ZoneDay } from '../../../domain/contract/settlement.ts';
import type { DerivedChange } from '../../../collector/port.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { Tariff } from '../../../domain/tariff/tariff.ts';
import type { FrozenMeterBaseline } from '../../../storage/registry/contract-port.ts';
import type { IntervalColumns } from '../../../storage/series/port.ts';
import type { PointOf } from '../intervals/reader.ts';
import type { Pool } from '../mandv/pool.ts';
import { carrierRules } from '../mandv/wire-analysis.ts';
import type { Boundaries, Boundary, BoundaryMeter } from './boundary.ts';
import type { ContractJob, ContractResult, JobColumns, MeterJob, MeterResult, ZonesJob } from './job.ts';
import type { Knowledge } from './knowledge.ts';
import { ownResolution } from './quarters.ts';
import { RestsOn, type Foundations } from './rests-on.ts';
import { spanOf, termSpan, type Span } from './spans.ts';

/** 200 contracts with a few meters each. */
const mostMeters = 1_500;
/** As they were known at an instant: looked up once, and so many that they displace nothing of now. */
const mostOfThePast = 60;
const mostAir = 24;

export interface Asked {
  readonly contract: Contract;
  readonly boundary: Boundary;
  /** Agreed ones, of the text and entered. */
  readonly adjustments: readonly ContractAdjustment[];
  readonly frozen: readonly FrozenMeterBaseline[];
  readonly tariffs: readonly Tariff[];
  readonly knowledge: Knowledge;
}

/** Reads what meters of contracts have, has it computed, and remembers results until what they rest on changes. */
export class KnownMeterFigures {
  readonly #calendar: LocalCalendar;
  readonly #boundaries: Boundaries;
  readonly #pool: Pool<ContractJob, ContractResult>;
  readonly #results = new RestsOn<MeterResult>(mostMeters);
  readonly #zones = new RestsOn<readonly ZoneDay[]>(mostMeters);
  readonly #pastResults = new RestsOn<MeterResult>(mostOfThePast);
  readonly #pastZones = new RestsOn<readonly ZoneDay[]>(mostOfThePast);
  /** Weather that many meters share. */
  readonly #air = new RestsOn<JobColumns>(mostAir);

  constructor(calendar: LocalCalendar, boundaries: Boundaries, pool: Pool<ContractJob, ContractResult>) {
    this.#calendar = calendar;
    this.#boundaries = boundaries;
    this.#pool = pool;
  }

  derived(changes: readonly DerivedChange[]): void {
    for (const known of [this.#results, this.#zones, this.#air]) known.derived(changes);
  }

  forget(): void {
    for (const known of [this.#results, this.#zones, this.#pastResults, this.#pastZones, this.#air]) known.forget();
  }

  /** Of each meter of the boundary, in their order. */
  of(asked: Asked): Promise<readonly MeterResult[]> {
    return Promise.all(asked.boundary.meters.map((meter, i) => this.#one(asked, meter, i === 0)));
  }

  /** Zone-days of the term that are over; null: no comfort is owed. */
  async zoneDays({ contract, boundary, knowledge }: Asked): Promise<readonly ZoneDay[] | null> {
    const { comfort, minCompletenessPct } = contract;
    if (comfort === null) return null;
    const span = termSpan(contract, knowledge.at, this.#calendar);
    const key = JSON.stringify([boundary.zones, comfort, minCompletenessPct, span, knowledge.asOf]);
    const known = knowledge.asOf === null ? this.#zones : this.#pastZones;
    return known.of(key, this.#foundations(boundary.zones, [span], knowledge), async () => {
      const zones = await Promise.all(
        boundary.zones.map(async (zone) => ({ meter: zone.meter, ...(await columns(knowledge, zone, '15m', span)) })),
      );
      const job: ZonesJob = {
        ...{ kind: 'zones', timeZone: this.#calendar.timeZone, comfort, minCompletenessPct },
        ...span,
        zones,
      };
      return (await this.#pool.run(job)) as ContractResult<ZonesJob>;
    });
  }

  #one(asked: Asked, { meter, point, weather }: BoundaryMeter, first: boolean): Promise<MeterResult> {
    const { contract, knowledge } = asked;
    const calendar = this.#calendar;
    const term = termSpan(contract, knowledge.at, calendar);
    const base = contract.base === null ? null : spanOf(contract.base, calendar);
    const frozen = asked.frozen.find((one) => one.meter === meter.id) ?? null;
    const { price } = contract;
    const fixed: Omit<MeterJob, 'base' | 'term'> = {
      ...{ kind: 'meter', meter: meter.id, timeZone: calendar.timeZone },
      ...{ carrier: carrierRules(meter.carrier), method: contract.method, price },
      pricesUse: contract.type === 'custody',
      kept: frozen?.model ?? null,
      frozenInputsSha256: frozen?.inputsSha256 ?? null,
      // Agreed for the whole boundary: it goes into one meter's expectation, and so into the sum once.
      adjustments: first ? asked.adjustments.map((one) => this.#days(one)) : [],
      tariffs: price?.kind === 'tariff' ? asked.tariffs.filter(({ id }) => id === price.tariff) : [],
    };
    const air = weather === null || frozen?.weatherMeter === '' ? null : weather;
    const { kept: _, ...told } = fixed;
    const key = JSON.stringify([told, frozen?.modelSha256, point, air, meter.interval, base, term, knowledge.asOf]);
    const spans = base === null ? [term] : [base, term];
    const known = knowledge.asOf === null ? this.#results : this.#pastResults;
    return known.of(key, this.#foundations(air === null ? [point] : [point, air], spans, knowledge), async () => {
      const read = (span: Span) => (air === null ? Promise.resolve(null) : this.#airOf(air, span, knowledge));
      const own = ownResolution(meter.interval);
      const [use, ownUse, termAir, baseUse, baseAir] = await Promise.all([
        columns(knowledge, point, '15m', term),
        own === '15m' || term.from === term.to
          ? null
          : knowledge.read(point, own, coarseStart(own, term.from, calendar), term.to),
        read(term),
        base === null ? null : columns(knowledge, point, '1h', base),
        base === null ? null : read(base),
      ]);
      const job: MeterJob = {
        ...fixed,
        base: base === null ? null : { ...base, use: baseUse!, air: baseAir },
        term: {
          ...{ ...term, use, air: termAir },
          own: ownUse === null ? null : { startsAt: ownUse.startsAt, quality: ownUse.quality },
        },
      };
      return (await this.#pool.run(job)) as ContractResult<MeterJob>;
    });
  }

  #days({ from, to, amountPerDay }: ContractAdjustment): MeterJob['adjustments'][number] {
    const endless = to >= '9999';
    const span = spanOf({ from: from < '1990' ? '1990-01-01' : from, to: endless ? from : to }, this.#calendar);
    return { from: span.from, to: endless ? Number.MAX_SAFE_INTEGER : span.to, amountPerDay: Number(amountPerDay) };
  }

  #airOf(air: PointOf, span: Span, knowledge: Knowledge): Promise<JobColumns> {
    const key = JSON.stringify([air, span, knowledge.asOf]);
    return this.#air.of(key, this.#foundations([air], [span], knowledge), () => columns(knowledge, air, '1h', span));
  }

  /** What was known at an instant of the past never changes. */
  #foundations(points: readonly PointOf[], spans: readonly Span[], { asOf }: Knowledge): Foundations {
    return { meters: asOf === null ? this.#boundaries.partsOf(points.map(({ meter }) => meter)) : [], spans };
  }
}

async function columns(knowledge: Knowledge, point: PointOf, every: '15m' | '1h', span: Span): Promise<JobColumns> {
  if (!(span.from < span.to)) return { value: new Float64Array(0), quality: new Uint8Array(0) };
  const { value, quality }: IntervalColumns = await knowledge.read(point, every, span.from, span.to);
  return { value, quality };
}

/** A month's own interval begins before a term that begins within it. */
function coarseStart(own: '1h' | '1d' | '1mo', from: number, calendar: LocalCalendar): number {
  return own === '1mo' ? calendar.startOfMonth(from) : from;
}
