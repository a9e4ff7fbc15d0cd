import type { LocalCalendar } from '../../time/calendar.ts';
import type { DailyObservations, HourlyObservations, MandvCarrier, MandvProblem } from '../types.ts';
import { dayLength } from './days.ts';
import { problem } from './problem.ts';

/** Beyond CalTRACK these only warn: the models get the data unchanged, leaving data out is a recorded override. */
const flatHours = 24;
const catchUpTimes = 20;
const catchUpGap = { hours: 6, days: 2 } as const;
const levelRatio = { least: 0.2, most: 5 } as const;

/** Floor area in m², and that the meter counts kWh: then use per m² and year can be judged. */
export interface Intensity {
  readonly areaM2: number;
}
/** kWh per m² and year that a whole public building can have; laboratories and data rooms are near the upper end. */
const plausibleIntensity = { electricity: [2, 800], gas: [1, 600], other: [1, 1000] } as const;

/** Hours that stand still, and a value that catches up on a gap (spec §15 cases 10, 11). */
export function hourlySuspicions(hours: HourlyObservations, calendar: LocalCalendar): MandvProblem[] {
  return [...flatLine(hours, calendar), ...catchUp(hours.startsAt, hours.energy, catchUpGap.hours, calendar)];
}

export function dailySuspicions(days: DailyObservations, calendar: LocalCalendar): MandvProblem[] {
  return catchUp(days.edges, days.energy, catchUpGap.days, calendar);
}

function flatLine({ startsAt, energy }: HourlyObservations, calendar: LocalCalendar): MandvProblem[] {
  let count = 0;
  let longest = 0;
  let at = 0;
  for (let i = 0; i < energy.length;) {
    const first = i;
    do i++;
    while (i < energy.length && energy[i] === energy[first]);
    // NaN never equals itself: a gap is no flat line. Zero gas in summer is none either.
    if (i - first < flatHours || energy[first] === 0) continue;
    count++;
    if (i - first <= longest) continue;
    longest = i - first;
    at = first;
  }
  if (count === 0) return [];
  const numbers = { at: calendar.iso(startsAt[at]!), hours: longest, value: energy[at]!, count };
  return [problem('mandv.flat-line', numbers)];
}

function catchUp(
  startsAt: Float64Array,
  values: Float64Array,
  leastGap: number,
  calendar: LocalCalendar,
): MandvProblem[] {
  const median = quantile(
    values.filter((v) => v > 0),
    0.5,
  );
  let count = 0;
  let worst = { value: 0, gap: 0, at: 0 };
  for (let i = 0, gap = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value) || value === 0) {
      gap++;
      continue;
    }
    if (gap >= leastGap && value > catchUpTimes * median) {
      count++;
      if (value > worst.value) worst = { value, gap, at: startsAt[i]! };
    }
    gap = 0;
  }
  if (count === 0) return [];
  const times = Math.round(worst.value / median);
  return [problem('mandv.catch-up', { ...worst, at: calendar.iso(worst.at), times, count })];
}

/** CalTRACK §2.3.6: above the median + 3 × the interquartile range: to be looked at, kept. */
export function extremeValues(values: Float64Array): MandvProblem[] {
  const valid = values.filter((v) => !Number.isNaN(v));
  const limit = extremeLimit(valid);
  const extreme = valid.filter((v) => v > limit);
  if (extreme.length === 0) return [];
  const most = extreme.reduce((a, b) => Math.max(a, b));
  return [problem('caltrack.extreme-values', { count: extreme.length, limit, most })];
}

export function extremeLimit(values: Float64Array): number {
  const valid = values.filter((v) => !Number.isNaN(v));
  return quantile(valid, 0.5) + 3 * (quantile(valid, 0.75) - quantile(valid, 0.25));
}

/** Months that use over five times, or under a fifth, of the same month of the baseline per day (spec §15 case 12). */
export function levelChanges(
  baseline: DailyObservations,
  reporting: DailyObservations,
  calendar: LocalCalendar,
): MandvProblem[] {
  const before = monthlyUse(baseline, calendar, (month) => month.slice(5));
  // Gas in summer moves by any factor between nearly nothing and nothing.
  const noticeable = noticeableUse(baseline);
  const changes: { month: string; ratio: number }[] = [];
  for (const [month, use] of monthlyUse(reporting, calendar, (name) => name)) {
    const then = before.get(month.slice(5)) ?? NaN;
    const ratio = use / then;
    if (!(Math.max(use, then) >= noticeable)) continue;
    if (ratio > levelRatio.most || ratio < levelRatio.least) changes.push({ month, ratio });
  }
  const worst = changes.toSorted(
    (a, b) => Math.abs(Math.log(Math.abs(b.ratio))) - Math.abs(Math.log(Math.abs(a.ratio))),
  )[0];
  if (worst === undefined) return [];
  const { month, ratio } = worst;
  const count = changes.length;
  // Something after nothing has no ratio.
  if (!Number.isFinite(ratio)) return [problem('mandv.level-from-nothing', { month, count })];
  return [problem('mandv.level-change', { month, ratio, count })];
}

/** Whether the baseline used hardly anything in the months of these days: then nothing but zeros is no dead feed. */
export function quietInBaseline(
  baseline: DailyObservations,
  reporting: DailyObservations,
  calendar: LocalCalendar,
): boolean {
  const before = monthlyUse(baseline, calendar, (month) => month.slice(5));
  const months = new Set(Array.from(reporting.energy, (_, i) => calendar.iso(reporting.edges[i]!).slice(5, 7)));
  return [...months].every((month) => (before.get(month) ?? Infinity) < noticeableUse(baseline));
}

/** Use per day below which a month's level says nothing. */
function noticeableUse({ energy }: DailyObservations): number {
  const valid = energy.filter((e) => !Number.isNaN(e));
  return (levelRatio.least * valid.reduce((a, b) => a + b, 0)) / valid.length;
}

/** Mean use per 24 hours of the valid days of each month. */
function monthlyUse(
  { edges, energy }: DailyObservations,
  calendar: LocalCalendar,
  key: (month: string) => string,
): Map<string, number> {
  const sums = new Map<string, { use: number; days: number }>();
  energy.forEach((e, i) => {
    if (Number.isNaN(e)) return;
    const name = key(calendar.iso(edges[i]!).slice(0, 7));
    const sum = sums.get(name) ?? { use: 0, days: 0 };
    sums.set(name, { use: sum.use + e, days: sum.days + dayLength(edges, i) });
  });
  return new Map([...sums].map(([name, { use, days }]) => [name, use / days]));
}

export function implausibleIntensity(
  energy: Float64Array,
  carrier: MandvCarrier,
  { areaM2 }: Intensity = { areaM2: NaN },
): MandvProblem[] {
  const valid = energy.filter((e) => !Number.isNaN(e));
  const intensity = ((valid.reduce((a, b) => a + b, 0) / valid.length) * 365) / areaM2;
  const [least, most] = plausibleIntensity[carrier];
  if (!(intensity < least || intensity > most)) return [];
  return [problem('mandv.implausible-intensity', { intensity, least, most, areaM2 })];
}

/** Linear between order statistics, as numpy and R's type 7. */
function quantile(values: Float64Array, share: number): number {
  if (values.length === 0) return NaN;
  const sorted = values.toSorted();
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
}
