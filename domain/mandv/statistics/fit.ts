import type { FitStatistics } from '../types.ts';

/**
 * Statistics of a fit in both families of spec §9.1, over the intervals where both columns are there. `slopes`: the
 * explanatory variables without the intercept. null when no degree of freedom is left.
 */
export function fitStatistics(
  observed: Float64Array,
  predicted: Float64Array,
  slopes: number,
): { readonly caltrack: FitStatistics; readonly guideline14: FitStatistics } | null {
  const y: number[] = [];
  const residuals: number[] = [];
  const fitted: number[] = [];
  for (let i = 0; i < observed.length; i++) {
    const residual = predicted[i]! - observed[i]!;
    if (Number.isNaN(residual)) continue;
    y.push(observed[i]!);
    fitted.push(predicted[i]!);
    residuals.push(residual);
  }
  const n = y.length;
  if (n - slopes - 1 <= 0) return null;

  const total = sum(y);
  const mean = total / n;
  const bias = sum(residuals);
  let squares = 0;
  for (const r of residuals) squares += r * r;
  let variation = 0;
  for (const v of y) variation += (v - mean) ** 2;
  const magnitude = y.reduce((s, v) => s + Math.abs(v), 0) / n;

  const autocorrelation = pearson(residuals.slice(0, -1), residuals.slice(1), magnitude);
  const shared = {
    n,
    observedTotal: total,
    observedMean: mean,
    autocorrelation,
    nPrime: effectivePoints(n, autocorrelation),
  };
  const caltrackR2 = (pearson(y, fitted, magnitude) ?? 0) ** 2;
  const guidelineR2 = variation > 0 ? 1 - squares / variation : 0;
  const caltrackRmse = Math.sqrt(squares / (n - slopes));
  const guidelineRmse = Math.sqrt(squares / (n - slopes - 1));
  return {
    caltrack: {
      ...shared,
      family: 'caltrack',
      parameters: slopes,
      rSquared: caltrackR2,
      adjustedRSquared: adjusted(caltrackR2, n, slopes),
      rmse: caltrackRmse,
      cvrmse: ratio(caltrackRmse, magnitude),
      nmbe: ratio(bias, total),
    },
    guideline14: {
      ...shared,
      family: 'guideline14',
      parameters: slopes + 1,
      rSquared: guidelineR2,
      adjustedRSquared: adjusted(guidelineR2, n, slopes),
      rmse: guidelineRmse,
      cvrmse: ratio(guidelineRmse, mean),
      nmbe: ratio(-bias, (n - slopes - 1) * mean),
    },
  };
}

/** n′ = n(1 − ρ)/(1 + ρ); n when ρ is undefined; null when it tends to 0 or is unbounded (spec §15 cases 27, 28). */
export function effectivePoints(n: number, autocorrelation: number | null): number | null {
  if (autocorrelation === null) return n;
  const points = (n * (1 - autocorrelation)) / (1 + autocorrelation);
  return points > 1e-6 && Number.isFinite(points) ? points : null;
}

/** null when one side does not vary beyond rounding; `scale`: the size of the numbers that rounding is relative to. */
function pearson(a: readonly number[], b: readonly number[], scale: number): number | null {
  const n = a.length;
  if (n < 2) return null;
  const ma = sum(a) / n;
  const mb = sum(b) / n;
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let i = 0; i < n; i++) {
    const da = a[i]! - ma;
    const db = b[i]! - mb;
    aa += da * da;
    bb += db * db;
    ab += da * db;
  }
  const rounding = n * (scale * 1e-13) ** 2;
  return aa > rounding && bb > rounding ? Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb))) : null;
}

function adjusted(rSquared: number, n: number, slopes: number): number {
  return 1 - ((1 - rSquared) * (n - 1)) / (n - slopes - 1);
}

function ratio(a: number, b: number): number | null {
  const value = a / b;
  // + 0: JSON has no −0, and what is kept must read back the same.
  return Number.isFinite(value) ? value + 0 : null;
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const v of values) total += v;
  return total;
}
