import type { MeterRecord } from '../../domain/mandv/analysis.ts';
import type { HourlyObservations } from '../../domain/mandv/types.ts';

export interface MeterYears {
  readonly baseline: HourlyObservations;
  readonly reporting: HourlyObservations;
}

const hourMs = 3_600_000;
/** Midnight of 2024-01-01 and 2025-01-01 in Shanghai. */
const begin = Date.UTC(2023, 11, 31, 16);
const change = Date.UTC(2024, 11, 31, 16);

/** A made-up building, heated and cooled, that saves a tenth in its second year; 1 % of its hours are missing. */
export function meterOf(seed: number): MeterYears {
  let state = seed * 7919;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const year = (from: number, hours: number, factor: number): HourlyObservations => {
    const startsAt = Float64Array.from({ length: hours }, (_, i) => from + i * hourMs);
    const temperature = startsAt.map(
      (_, i) =>
        17 - 12 * Math.cos((2 * Math.PI * i) / 8766) - 3 * Math.cos((2 * Math.PI * i) / 24) + 8 * (random() - 0.5),
    );
    const energy = temperature.map((t, i) => {
      if (random() < 0.01) return NaN;
      const open = i % 24 >= 8 && i % 24 < 18 ? 3 : 1;
      return factor * (open * (40 + 2 * Math.max(12 - t, 0) + 3 * Math.max(t - 22, 0)) + 20 * random());
    });
    return { startsAt, energy, temperature };
  };
  return { baseline: year(begin, 8784, 1), reporting: year(change, 8760, 0.9) };
}

export function scaled(
  { baseline, reporting }: MeterYears,
  by: number,
): { readonly baseline: MeterRecord; readonly reporting: MeterRecord } {
  const record = (hours: HourlyObservations): MeterRecord => ({
    kind: 'hours',
    hours: { ...hours, energy: hours.energy.map((value) => value * by) },
  });
  return { baseline: record(baseline), reporting: record(reporting) };
}
