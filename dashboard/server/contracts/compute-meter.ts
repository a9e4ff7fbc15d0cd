import { createHash } from 'node:crypto';
import { pricedDays, type PricedDays } from '../../../domain/contract/priced-days.ts';
import { analyse, type Analysis } from '../../../domain/mandv/analysis.ts';
import { keptModel, parseKept, type KeptModel } from '../../../domain/mandv/kept/kept-model.ts';
import { liveModel } from '../../../domain/mandv/kept/live-model.ts';
import { usePerDay } from '../../../domain/mandv/degree-day/predict.ts';
import type { ComparedIntervals } from '../../../domain/mandv/savings/compared.ts';
import type { HourlyObservations, MandvProblem, Sufficiency } from '../../../domain/mandv/types.ts';
import { dayKind } from '../../../domain/places/day-kind.ts';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import { dayNumber, dayTypesOf } from '../places/read.ts';
import type { JobColumns, MeterJob, MeterResult, ModelResult } from './job.ts';
import { qualities } from '../../../storage/series/port.ts';
import { daysOfQuarters, hoursOfQuarters, knownValues, sharesOfDays, type DayRows } from './quarters.ts';

const missing = qualities.indexOf('missing');
const measured = qualities.indexOf('measured');
const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** Without weather every hour is as warm as another: what is left to fit is a constant. */
const noWeatherC = 18;
/** Share of a month's days whose temperature must be known for its mean to stand for the others (CalTRACK §2). */
const enoughOfAMonth = 0.9;
/** Three years, days. */
const longestBaseline = 3 * 366;
/** Of the reporting period: nothing that speaks against a baseline. */
const noReporting: ReadonlySet<string> = new Set(['mandv.no-reporting-energy', 'mandv.no-reporting-days']);

/**
 * `hoursUnknown`: fitted to bills, which tell no hour from another. A day's expectation then goes as its use does, not
 * evenly over day and night.
 */
interface ContractModel extends KeptModel {
  readonly hoursUnknown?: true;
}

/** Everything of one meter of a contract that takes time. Pure; runs in a worker thread. */
export function computeMeter(job: MeterJob): MeterResult {
  const calendar = new LocalCalendar(job.timeZone);
  const days = daysOfQuarters(calendar, job.term.from, job.term.to);
  const quarters = knownValues(job.term.use);
  const fine = hoursOfQuarters(quarters, days);
  const hours: HourlyObservations = { ...fine, temperature: airOf(job.term.air, fine.startsAt.length) };
  const base = baseHours(job, calendar);
  const frozen: ContractModel | null = job.kept === null ? null : parseKept(job.kept);
  const analysis = analyse({
    method: frozen === null ? job.method : methodOf(frozen),
    carrier: job.carrier,
    timeZone: job.timeZone,
    baseline: { kind: 'hours', hours: base },
    reporting: { kind: 'hours', hours },
    ...(frozen && { kept: frozen.model }),
  });
  const sufficiency = frozen?.sufficiency ?? baselineOnly(analysis.sufficiency);
  const fitted = frozen !== null || job.base === null ? null : keptModel(analysis, sufficiency, base, calendar);
  const kept: ContractModel | null = frozen ?? (fitted && (ofBills(job) ? { ...fitted, hoursUnknown: true } : fitted));
  const compared = kept === null ? null : comparedDays(kept, analysis, days, calendar);
  const shares = sharesOfDays(job.term.use.quality, days, job.term.own);
  const actual = actualDays(analysis, days, shares.known);
  const expected = days.edges.slice(0, -1).map((_, i) => compared?.counterfactual[i] ?? NaN);
  for (const { from, to, amountPerDay } of job.adjustments) {
    for (let i = 0; i < expected.length; i += 1) {
      if (days.edges[i]! >= from && days.edges[i]! < to) expected[i]! += amountPerDay;
    }
  }
  // An hourly model's day is the hours that have both sides; of a day without a model the use is still known.
  if (kept?.model.kind === 'hourly') {
    for (let i = 0; i < actual.length; i += 1) {
      const both = compared?.observed[i] ?? NaN;
      if (Number.isFinite(both) && Number.isFinite(actual[i]!)) actual[i] = both;
    }
  }
  const points = expected.map((_, i) => compared?.weight?.[i] ?? 1);
  return {
    edges: days.edges,
    expected,
    actual,
    ...shares,
    points,
    model: kept === null ? null : modelResult(job, kept, analysis, base, calendar),
    problems: problemsOf(job, sufficiency),
    baseInputsSha256: job.frozenInputsSha256 ?? hashOf(base),
    hoursSha256: hashesOfMonths(hours, calendar),
    priced: pricedOf(job, { edges: days.edges, expected, actual }, days, quarters, hours, kept, calendar),
  };
}

