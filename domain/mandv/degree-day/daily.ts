import { dayLength } from '../data/days.ts';
import { fitStatistics } from '../statistics/fit.ts';
import type { BaselineData, DailyObservations, DegreeDayModel } from '../types.ts';
import { chooseCandidate, type Design } from './candidates.ts';
import { degreeDayColumns, fahrenheit } from './grid.ts';
import { modelOf, parametersOf } from './model.ts';
import { usePerDay } from './predict.ts';

/** CalTRACK 2.0: degree-day columns need ten non-zero days and 20 degree-days (°F). */
const minimumDays = 10;
const minimumTotal = 20;

/**
 * CalTRACK 2.0 daily (spec §4): OLS of use per 24 hours on degree-days of the daily mean, the best of 2,014 candidates
 * (gas: 62) by adjusted R². null: no candidate qualifies, or too few days have both energy and temperature.
 */
export function fitDaily(data: BaselineData<DailyObservations>): DegreeDayModel | null {
  const { edges, energy, temperature } = data.observations;
  const kept: number[] = [];
  for (let i = 0; i < energy.length; i++) {
    if (!Number.isNaN(energy[i]! + temperature[i]!)) kept.push(i);
  }
  const choice = chooseCandidate(dailyDesign(data, kept));
  const { best } = choice;
  if (best === null) return null;

  const parameters = parametersOf(best);
  const observed = Float64Array.from(kept, (i) => energy[i]!);
  const predicted = Float64Array.from(kept, (i) => dayLength(edges, i) * usePerDay(parameters, temperature[i]!));
  const statistics = fitStatistics(observed, predicted, slopesOf(parameters));
  if (statistics === null) return null;
  return modelOf('daily', choice, best, statistics, {
    from: edges[0]!,
    to: edges[edges.length - 1]!,
    temperatureRangeC: rangeOf(kept, temperature),
  });
}

function dailyDesign({ observations, carrier }: BaselineData<DailyObservations>, kept: readonly number[]): Design {
  const { edges, energy, temperature } = observations;
  const days = Float64Array.from(kept, (i) => dayLength(edges, i));
  const columns = degreeDayColumns(kept.length, (at) => ({
    degreesF: [fahrenheit(temperature[kept[at]!]!)],
    shares: [1],
  }));
  return {
    y: Float64Array.from(kept, (i, at) => energy[i]! / days[at]!),
    weights: null,
    days,
    ...columns,
    disjoint: true,
    rules: { coolingAllowed: carrier !== 'gas', minimumDays, minimumTotal },
  };
}

export function slopesOf(parameters: { heatingSlope: number | null; coolingSlope: number | null }): number {
  return (parameters.heatingSlope === null ? 0 : 1) + (parameters.coolingSlope === null ? 0 : 1);
}

function rangeOf(kept: readonly number[], temperature: Float64Array): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const i of kept) {
    low = Math.min(low, temperature[i]!);
    high = Math.max(high, temperature[i]!);
  }
  return [low, high];
}
