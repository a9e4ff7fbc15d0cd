import type { Analysis } from '../analysis.ts';
import { usePerDay } from '../degree-day/predict.ts';
import { counts, type ComparedIntervals } from '../savings/compared.ts';
import type { DailyObservations } from '../types.ts';
import type { LocalCalendar } from '../../time/calendar.ts';
import type { WireMandvAnalysis, WireMandvPeriod, WireResidual, WireScatterPoint } from '../../wire-mandv.ts';
import { closedDays } from '../kept/closed-days.ts';

/** Days by their mean temperature, and what the model says over the range of both periods. */
export function scatter(
  { baseline, reporting, model }: Analysis,
  calendar: LocalCalendar,
): WireMandvAnalysis['scatter'] {
  const points = [...pointsOf(baseline.days, 'baseline', calendar), ...pointsOf(reporting.days, 'reporting', calendar)];
  if (model === null) return { points, line: [] };
  if (model.kind === 'hourly') return { points, line: meansByDegree(baseline.fit, baseline.days) };
  if (points.length === 0) return { points, line: [] };
  const low = Math.floor(points.reduce((least, { temperatureC }) => Math.min(least, temperatureC), Infinity));
  const high = Math.ceil(points.reduce((most, { temperatureC }) => Math.max(most, temperatureC), -Infinity));
  const { heatingBalanceC, coolingBalanceC } = model.parameters;
  // Its corners are part of the line.
  const corners = [heatingBalanceC, coolingBalanceC].filter((t) => t !== null && t > low && t < high) as number[];
  const temperatures = [low, ...corners.sort((a, b) => a - b), high];
  return { points, line: temperatures.map((t) => ({ temperatureC: t, energy: usePerDay(model.parameters, t) })) };
}

/** Predicted − observed of each day (bill, for the monthly method) of both periods. */
export function residuals(
  baseline: ComparedIntervals,
  reporting: ComparedIntervals,
  calendar: LocalCalendar,
): readonly WireResidual[] {
  return [...residualsOf(baseline, 'baseline', calendar), ...residualsOf(reporting, 'reporting', calendar)];
}

function residualsOf(compared: ComparedIntervals, period: WireMandvPeriod, calendar: LocalCalendar): WireResidual[] {
  const found: WireResidual[] = [];
  for (let i = 0; i + 1 < compared.edges.length; i += 1) {
    if (!counts(compared, i)) continue;
    const residual = compared.counterfactual[i]! - compared.observed[i]!;
    found.push({ date: dateOf(compared.edges[i]!, calendar), residual, period });
  }
  return found;
}

function pointsOf(
  { edges, energy, temperature }: DailyObservations,
  period: WireMandvPeriod,
  calendar: LocalCalendar,
): WireScatterPoint[] {
  const closed = closedDays(calendar.timeZone);
  const found: WireScatterPoint[] = [];
  for (let i = 0; i + 1 < edges.length; i += 1) {
    if (Number.isNaN(energy[i]! + temperature[i]!)) continue;
    const date = dateOf(edges[i]!, calendar);
    found.push({ date, temperatureC: temperature[i]!, energy: energy[i]!, closed: closed(date), period });
  }
  return found;
}

/** An hourly model is no line: the mean of its whole days by whole degree of the day's mean. */
function meansByDegree(fit: ComparedIntervals, days: DailyObservations): WireMandvAnalysis['scatter']['line'] {
  const temperatureOf = new Map(Array.from(days.temperature, (t, i) => [days.edges[i]!, t]));
  const means = new Map<number, { sum: number; days: number }>();
  for (let i = 0; i + 1 < fit.edges.length; i += 1) {
    const t = temperatureOf.get(fit.edges[i]!) ?? NaN;
    const share = fit.weight?.[i] ?? 1;
    if (Number.isNaN(t + fit.counterfactual[i]!) || share <= 0.5) continue;
    const mean = means.get(Math.round(t)) ?? { sum: 0, days: 0 };
    mean.sum += fit.counterfactual[i]! / share;
    mean.days += 1;
    means.set(Math.round(t), mean);
  }
  return [...means]
    .sort(([a], [b]) => a - b)
    .map(([temperatureC, { sum, days: n }]) => ({ temperatureC, energy: sum / n }));
}

const dateOf = (ts: number, calendar: LocalCalendar): string => calendar.iso(ts).slice(0, 10);