function baseHours({ base }: MeterJob, calendar: LocalCalendar): HourlyObservations {
  if (base === null)
    return { startsAt: new Float64Array(0), energy: new Float64Array(0), temperature: new Float64Array(0) };
  const startsAt = calendar.edges('1h', base.from, base.to).subarray(0, -1).slice();
  return { startsAt, energy: knownValues(base.use), temperature: airOf(base.air, startsAt.length) };
}

/** Most of the hours that are known of the base period are estimates. */
function ofBills({ base }: MeterJob): boolean {
  const quality = base?.use.quality.filter((one) => one !== missing) ?? [];
  return quality.filter((one) => one === measured).length < quality.length / 2;
}

function airOf(air: JobColumns | null, hours: number): Float64Array {
  return air === null ? new Float64Array(hours).fill(noWeatherC) : knownValues(air);
}

/**
 * Whatever the reporting period holds is no fault of the baseline's, and contracts agree on one to three years of it
 * (domain-cn §2.4): longer than CalTRACK's year is worth a warning.
 */
function baselineOnly({ warnings, disqualifications }: Sufficiency): Sufficiency {
  const told = disqualifications.filter(({ code }) => !noReporting.has(code));
  const left = told.filter((problem) => !isLong(problem));
  return { qualified: left.length === 0, warnings: [...told.filter(isLong), ...warnings], disqualifications: left };
}

function isLong({ code, numbers }: MandvProblem): boolean {
  const days = Number(numbers.days);
  return code === 'caltrack.baseline-length' && days > Number(numbers.most) && days <= longestBaseline;
}

/** What was frozen is applied the way it was fitted, whatever the text says since. */
function methodOf({ model }: KeptModel): MeterJob['method'] {
  return model.kind === 'hourly' ? 'hourly' : model.method;
}

/** Days as the model sees them; a bill's expectation lies evenly over the days of its month. */
function comparedDays(
  { model }: KeptModel,
  { reporting }: Analysis,
  { edges }: DayRows,
  calendar: LocalCalendar,
): ComparedIntervals {
  if (model.kind === 'hourly' || model.method === 'daily') return reporting.compared;
  const n = edges.length - 1;
  const counterfactual = new Float64Array(n).fill(NaN);
  for (let first = 0, end = 0; first < n; first = end) {
    const nextMonth = calendar.nextMonth(calendar.startOfMonth(edges[first]!));
    let [sum, known] = [0, 0];
    for (; end < n && edges[end]! < nextMonth; end += 1) {
      const perDay = usePerDay(model.parameters, reporting.days.temperature[end] ?? NaN);
      if (Number.isNaN(perDay)) continue;
      sum += perDay;
      known += 1;
    }
    if (known < enoughOfAMonth * (end - first)) continue;
    for (let i = first; i < end; i += 1) counterfactual[i] = ((sum / known) * (edges[i + 1]! - edges[i]!)) / dayMs;
  }
  return { edges, observed: reporting.days.energy, counterfactual };
}

/** The engine's days, and none of which a part is unknown; nothing but zeros is a feed that died, not a saving. */
function actualDays({ reporting }: Analysis, { edges }: DayRows, known: Float64Array): Float64Array {
  const days = edges.slice(0, -1).map((_, i) => (known[i]! < 1 ? NaN : (reporting.days.energy[i] ?? NaN)));
  return days.some((used) => Number.isFinite(used) && used !== 0) ? days : days.fill(NaN);
}

function modelResult(
  job: MeterJob,
  kept: KeptModel,
  analysis: Analysis,
  base: HourlyObservations,
  calendar: LocalCalendar,
): ModelResult {
  const text = job.kept ?? JSON.stringify(kept);
  return {
    kept: text,
    sha256: createHash('sha256').update(text).digest('hex'),
    statistics: kept.statistics,
    qualified: kept.sufficiency.qualified,
    perDayOfMonth: perDayOfMonth(kept, analysis, base, calendar),
  };
}

