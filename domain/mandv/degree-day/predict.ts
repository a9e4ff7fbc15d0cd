import { dayLength, dayMs } from '../data/days.ts';
import type { DailyObservations, DegreeDayModel, DegreeDayParameters } from '../types.ts';

/** Use per day of 24 hours at a daily mean temperature, °C; NaN when it is missing. */
export function usePerDay(parameters: DegreeDayParameters, temperatureC: number): number {
  const { interceptPerDay, heatingSlope, coolingSlope, heatingBalanceC, coolingBalanceC } = parameters;
  let use = interceptPerDay;
  if (Number.isNaN(temperatureC)) return NaN;
  if (heatingSlope !== null && heatingBalanceC! > temperatureC) {
    use += heatingSlope * (heatingBalanceC! - temperatureC);
  }
  if (coolingSlope !== null && temperatureC > coolingBalanceC!) {
    use += coolingSlope * (temperatureC - coolingBalanceC!);
  }
  return use;
}

/** Counterfactual of each day, whole days' totals (23 and 25 hours included); NaN without a temperature. */
export function predictDays(model: DegreeDayModel, days: DailyObservations): Float64Array {
  const predicted = new Float64Array(days.temperature.length);
  for (let i = 0; i < predicted.length; i++) {
    predicted[i] = dayLength(days.edges, i) * usePerDay(model.parameters, days.temperature[i]!);
  }
  return predicted;
}

/** Share of a period's time whose days must have a temperature (CalTRACK §2). */
export const periodTemperatureCoverage = 0.9;

/**
 * Counterfactual of each period [edges[i], edges[i + 1]): its length × the mean of its days' use. Days without a
 * temperature get that mean; NaN when more than a tenth of the period is without.
 */
export function predictPeriods(model: DegreeDayModel, edges: Float64Array, days: DailyObservations): Float64Array {
  const predicted = new Float64Array(Math.max(0, edges.length - 1));
  for (let i = 0, day = 0; i < predicted.length; i++) {
    const length = (edges[i + 1]! - edges[i]!) / dayMs;
    let use = 0;
    let covered = 0;
    while (day < days.temperature.length && days.edges[day]! < edges[i]!) day++;
    for (; day < days.temperature.length && days.edges[day]! < edges[i + 1]!; day++) {
      const perDay = usePerDay(model.parameters, days.temperature[day]!);
      if (Number.isNaN(perDay)) continue;
      const share = dayLength(days.edges, day);
      use += perDay * share;
      covered += share;
    }
    predicted[i] = covered >= periodTemperatureCoverage * length ? (use / covered) * length : NaN;
  }
  return predicted;
}
