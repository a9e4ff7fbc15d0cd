import { analyse, type Analysis, type AnalysisInput } from '../../../domain/mandv/analysis.ts';
import { keptModel, parseKept, type KeptModel } from '../../../domain/mandv/kept/kept-model.ts';
import { acceptance } from '../../../domain/mandv/report/acceptance.ts';
import { undeclaredEvents } from '../../../domain/mandv/report/events.ts';
import { residuals, scatter } from '../../../domain/mandv/report/pictures.ts';
import { yearEnd } from '../../../domain/mandv/report/year-end.ts';
import { spreadOf } from '../../../domain/mandv/savings/spread.ts';
import type { StatedSaving } from '../../../domain/mandv/savings/stated.ts';
import {
  confidenceLevels,
  type HourlyObservations,
  type MandvMethod,
  type MandvProblem,
  type Sufficiency,
} from '../../../domain/mandv/types.ts';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import type {
  WireMandvAnalysis,
  WireMandvModel,
  WireMandvMonth,
  WireMandvSaving,
  WireMethodSpread,
  WireWaterfallBar,
} from '../../../domain/wire-mandv.ts';
import type { ComputeJob, ComputeResult } from './job.ts';

export type { ComputeJob, ComputeResult } from './job.ts';

const allMethods: readonly MandvMethod[] = ['daily', 'monthly', 'hourly', 'hourly-day-types'];
const noHours: HourlyObservations = {
  startsAt: new Float64Array(0),
  energy: new Float64Array(0),
  temperature: new Float64Array(0),
};
/** A reporting period without use or weather: no result, yet nothing that speaks against the baseline. */
const noReporting: ReadonlySet<string> = new Set(['mandv.no-reporting-energy', 'mandv.no-reporting-days']);

/** Everything of an analysis that takes time. Pure; runs in a worker thread. */
export function compute(job: ComputeJob): ComputeResult {
  const calendar = new LocalCalendar(job.timeZone);
  const frozen = job.kept === null ? null : parseKept(job.kept);
  const input: AnalysisInput = {
    method: job.method,
    carrier: job.carrier,
    timeZone: job.timeZone,
    baseline: { kind: 'hours', hours: job.baseline.hours },
    reporting: { kind: 'hours', hours: job.reporting.hours },
    confidence: job.confidence,
    adjustments: job.adjustments,
  };
  const analysis = analyse(frozen === null ? input : { ...input, kept: frozen.model });
  const kept = frozen ?? keptModel(analysis, baselineRules(input), job.baseline.hours, calendar);
  const total = analysis.savings?.total ?? null;
  const days = {
    baseline: { days: analysis.baseline.days.energy.length, used: usedDays(analysis.baseline.days) },
    reporting: { days: analysis.reporting.days.energy.length, used: usedDays(analysis.reporting.days) },
  };
  return {
    kept: kept === null ? null : (job.kept ?? JSON.stringify(kept)),
    days,
    sufficiency: sufficiencyOf(analysis, frozen, job, calendar),
    model: modelOf(analysis),
    acceptance: acceptance({
      method: job.method,
      statistics: analysis.statistics,
      total,
      baselineDays: days.baseline.days,
      reportingDays: days.reporting.days,
    }),
    scatter: scatter(analysis, calendar),
    residuals: residuals(analysis.baseline.fit, analysis.reporting.compared, calendar),
    total: savingOf(total),
    months: monthsOf(analysis, job, calendar),
    cumulative: cumulativeOf(analysis, job.confidence),
    spread: spread(analysis, input),
    effects: Object.fromEntries(analysis.adjustments.effects),
    waterfall: waterfallOf(analysis, job),
    forecast: yearEnd(analysis, job.reporting, job.guarantee, calendar),
    savingIfFittedNow: frozen !== null && job.baselineChanged ? (analyse(input).savings?.total?.saving ?? null) : null,
  };
}

/** What the rules say of the baseline alone: whatever the reporting period holds, it is no fault of the model's. */
function baselineRules(input: AnalysisInput): Sufficiency {
  return withoutReporting(analyse({ ...input, reporting: { kind: 'hours', hours: noHours } }).sufficiency);
}

function withoutReporting({ warnings, disqualifications }: Sufficiency): Sufficiency {
  const left = disqualifications.filter(({ code }) => !noReporting.has(code));
  return { qualified: left.length === 0, warnings, disqualifications: left };
}

