import { LocalCalendar } from '../../time/calendar.ts';
import type {
  BaselineData,
  BilledObservations,
  DailyObservations,
  MandvCarrier,
  MandvProblem,
  ReportingData,
  Sufficiency,
} from '../types.ts';
import { checkedBills } from './bills.ts';
import { dayMs } from './days.ts';
import { problem } from './problem.ts';
import {
  dailySuspicions,
  extremeValues,
  implausibleIntensity,
  levelChanges,
  quietInBaseline,
  type Intensity,
} from './suspicions.ts';

/** A year with a tolerance (opendsm); 366 for leap years. */
const baselineDays = { least: 329, most: 366 } as const;
/** CalTRACK §2.2.1.2: 37 of 365, a tenth rounded up. */
const missingShare = 0.1;
/** Under a tenth of different values: a meter that hardly moves (opendsm). */
const distinctShare = 0.1;

/** CalTRACK §2 on baseline days: what forbids a model, and what a person should look at (spec §3). */
export function baselineSufficiency(data: BaselineData<DailyObservations>, intensity?: Intensity): Sufficiency {
  const { observations, carrier } = data;
  const { energy, temperature } = observations;
  const calendar = new LocalCalendar(data.timeZone);
  const days = energy.length;
  const disqualifications: MandvProblem[] = [];
  const warnings: MandvProblem[] = [];

  if (!energy.some((e, i) => !Number.isNaN(e + temperature[i]!))) {
    return { qualified: false, warnings, disqualifications: [problem('caltrack.no-data', { days })] };
  }
  disqualifications.push(...baselineLength(days), ...missingDays(observations), ...nearConstant(energy));
  const negative = negatives(energy, carrier);
  if (negative !== null) (carrier === 'gas' ? disqualifications : warnings).push(negative);

  warnings.push(
    ...thinMonths(observations, calendar),
    ...extremeValues(energy),
    ...dailySuspicions(observations, calendar),
    ...implausibleIntensity(energy, carrier, intensity),
  );
  return { qualified: disqualifications.length === 0, warnings, disqualifications };
}

/**
 * The same on reporting days: gaps mask both sides and only warn; nothing at all is no result (spec §15 case 8).
 * With the baseline, months on quite another level than the same month of the baseline are told too (case 12).
 */
export function reportingSufficiency(
  data: ReportingData<DailyObservations>,
  baseline?: BaselineData<DailyObservations>,
  intensity?: Intensity,
): Sufficiency {
  const { observations, carrier } = data;
  const { energy, temperature } = observations;
  const calendar = new LocalCalendar(data.timeZone);
  const days = energy.length;
  const zeros = carrier === 'gas' && energy.some((e) => e === 0);
  const summer = zeros && baseline !== undefined && quietInBaseline(baseline.observations, observations, calendar);
  if (!summer && !energy.some((e) => !Number.isNaN(e) && e !== 0)) {
    const nothing = problem('mandv.no-reporting-energy', { days });
    return { qualified: false, warnings: [], disqualifications: [nothing] };
  }
  const warnings: MandvProblem[] = [];
  const missing = energy.reduce((n, e, i) => n + (Number.isNaN(e + temperature[i]!) ? 1 : 0), 0);
  if (missing === days) {
    const nothing = problem('mandv.no-reporting-days', { days });
    return { qualified: false, warnings, disqualifications: [nothing] };
  }
  if (missing > 0) warnings.push(problem('mandv.reporting-gaps', { days, missing }));
  const negative = negatives(energy, carrier);
  if (negative !== null) warnings.push(negative);
  warnings.push(
    ...extremeValues(energy),
    ...dailySuspicions(observations, calendar),
    ...implausibleIntensity(energy, carrier, intensity),
    ...(baseline === undefined ? [] : levelChanges(baseline.observations, observations, calendar)),
  );
  return { qualified: true, warnings, disqualifications: [] };
}

