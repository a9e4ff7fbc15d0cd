import type { WireSuperseded } from '../../../domain/wire-quality.ts';
import { createHash } from 'node:crypto';
import type { MandvCarrier } from '../../../domain/mandv/types.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type {
  WireAdjustment,
  WireDataState,
  WireMandvAnalysis,
  WireMandvDefinition,
  WireMandvFrozen,
  WireMandvInputs,
  WireMandvListItem,
  WireMandvToday,
} from '../../../domain/wire-mandv.ts';
import type { Analysis, Carrier, MeterWithPlace } from '../../../storage/registry/port.ts';
import type { ReadHours } from './hours.ts';
import type { ComputeResult } from './job.ts';

/** Heat, cooling, water and the rest may stand at zero and follow the weather as they like. */
export function carrierRules(carrier: Carrier): MandvCarrier {
  return carrier === 'electricity' || carrier === 'gas' ? carrier : 'other';
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export function definitionOf(analysis: Analysis, meter: MeterWithPlace, calendar: LocalCalendar): WireMandvDefinition {
  return {
    id: analysis.id,
    meter: meter.id,
    building: meter.building,
    buildingName: meter.buildingName,
    institution: meter.institution,
    institutionName: meter.institutionName,
    weatherMeter: analysis.weatherMeter,
    carrier: meter.carrier,
    carrierRules: carrierRules(meter.carrier),
    unit: meter.register.unit,
    demo: meter.demo,
    method: analysis.method,
    baseline: { from: calendar.iso(analysis.baseline.from), to: calendar.iso(analysis.baseline.to) },
    reporting: { from: calendar.iso(analysis.reportingFrom) },
    confidence: analysis.confidence,
    guarantee: analysis.guarantee,
    createdAt: calendar.iso(analysis.createdAt),
    createdBy: analysis.createdBy,
    state: analysis.frozen === null ? 'draft' : 'frozen',
  };
}

/** What is remembered of the last computation, as JSON in the register. */
export type Summary = Pick<WireMandvListItem, 'computedAt' | 'qualified' | 'saving'>;

export function listItemOf(analysis: Analysis, meter: MeterWithPlace, calendar: LocalCalendar): WireMandvListItem {
  const nothing: Summary = { computedAt: null, qualified: null, saving: null };
  const { computedAt, qualified, saving } =
    analysis.summary === null ? nothing : (JSON.parse(analysis.summary) as Summary);
  return {
    ...definitionOf(analysis, meter, calendar),
    frozenAt: analysis.frozen === null ? null : calendar.iso(analysis.frozen.at),
    overridden: analysis.override !== null,
    computedAt,
    qualified,
    saving,
  };
}

export interface Computed {
  readonly analysis: Analysis;
  readonly meter: MeterWithPlace;
  readonly inputs: { readonly baseline: ReadHours; readonly reporting: ReadHours };
  readonly reportingTo: number;
  readonly result: ComputeResult;
  readonly today: WireMandvToday | null;
  readonly superseded: WireSuperseded | null;
  readonly at: number;
  readonly version: string;
}

export function analysisOf(computed: Computed, calendar: LocalCalendar): WireMandvAnalysis {
  const { analysis, meter, inputs, result, at, reportingTo } = computed;
  const { kept: _kept, effects, days, savingIfFittedNow, ...shown } = result;
  const iso = (ts: number): string => calendar.iso(ts);
  return {
    ...definitionOf(analysis, meter, calendar),
    ...shown,
    timezone: calendar.timeZone,
    computedAt: iso(at),
    superseded: computed.superseded,
    frozen: frozenOf(analysis, inputs.baseline, savingIfFittedNow, calendar),
    inputs: {
      baseline: inputsOf(analysis.baseline, inputs.baseline, days.baseline, calendar),
      reporting: inputsOf(
        { from: analysis.reportingFrom, to: Math.max(analysis.reportingFrom, reportingTo) },
        inputs.reporting,
        days.reporting,
        calendar,
      ),
    },
    override: analysis.override && { ...analysis.override, at: iso(analysis.override.at) },
    adjustments: adjustmentsOf(analysis, effects, calendar),
    today: computed.today,
    papers: papersOf(computed, calendar),
  };
}

function frozenOf(
  { frozen }: Analysis,
  baseline: ReadHours,
  savingIfFittedNow: number | null,
  calendar: LocalCalendar,
): WireMandvFrozen | null {
  if (frozen === null) return null;
  const changed = frozen.inputsSha256 !== baseline.sha256;
  return {
    at: calendar.iso(frozen.at),
    by: frozen.by,
    sha256: { inputs: frozen.inputsSha256, model: frozen.modelSha256 },
    baselineChanged: changed,
    savingIfFittedNow,
    words: changed
      ? {
          zh: '基期读数在冻结之后有变更：所示结果仍以冻结的模型为准，旁列按现有读数重新拟合的节能量',
          en: 'Readings of the baseline changed after it was frozen: the figures still rest on the frozen model; beside them stands the saving of a model fitted to what is known now',
        }
      : null,
  };
}

function inputsOf(
  { from, to }: { readonly from: number; readonly to: number },
  hours: ReadHours,
  days: { readonly days: number; readonly used: number },
  calendar: LocalCalendar,
): WireMandvInputs {
  const { hoursWithEnergy, hoursEstimated, hoursManual, hoursWithTemperature, sha256: hash } = hours;
  return {
    from: calendar.iso(from),
    to: calendar.iso(to),
    hours: hours.startsAt.length,
    hoursWithEnergy,
    hoursEstimated,
    hoursManual,
    hoursWithTemperature,
    days: days.days,
    daysUsed: days.used,
    sha256: hash,
  };
}

export function adjustmentsOf(
  { adjustments }: Analysis,
  effects: ComputeResult['effects'],
  calendar: LocalCalendar,
): readonly WireAdjustment[] {
  return adjustments.map(({ id, kind, from, to, perDay, reason, evidence, createdAt, createdBy }) => ({
    id: String(id),
    kind,
    from: calendar.iso(from),
    to: to === null ? null : calendar.iso(to),
    perDay,
    reason,
    evidence,
    by: createdBy,
    at: calendar.iso(createdAt),
    effect: effects[String(id)] ?? null,
  }));
}

function papersOf(computed: Computed, calendar: LocalCalendar): WireMandvAnalysis['papers'] {
  const { analysis, inputs, result, at, version } = computed;
  const { id, frozen } = analysis;
  const model = frozen?.modelSha256 ?? (result.kept === null ? null : sha256(result.kept));
  const baselineInputs = frozen?.inputsSha256 ?? inputs.baseline.sha256;
  const reportingInputs = inputs.reporting.sha256;
  const { meter, weatherMeter, method, baseline, reportingFrom, confidence, guarantee, adjustments } = analysis;
  const chosen = { id, meter, weatherMeter, method, baseline, reportingFrom, confidence, guarantee };
  return {
    planNumber: `${id}-P`,
    reportNumber: `${id}-R`,
    engine: { name: 'wattsteward-mandv', version, bandVariant: 'V3' },
    sha256: {
      baselineInputs,
      reportingInputs,
      model,
      result: sha256(JSON.stringify({ chosen, baselineInputs, reportingInputs, model, adjustments, version })),
    },
    dataState: dataStateOf(inputs.reporting, computed.reportingTo, at),
    dataAsOf: calendar.iso(at),
  };
}

/** Final: 90 % of the hours are there on both sides, and the newest is three days old. */
function dataStateOf(hours: ReadHours, to: number, now: number): WireDataState {
  const known = Math.min(hours.hoursWithEnergy, hours.hoursWithTemperature);
  const complete = hours.startsAt.length > 0 && known >= 0.9 * hours.startsAt.length;
  return complete && now - to >= 3 * 86_400_000 ? 'final' : 'provisional';
}
