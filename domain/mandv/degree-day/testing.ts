import { LocalCalendar } from '../../time/calendar.ts';
import { daysBetween } from '../data/period.ts';
import type { BaselineData, DailyObservations, MandvCarrier } from '../types.ts';

export const utc = new LocalCalendar('UTC');

/** Repeatable numbers in [0, 1). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Days of [from, to) in UTC; `use` of a day's temperature and index, NaN = missing. */
export function daysOf(
  from: string,
  to: string,
  temperature: (day: number) => number,
  use: (temperatureC: number, day: number) => number,
): DailyObservations {
  const days = daysBetween(
    { edges: new Float64Array(0), ...columns(0) },
    utc.localMidnight(from),
    utc.localMidnight(to),
    utc,
  );
  const temperatures = days.temperature.map((_, i) => temperature(i));
  const energy = temperatures.map((t, i) => use(t, i));
  return { edges: days.edges, ...columns(energy.length, energy, temperatures) };
}

function columns(n: number, energy = new Float64Array(n), temperature = new Float64Array(n)) {
  const coverage = (values: Float64Array): Float64Array => values.map((v) => (Number.isNaN(v) ? 0 : 1));
  return { energy, temperature, energyCoverage: coverage(energy), temperatureCoverage: coverage(temperature) };
}

/** A year from −3 to 33 °C, as in Wenzhou with a cold spell, and some noise. */
export function yearOfTemperatures(seed: number): (day: number) => number {
  const random = randomFrom(seed);
  return (day) => 15 - 12 * Math.cos((2 * Math.PI * day) / 365) + 12 * (random() - 0.5);
}

/** An office: heats below 12 °C, cools above 22 °C; noise as a share of the base load. */
export function office(seed: number, noise = 0.1): DailyObservations {
  const random = randomFrom(seed + 1);
  return daysOf(
    '2025-01-01',
    '2026-01-01',
    yearOfTemperatures(seed),
    (t) => 1000 + 30 * Math.max(12 - t, 0) + 45 * Math.max(t - 22, 0) + noise * 1000 * (random() - 0.5),
  );
}

export function baseline<T>(observations: T, carrier: MandvCarrier = 'electricity', timeZone = 'UTC'): BaselineData<T> {
  return { purpose: 'baseline', carrier, timeZone, observations };
}