/** The same on bills as they came, with the days that give their temperature; estimated reads count as missing. */
export function billedSufficiency(bills: BaselineData<BilledObservations>, days: DailyObservations): Sufficiency {
  const calendar = new LocalCalendar(bills.timeZone);
  const { observations, warnings, estimatedDays } = checkedBills(bills.observations, calendar);
  const { edges, energy } = observations;
  const length = (i: number): number => (edges[i + 1]! - edges[i]!) / dayMs;
  const total = energy.reduce((sum, _, i) => sum + length(i), 0);
  const disqualifications: MandvProblem[] = [];
  const from = edges[0] ?? NaN;
  const to = edges[edges.length - 1] ?? NaN;
  const warm = days.temperature.reduce(
    (n, t, i) => n + (days.edges[i]! >= from && days.edges[i]! < to && !Number.isNaN(t) ? 1 : 0),
    0,
  );
  const round = Math.round(total);
  if (warm === 0 || energy.every(Number.isNaN)) {
    disqualifications.push(problem('caltrack.no-data', { days: round }));
    return { qualified: false, warnings, disqualifications };
  }
  disqualifications.push(...baselineLength(round));
  const allowed = Math.ceil(round * missingShare);
  const missing = Math.round(energy.reduce((sum, e, i) => sum + (Number.isNaN(e) ? length(i) : 0), 0) + estimatedDays);
  if (missing > allowed) {
    disqualifications.push(problem('caltrack.too-many-missing-energy-days', { days: round, missing, allowed }));
  }
  if (round - warm > allowed) {
    const numbers = { days: round, missing: round - warm, allowed };
    disqualifications.push(problem('caltrack.too-many-missing-temperature-days', numbers));
  }
  const negative = negatives(energy, bills.carrier);
  const found = [...warnings];
  if (negative !== null) (bills.carrier === 'gas' ? disqualifications : found).push(negative);
  found.push(...extremeValues(energy));
  return { qualified: disqualifications.length === 0, warnings: found, disqualifications };
}

/** Whether it is a year, for every method. */
export function baselineLength(days: number): MandvProblem[] {
  const isYear = days >= baselineDays.least && days <= baselineDays.most;
  return isYear ? [] : [problem('caltrack.baseline-length', { days, ...baselineDays })];
}

function missingDays({ energy, temperature }: DailyObservations): MandvProblem[] {
  const days = energy.length;
  const allowed = Math.ceil(days * missingShare);
  const missing = { energy: 0, temperature: 0, either: 0 };
  energy.forEach((e, i) => {
    if (Number.isNaN(e)) missing.energy++;
    if (Number.isNaN(temperature[i]!)) missing.temperature++;
    if (Number.isNaN(e + temperature[i]!)) missing.either++;
  });
  const codes = [
    ['caltrack.too-many-missing-days', missing.either],
    ['caltrack.too-many-missing-energy-days', missing.energy],
    ['caltrack.too-many-missing-temperature-days', missing.temperature],
  ] as const;
  return codes.filter(([, n]) => n > allowed).map(([code, n]) => problem(code, { days, missing: n, allowed }));
}

function nearConstant(energy: Float64Array): MandvProblem[] {
  const values = energy.filter((e) => !Number.isNaN(e));
  const distinct = new Set(values).size;
  if (values.length === 0 || distinct >= distinctShare * values.length) return [];
  return [problem('caltrack.near-constant', { values: values.length, distinct, percent: 100 * distinctShare })];
}

/** Values below zero: a net meter, or a meter that runs back (spec §3). */
export function negatives(energy: Float64Array, carrier: MandvCarrier): MandvProblem | null {
  const negative = energy.filter((e) => e < 0);
  if (negative.length === 0) return null;
  const code = carrier === 'gas' ? 'caltrack.negative-gas' : 'caltrack.negative-values';
  return problem(code, { count: negative.length, least: negative.reduce((a, b) => Math.min(a, b)) });
}

function thinMonths({ edges, energy, temperature }: DailyObservations, calendar: LocalCalendar): MandvProblem[] {
  const problems: MandvProblem[] = [];
  for (let i = 0; i < energy.length;) {
    const end = calendar.nextMonth(calendar.startOfMonth(edges[i]!));
    const month = calendar.iso(edges[i]!).slice(0, 7);
    let days = 0;
    let valid = 0;
    for (; i < energy.length && edges[i]! < end; i++) {
      days++;
      if (!Number.isNaN(energy[i]! + temperature[i]!)) valid++;
    }
    if (valid < (1 - missingShare) * days)
      problems.push(problem('caltrack.month-with-few-days', { month, days, valid }));
  }
  return problems;
}