/** Of the baseline's own days; NaN for a month that it does not have. */
function perDayOfMonth(
  { model }: KeptModel,
  { baseline }: Analysis,
  base: HourlyObservations,
  calendar: LocalCalendar,
): readonly number[] {
  const [sums, days] = [new Float64Array(12), new Float64Array(12)];
  const add = (start: number, use: number, length: number): void => {
    if (!Number.isFinite(use)) return;
    const month = Number(calendar.iso(start).slice(5, 7)) - 1;
    sums[month]! += use;
    days[month]! += length;
  };
  if (model.kind === 'hourly') {
    const { edges, counterfactual, weight } = baseline.fit;
    counterfactual.forEach((use, i) => add(edges[i]!, use, weight?.[i] ?? 1));
  } else if (base.startsAt.length > 0) {
    baseline.days.temperature.forEach((t, i) => add(baseline.days.edges[i]!, usePerDay(model.parameters, t), 1));
  }
  return Array.from(sums, (sum, month) => (days[month]! > 0 ? sum / days[month]! : NaN));
}

function problemsOf(job: MeterJob, sufficiency: Sufficiency): readonly MandvProblem[] {
  const told = [...sufficiency.disqualifications, ...sufficiency.warnings];
  return job.base?.air === null ? [noWeather, ...told] : told;
}

const noWeather: MandvProblem = {
  code: 'contract.no-weather',
  message: {
    zh: '该建筑未指定气象表计：模型为常数，不随气温修正',
    en: 'The building names no weather meter: the model is a constant and follows no weather',
  },
  numbers: {},
};

function hashOf({ startsAt, energy, temperature }: HourlyObservations, first = 0, end = startsAt.length): string {
  const hash = createHash('sha256');
  for (const column of [startsAt, energy, temperature]) {
    const part = column.subarray(first, end);
    hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  }
  return hash.digest('hex');
}

function hashesOfMonths(hours: HourlyObservations, calendar: LocalCalendar): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  const n = hours.startsAt.length;
  for (let first = 0, end = 0; first < n; first = end) {
    const nextMonth = calendar.nextMonth(calendar.startOfMonth(hours.startsAt[first]!));
    while (end < n && hours.startsAt[end]! < nextMonth) end += 1;
    hashes.set(calendar.iso(hours.startsAt[first]!).slice(0, 7), hashOf(hours, first, end));
  }
  return hashes;
}

/** Each day in its parts by what a unit costs; without a price basis in one part that costs nobody knows what. */
function pricedOf(
  job: MeterJob,
  columns: { readonly edges: Float64Array; readonly expected: Float64Array; readonly actual: Float64Array },
  days: DayRows,
  quarters: Float64Array,
  hours: HourlyObservations,
  kept: ContractModel | null,
  calendar: LocalCalendar,
): PricedDays {
  const dayTypes = dayTypesOf(job.timeZone);
  const ofDay =
    job.price?.kind === 'tariff' && kept !== null && kept.hoursUnknown !== true
      ? shapes(kept, columns.edges, hours, calendar)
      : undefined;
  return pricedDays({
    ...columns,
    // Without a model, or its weather, nothing was saved that anybody knows of; what was used has its price all the same.
    ...((kept === null || job.pricesUse) && {
      expected: columns.expected.map((one, i) => (Number.isNaN(one) ? columns.actual[i]! : one)),
    }),
    price: job.price ?? ({ kind: 'tariff', tariff: '', floor: null } as const),
    tariffs: job.tariffs,
    calendar,
    dayKindOf: (date: string) => dayKind(dayNumber(date), dayTypes),
    quarterActual: (day: number) => quarters.subarray(days.first[day]!, days.first[day + 1]!),
    ...(ofDay && { quarterExpected: (day: number) => ofDay(day, days.first[day + 1]! - days.first[day]!) }),
  });
}

/** The course of a day as the model expects it, by quarter hour: only its shape counts. */
function shapes(kept: KeptModel, edges: Float64Array, hours: HourlyObservations, calendar: LocalCalendar) {
  const live = liveModel(kept, 0.9, calendar);
  let at = 0;
  return (day: number, length: number): Float64Array => {
    if (hours.startsAt[at] !== undefined && hours.startsAt[at]! > edges[day]!) at = 0;
    while (at < hours.startsAt.length && hours.startsAt[at]! < edges[day]!) at += 1;
    const end = at + Math.ceil((edges[day + 1]! - edges[day]!) / hourMs);
    const expected = live.hours(hours.startsAt.subarray(at, end), hours.temperature.subarray(at, end));
    return Float64Array.from({ length }, (_, quarter) => expected[Math.floor(quarter / 4)]! / 4);
  };
}
