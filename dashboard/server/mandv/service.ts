import { parseKept } from '../../../domain/mandv/kept/kept-model.ts';
import type { Adjustment } from '../../../domain/mandv/savings/adjustments.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { WireMandvAnalysis, WireMandvListItem, WireMandvToday } from '../../../domain/wire-mandv.ts';
import type { Analysis, FrozenBaseline, MeterWithPlace } from '../../../storage/registry/port.ts';
import { problem, type Problem } from '../http/problem.ts';
import { ownViewer } from '../house.ts';
import type { DashboardOptions } from '../port.ts';
import { allOf } from '../wire/paging.ts';
import type { ComputeJob, ComputeResult } from './job.ts';
import type { IntervalReader, PointOf } from '../intervals/reader.ts';
import { readHours, type ReadHours } from './hours.ts';
import { supersededOf } from '../quality/wire-report.ts';
import { Pool } from './pool.ts';
import { reportIdOf } from './reports.ts';
import { today } from './today.ts';
import { analysisOf, carrierRules, listItemOf, sha256, type Summary } from './wire-analysis.ts';

/** Two cores are what the smallest installation has; readings go first, so one thread computes. */
const threads = 1;
const mostResults = 32;
const lookEveryMs = 10 * 60_000;
/** After midnight, when the day before is over and what came late has mostly come. */
const nightlyAfterMs = 2.5 * 3_600_000;

type Options = Pick<DashboardOptions, 'registry' | 'store' | 'log' | 'now' | 'version'> & {
  readonly calendar: LocalCalendar;
  readonly intervals: IntervalReader;
};
/** A model with the points that it rests on. */
export interface ApplicableModel {
  readonly meter: PointOf;
  readonly weather: PointOf;
  today(): Promise<WireMandvToday>;
}
interface Known {
  readonly meter: MeterWithPlace;
  readonly points: { readonly meter: PointOf; readonly weather: PointOf };
  readonly inputs: { readonly baseline: ReadHours; readonly reporting: ReadHours };
  readonly reportingTo: number;
  readonly result: ComputeResult;
}

/**
 * Measurements and verifications of the platform: reads hours, has them computed in a worker thread, remembers results
 * by what they rest on, and computes every frozen one again each night.
 */
export class MandvService {
  readonly #options: Options;
  readonly #pool: Pool<ComputeJob, ComputeResult>;
  /** By the hash of everything that a result rests on; the oldest goes first. */
  readonly #results = new Map<string, Promise<ComputeResult>>();
  #timer: NodeJS.Timeout | undefined;
  #night: Promise<void> | null = null;
  #stopping = false;

  constructor(options: Options) {
    this.#options = options;
    const fromSources = import.meta.url.endsWith('.ts');
    this.#pool = new Pool(new URL(fromSources ? './worker.ts' : './worker.js', import.meta.url), threads);
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#timer);
    await this.#pool.stop();
    await this.#night;
  }

