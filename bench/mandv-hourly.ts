import { predictHour } from '../domain/mandv/hourly/append.ts';
import { fitHourly } from '../domain/mandv/hourly/fit.ts';
import { predictHours } from '../domain/mandv/hourly/predict.ts';
import type { BaselineData, HourlyObservations } from '../domain/mandv/types.ts';
import { chinaDayTypes } from '../domain/time/day-types.ts';
import { median, type Figure } from './support/result.ts';

const hourMs = 3_600_000;
const hours = 8760;

/**
 * CalTRACK hourly on one core: a year fitted and a year predicted, meter after meter as a night's run has them (the
 * first ones, before the compiler knows the code, are not counted), and one hour appended to a model.
 */
export function mandvHourly({ meters }: { meters: number }): Promise<Figure[]> {
  const baselines = Array.from({ length: 8 }, (_, i) => baseline(Date.UTC(2023, 11, 31, 16), i + 1));
  const report = year(Date.UTC(2024, 11, 31, 16), 99);
  const fitAndPredict = (i: number, dayTyped: boolean): number => {
    const started = performance.now();
    const options = dayTyped ? { dayTypes: chinaDayTypes } : {};
    const predicted = predictHours(fitHourly(baselines[i % baselines.length]!, options), report);
    if (Number.isNaN(predicted[hours - 1]!)) throw new Error('the benchmark measures a fault');
    return performance.now() - started;
  };
  const perMeter = (dayTyped: boolean): number => {
    for (let i = 0; i < 10; i += 1) fitAndPredict(i, dayTyped);
    return median(Array.from({ length: meters }, (_, i) => fitAndPredict(i, dayTyped)));
  };
  const figure = (what: string, value: number, bound: number): Figure => ({
    benchmark: 'mandv-hourly',
    what,
    value,
    unit: 'ms',
    bound: ['<', bound],
  });
  return Promise.resolve([
    figure('fit and a year predicted', perMeter(false), 40),
    figure('the same with day types', perMeter(true), 40),
    figure('one hour appended', append(baselines[0]!, report), 1),
  ]);
}

function append(data: BaselineData<HourlyObservations>, report: HourlyObservations): number {
  const model = fitHourly(data);
  return median(
    Array.from({ length: 1000 }, (_, i) => {
      const started = performance.now();
      predictHour(model, report.startsAt[i]!, report.temperature[i]!);
      return performance.now() - started;
    }),
  );
}

function baseline(from: number, seed: number): BaselineData<HourlyObservations> {
  return { purpose: 'baseline', carrier: 'electricity', timeZone: 'Asia/Shanghai', observations: year(from, seed) };
}

/** An office with weather and noise: all bins of a year, both profiles. */
function year(from: number, seed: number): HourlyObservations {
  let state = seed;
  const noise = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const startsAt = Float64Array.from({ length: hours }, (_, i) => from + i * hourMs);
  const temperature = startsAt.map((_, i) => {
    const season = -14 * Math.cos((2 * Math.PI * i) / hours);
    return 15 + season - 5 * Math.cos((2 * Math.PI * (i % 24)) / 24) + 6 * noise();
  });
  const energy = temperature.map((t, i) => {
    const open = i % 168 < 120 && i % 24 >= 8 && i % 24 < 18;
    return (open ? 50 : 10) + Math.max(15 - t, 0) + 1.5 * Math.max(t - 20, 0) + 8 * (noise() + 0.5);
  });
  return { startsAt, energy, temperature };
}
