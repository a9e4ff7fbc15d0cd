import { dayLength, dayMs } from '../data/days.ts';
import { fitStatistics } from '../statistics/fit.ts';
import type { BaselineData, BilledObservations, DailyObservations, DegreeDayModel } from '../types.ts';
import { chooseCandidate, type Design } from './candidates.ts';
import { slopesOf } from './daily.ts';
import { degreeDayColumns, fahrenheit } from './grid.ts';
import { modelOf, parametersOf } from './model.ts';
import { periodTemperatureCoverage, usePerDay } from './predict.ts';

/** Degree-days (°F) that a column must add up to; bills have no rule on non-zero days. */
const minimumTotal = 20;

/** A bill that can be fitted, with the temperatures and lengths of its days. */
interface Period {
  readonly energy: number;
  readonly days: number;
  readonly temperature: readonly number[];
  readonly lengths: readonly number[];
  readonly coveredDays: number;
}

/**
 * CalTRACK billing (spec §5): use per day on mean degree-days per day, weighted with days, the same candidates.
 * `days` gives the temperatures; a bill without energy, or with under 90 % temperature, is left out.
 */
export function fitMonthly(bills: BaselineData<BilledObservations>, days: DailyObservations): DegreeDayModel | null {
  const { edges } = bills.observations;
  const periods = periodsOf(bills.observations, days);
  const choice = chooseCandidate(billedDesign(periods, bills.carrier !== 'gas'));
  const { best } = choice;
  if (best === null) return null;

  const parameters = parametersOf(best);
  const predicted = Float64Array.from(periods, (period) => {
    let use = 0;
    period.temperature.forEach((t, i) => (use += usePerDay(parameters, t) * period.lengths[i]!));
    return (use / period.coveredDays) * period.days;
  });
  const observed = Float64Array.from(periods, (period) => period.energy);
  const statistics = fitStatistics(observed, predicted, slopesOf(parameters));
  if (statistics === null) return null;
  let low = Infinity;
  let high = -Infinity;
  for (const period of periods) {
    for (const t of period.temperature) {
      low = Math.min(low, t);
      high = Math.max(high, t);
    }
  }
  return modelOf('monthly', choice, best, statistics, {
    from: edges[0]!,
    to: edges[edges.length - 1]!,
    temperatureRangeC: [low, high],
  });
}

function periodsOf({ edges, energy }: BilledObservations, days: DailyObservations): Period[] {
  const periods: Period[] = [];
  for (let i = 0, day = 0; i < energy.length; i++) {
    const temperature: number[] = [];
    const lengths: number[] = [];
    let coveredDays = 0;
    while (day < days.temperature.length && days.edges[day]! < edges[i]!) day++;
    for (; day < days.temperature.length && days.edges[day]! < edges[i + 1]!; day++) {
      const t = days.temperature[day]!;
      if (Number.isNaN(t)) continue;
      const length = dayLength(days.edges, day);
      temperature.push(t);
      lengths.push(length);
      coveredDays += length;
    }
    const length = (edges[i + 1]! - edges[i]!) / dayMs;
    if (Number.isNaN(energy[i]!) || !(coveredDays >= periodTemperatureCoverage * length)) continue;
    periods.push({ energy: energy[i]!, days: length, temperature, lengths, coveredDays });
  }
  return periods;
}

function billedDesign(periods: readonly Period[], coolingAllowed: boolean): Design {
  const days = Float64Array.from(periods, (period) => period.days);
  return {
    y: Float64Array.from(periods, (period) => period.energy / period.days),
    weights: days,
    days,
    ...degreeDayColumns(periods.length, (at) => {
      const { temperature, lengths, coveredDays } = periods[at]!;
      return { degreesF: temperature.map(fahrenheit), shares: lengths.map((length) => length / coveredDays) };
    }),
    disjoint: false,
    rules: { coolingAllowed, minimumDays: 0, minimumTotal },
  };
}
