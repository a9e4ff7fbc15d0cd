import { median } from '../alarms/usual.ts';
import { twoSidedQuantile } from '../mandv/statistics/student.ts';
import type { Mean } from './mean.ts';

/** A mean drawn towards its group's. */
export interface Shrunk {
  readonly gramsPerMeal: number;
  readonly plusMinus: number;
  readonly variance: number;
  /** What it is drawn towards. */
  readonly towards: number;
}

/** Days that happen to be all alike do not make a canteen certain: at least this part of the group's usual variance. */
const leastOfUsualVariance = 0.02;

/**
 * Empirical Bayes: canteens of a group differ truly by τ² around a common mean, and each mean by its own variance vᵢ
 * from the canteen's truth. τ² by DerSimonian & Laird (Controlled Clinical Trials 7, 1986), the posterior by Morris
 * (JASA 78, 1983): θᵢ = yᵢ − Bᵢ·(yᵢ − μ), Bᵢ = vᵢ/(vᵢ + τ²), with variance vᵢ·(1 − Bᵢ) + Bᵢ²·v(μ), and with what is
 * uncertain about Bᵢ, 2/(k − 3)·Bᵢ²·(yᵢ − μ)²·(v̄ + τ²)/(vᵢ + τ²), v̄ weighted as μ is: where a few canteens show no
 * τ² at all, none is not known. Of three and fewer the 2 stands alone. Intervals by Student's t with the canteen's own
 * freedom.
 * @returns as they came; a group of one is what it is
 */
export function shrink(group: readonly Mean[], confidence: number): readonly Shrunk[] {
  const floor = leastOfUsualVariance * median(group.map(({ variance }) => variance));
  const y = group.map(({ gramsPerMeal }) => gramsPerMeal);
  const v = group.map(({ variance }) => Math.max(variance, floor));
  const k = group.length;
  // Nothing varies from day to day: every mean is certain.
  const tau = k < 2 || v.some((one) => one === 0) ? Infinity : trueVariance(y, v);
  const weights = v.map((own) => (tau === Infinity ? 1 : 1 / (own + tau)));
  const whole = sum(weights);
  const towards = sum(weights.map((weight, i) => weight * y[i]!)) / whole;
  const usual = sum(weights.map((weight, i) => weight * v[i]!)) / whole;
  return group.map(({ freedom }, i) => {
    const b = tau === Infinity ? 0 : v[i]! / (v[i]! + tau);
    const away = y[i]! - towards;
    // b / v = 1 / (v + τ²).
    const unsureOfB = b === 0 ? 0 : (2 / Math.max(1, k - 3)) * b * b * away * away * (usual + tau) * (b / v[i]!);
    const variance = v[i]! * (1 - b) + (b * b) / whole + unsureOfB;
    return {
      gramsPerMeal: y[i]! - b * away,
      plusMinus: twoSidedQuantile(confidence, freedom) * Math.sqrt(variance),
      variance,
      towards,
    };
  });
}

/** τ² = max(0, (Q − (k − 1)) / (Σw − Σw²/Σw)), w = 1/v. */
function trueVariance(y: readonly number[], v: readonly number[]): number {
  const w = v.map((own) => 1 / own);
  const whole = sum(w);
  const mean = sum(w.map((weight, i) => weight * y[i]!)) / whole;
  const q = sum(w.map((weight, i) => weight * (y[i]! - mean) ** 2));
  return Math.max(0, (q - (y.length - 1)) / (whole - sum(w.map((weight) => weight * weight)) / whole));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