  async listItem(analysis: Analysis): Promise<WireMandvListItem> {
    return listItemOf(analysis, await this.#meter(analysis.meter), this.#options.calendar);
  }

  /** Computed with what is known now. */
  async analysis(analysis: Analysis): Promise<WireMandvAnalysis> {
    const { calendar, now, registry, version } = this.#options;
    const at = now();
    const known = await this.#known(analysis, at);
    const day = known.result.kept === null ? null : await this.#today(analysis, known.points, known.result.kept, at);
    const report = analysis.frozen === null ? null : await registry.reports.one(ownViewer, reportIdOf(analysis.id));
    const superseded = supersededOf(report, calendar);
    const wire = analysisOf({ ...known, analysis, today: day, superseded, at, version }, calendar);
    const { computedAt, sufficiency, total } = wire;
    const summary: Summary = { computedAt, qualified: sufficiency.qualified, saving: total };
    if (isNews(analysis.summary, summary)) await registry.analyses.remember(analysis.id, JSON.stringify(summary));
    return wire;
  }

  async today(analysis: Analysis): Promise<WireMandvToday | null> {
    const model = await this.applicable(analysis);
    return model === null ? null : model.today();
  }

  /**
   * The model to be asked for today, again and again without a fit; null: there is none. A frozen one is taken as it
   * is; a draft's is fitted when it is not known yet.
   */
  async applicable(analysis: Analysis): Promise<ApplicableModel | null> {
    const at = this.#options.now();
    const { points, kept } =
      analysis.frozen === null
        ? await this.#known(analysis, at).then(({ points, result }) => ({ points, kept: result.kept }))
        : { points: await this.#points(analysis), kept: analysis.frozen.model };
    if (kept === null) return null;
    const model = parseKept(kept);
    const { confidence } = analysis;
    const { intervals, calendar, now } = this.#options;
    return { ...points, today: () => today({ intervals, calendar, now: now(), ...points, kept: model, confidence }) };
  }

  /** What freezing would keep, or why it may not be: no model, or disqualified and nobody took responsibility. */
  async baselineToFreeze(analysis: Analysis): Promise<FrozenBaseline | Problem> {
    const { result, inputs } = await this.#known(analysis, this.#options.now());
    if (result.kept === null) {
      return problem(409, 'no-model', 'No model could be made of this baseline, so there is nothing to freeze.');
    }
    const { sufficiency } = parseKept(result.kept);
    if (!sufficiency.qualified && analysis.override === null) {
      return problem(409, 'disqualified', 'The baseline is disqualified; record an override with its reason first.', {
        errors: sufficiency.disqualifications.map(({ code, message }) => ({
          path: 'baseline',
          code,
          message: `${message.zh} / ${message.en}`,
        })),
      });
    }
    return { inputsSha256: inputs.baseline.sha256, modelSha256: sha256(result.kept), model: result.kept };
  }

  /** Every frozen analysis that was not computed since last night; one at a time. Resolves when all are done. */
  nightly(): Promise<void> {
    this.#night ??= this.#computeFrozen().finally(() => (this.#night = null));
    return this.#night;
  }

  async #computeFrozen(): Promise<void> {
    const { registry, calendar, now, log } = this.#options;
    const due = calendar.startOfDay(now()) + nightlyAfterMs;
    if (now() < due) return;
    const all = await allOf((page) => registry.analyses.page(ownViewer, page));
    for (const analysis of all) {
      if (this.#stopping) return;
      const computedAt = analysis.summary === null ? null : (JSON.parse(analysis.summary) as Summary).computedAt;
      if (analysis.frozen === null || (computedAt !== null && Date.parse(computedAt) >= due)) continue;
      try {
        await this.analysis(analysis);
      } catch (error) {
        if (!this.#stopping) log.error({ err: error, analysis: analysis.id }, 'a nightly analysis failed');
      }
    }
  }

  #look(): void {
    this.nightly().catch((error: unknown) => {
      if (!this.#stopping) this.#options.log.error({ err: error }, 'the nightly analyses failed');
    });
  }

  async #known(analysis: Analysis, at: number): Promise<Known> {
    const { intervals, calendar } = this.#options;
    const meter = await this.#meter(analysis.meter);
    const points = await this.#points(analysis);
    const reportingTo = Math.max(analysis.reportingFrom, calendar.startOfDay(at));
    const [baseline, reporting] = await Promise.all([
      readHours(intervals, points.meter, points.weather, analysis.baseline.from, analysis.baseline.to),
      readHours(intervals, points.meter, points.weather, analysis.reportingFrom, reportingTo),
    ]);
    const job: ComputeJob = {
      timeZone: calendar.timeZone,
      carrier: carrierRules(meter.carrier),
      method: analysis.method,
      confidence: analysis.confidence,
      guarantee: analysis.guarantee,
      baseline: { ...analysis.baseline, hours: columnsOf(baseline) },
      reporting: { from: analysis.reportingFrom, to: reportingTo, hours: columnsOf(reporting) },
      adjustments: analysis.adjustments.map((one): Adjustment => ({ ...one, id: String(one.id), agreed: true })),
      kept: analysis.frozen?.model ?? null,
      baselineChanged: analysis.frozen !== null && analysis.frozen.inputsSha256 !== baseline.sha256,
    };
    const result = await this.#result(job, baseline.sha256, reporting.sha256);
    return { meter, points, inputs: { baseline, reporting }, reportingTo, result };
  }

  #result(job: ComputeJob, baselineHash: string, reportingHash: string): Promise<ComputeResult> {
    const { baseline, reporting, ...rest } = job;
    const spans = [baseline.from, baseline.to, reporting.from, reporting.to];
    const key = sha256(JSON.stringify([rest, spans, baselineHash, reportingHash]));
    let result = this.#results.get(key);
    if (result === undefined) {
      result = this.#pool.run(job);
      this.#results.set(key, result);
      result.catch(() => this.#results.delete(key));
      if (this.#results.size > mostResults) this.#results.delete(this.#results.keys().next().value!);
    }
    return result;
  }

  #today(analysis: Analysis, points: Known['points'], kept: string, now: number): Promise<WireMandvToday> {
    const { intervals, calendar } = this.#options;
    const { confidence } = analysis;
    return today({ intervals, calendar, now, ...points, kept: parseKept(kept), confidence });
  }

  async #points({ meter, weatherMeter }: Analysis): Promise<Known['points']> {
    const [used, air] = await Promise.all([this.#meter(meter), this.#meter(weatherMeter)]);
    return {
      meter: { meter, point: used.register.point },
      weather: { meter: weatherMeter, point: air.register.point },
    };
  }

  /** The register keeps meters that an analysis names. */
  async #meter(id: string): Promise<MeterWithPlace> {
    const meter = await this.#options.registry.meter(ownViewer, id);
    if (meter === null) throw new Error(`the meter ${id} of an analysis is gone`);
    return meter;
  }
}

/** Who looks twice in ten minutes need not write twice. */
function isNews(before: string | null, { computedAt, ...rest }: Summary): boolean {
  if (before === null) return true;
  const { computedAt: last, ...known } = JSON.parse(before) as Summary;
  return JSON.stringify(known) !== JSON.stringify(rest) || Date.parse(computedAt!) - Date.parse(last!) >= lookEveryMs;
}

/** What a thread needs of the hours, and nothing else. */
function columnsOf({ startsAt, energy, temperature }: ReadHours): ComputeJob['baseline']['hours'] {
  return { startsAt, energy, temperature };
}
