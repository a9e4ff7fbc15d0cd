import { expect, it } from 'vitest';
import type { ComparedIntervals } from './compared.ts';
import { forecastSaving } from './forecast.ts';

const dayMs = 86_400_000;
const soFar = (days: number, observed = 90): ComparedIntervals => ({
  edges: Float64Array.from({ length: days + 1 }, (_, i) => i * dayMs),
  observed: new Float64Array(days).fill(observed),
  counterfactual: new Float64Array(days).fill(100),
});
const at90 = 1.645;

it('the rest of the year saves at the rate so far, of its own counterfactual', () => {
  const rest = { days: 183, counterfactual: 40_000, modelSigma: 300 };
  const forecast = forecastSaving(soFar(182), 200, rest, at90, 5000)!;
  expect(forecast).toMatchObject({ savedSoFar: 1820, daysKnown: 182, daysTotal: 365 });
  expect(forecast.expected).toBeCloseTo(1820 + 4000, 9);
  // The rate's error moves both parts together: 200 · (1 + 40,000 ÷ 18,200).
  expect(forecast.sigma).toBeCloseTo(Math.hypot(639.56, 300), 1);
  expect(forecast.halfWidth).toBeCloseTo(forecast.sigma! * at90, 9);
  expect(forecast.probability).toBeGreaterThan(0.8);
  expect(forecast.probability).toBeLessThan(0.9);
});

it('a guarantee at what is expected is met as often as not; a finished year knows', () => {
  const rest = { days: 183, counterfactual: 18_300, modelSigma: 100 };
  const forecast = forecastSaving(soFar(182), 50, rest, at90, 3650)!;
  expect(forecast.probability).toBeCloseTo(0.5, 6);
  const over = { days: 0, counterfactual: 0, modelSigma: 0 };
  expect(forecastSaving(soFar(365), 0, over, at90, 3000)!.probability).toBe(1);
  expect(forecastSaving(soFar(365), 0, over, at90, 4000)!.probability).toBe(0);
});

it('weather that varies between years widens it by the saved share only', () => {
  const rest = { days: 183, counterfactual: 18_300, modelSigma: 0 };
  const calm = forecastSaving(soFar(182), 0, rest, at90)!;
  const varied = forecastSaving(soFar(182), 0, { ...rest, weatherSigma: 1000 }, at90)!;
  expect(calm.sigma).toBe(0);
  expect(varied.sigma).toBeCloseTo(100, 9);
  expect(varied.probability).toBeNull();
});

it('three weeks are too early to say, and an undefined band promises nothing', () => {
  const rest = { days: 340, counterfactual: 34_000, modelSigma: 10 };
  expect(forecastSaving(soFar(21), 50, rest, at90, 1)).toBeNull();
  expect(forecastSaving(soFar(60), null, rest, at90, 1)).toMatchObject({ halfWidth: null, probability: null });
});