/** Of a frozen baseline: as it was judged then, and what is to be said of the reporting period now. */
function sufficiencyOf(
  analysis: Analysis,
  frozen: KeptModel | null,
  job: ComputeJob,
  calendar: LocalCalendar,
): Sufficiency {
  const notBegun = job.reporting.to <= job.reporting.from;
  const judged = notBegun ? withoutReporting(analysis.sufficiency) : analysis.sufficiency;
  const now = { ...judged, warnings: [...judged.warnings, ...undeclaredEvents(analysis, calendar)] };
  if (frozen === null) return now;
  const then = frozen.sufficiency;
  const dead = now.disqualifications.filter(({ code }) => noReporting.has(code));
  const changed: MandvProblem[] = job.baselineChanged ? [baselineChanged] : [];
  const known = new Set(then.warnings.map(({ code }) => code));
  const later = now.warnings.filter(({ code }) => !known.has(code));
  return {
    qualified: then.qualified && dead.length === 0,
    warnings: [...changed, ...then.warnings, ...later],
    disqualifications: [...then.disqualifications, ...dead],
  };
}

const baselineChanged: MandvProblem = {
  code: 'frozen.baseline-changed',
  message: {
    zh: '基期数据在冻结之后有变更；冻结的模型保持不变',
    en: 'Readings of the baseline changed after it was frozen; the frozen model stays as it is',
  },
  numbers: {},
};

function modelOf({ model, statistics, method }: Analysis): WireMandvModel | null {
  if (model === null || statistics === null) return null;
  if (model.kind === 'hourly') {
    return {
      kind: 'hourly',
      method,
      name: 'towt',
      parameters: null,
      balanceRangesC: { heating: null, cooling: null },
      adjustedRSquared: null,
      candidates: null,
      statistics,
      temperatureRangeC: model.baseline.temperatureRangeC,
    };
  }
  const { name, parameters, balanceRangesC, adjustedRSquared, candidates, baseline } = model;
  const shared = { parameters, balanceRangesC, adjustedRSquared, candidates, statistics };
  return { kind: 'degree-day', method, name, ...shared, temperatureRangeC: baseline.temperatureRangeC };
}

export function savingOf(total: StatedSaving | null): WireMandvSaving | null {
  if (total === null) return null;
  const { actual, counterfactual, saving, fraction, band, bands, distinguishable, fractionalUncertainty, words } =
    total;
  return { actual, counterfactual, saving, fraction, band, bands, distinguishable, fractionalUncertainty, words };
}

function monthsOf({ savings, method }: Analysis, job: ComputeJob, calendar: LocalCalendar): WireMandvMonth[] {
  return (savings?.months ?? []).map((month) => {
    const start = calendar.localMidnight(`${month.month}-01`);
    const length = calendar.dayEdges(start).length - 1;
    const bills = method === 'monthly';
    return {
      month: month.month,
      days: bills ? month.counted * length : month.counted,
      daysInPeriod: bills ? month.intervals * length : month.intervals,
      actual: month.actual,
      counterfactual: month.counterfactual,
      saving: month.saving,
      band: month.band,
      partial: month.counted < month.intervals || calendar.nextMonth(start) > job.reporting.to,
    };
  });
}

function cumulativeOf({ savings }: Analysis, confidence: number): WireMandvAnalysis['cumulative'] {
  const level = (confidenceLevels as readonly number[]).indexOf(confidence);
  return (savings?.cumulative ?? []).map(({ date, cumulative, saving, halfWidths }) => ({
    date,
    saving: cumulative,
    halfWidth: halfWidths[level] ?? null,
    masked: saving === null,
  }));
}

/** The same readings and adjustments by every method; that of the analysis as it stands, frozen or not. */
function spread(own: Analysis, input: AnalysisInput): WireMethodSpread {
  const methods = allMethods.map((method) => {
    const result = method === own.method ? own : analyse({ ...input, method });
    const total = result.savings?.total ?? null;
    return {
      method,
      saving: total?.saving ?? null,
      fraction: total?.fraction ?? null,
      cvrmse: result.statistics?.guideline14.cvrmse ?? null,
      because: total === null ? (result.sufficiency.disqualifications[0]?.message ?? nothingYet) : null,
    };
  });
  return { methods, ...spreadOf(methods) };
}

const nothingYet = { zh: '报告期尚无数据', en: 'the reporting period has no data yet' };

function waterfallOf({ adjustments, savings }: Analysis, job: ComputeJob): WireWaterfallBar[] {
  if (savings?.total === null || savings === null) return [];
  const reasons = new Map(job.adjustments.map(({ id, reason }) => [id, reason]));
  const labels = {
    counterfactual: { zh: '校准能耗（模型）', en: 'Counterfactual of the model' },
    actual: { zh: '实际能耗', en: 'Actual use' },
    saving: { zh: '节能量', en: 'Saving' },
  };
  return adjustments.waterfall.map((bar) => {
    // A person's words are not ours to translate.
    const reason = bar.adjustment === null ? '' : (reasons.get(bar.adjustment) ?? '');
    const label = bar.kind === 'adjustment' ? { zh: reason, en: reason } : labels[bar.kind];
    return { kind: bar.kind, label, adjustment: bar.adjustment, value: bar.value };
  });
}

function usedDays({ energy, temperature }: Analysis['baseline']['days']): number {
  return energy.reduce((n, value, i) => n + (Number.isNaN(value + temperature[i]!) ? 0 : 1), 0);
}
