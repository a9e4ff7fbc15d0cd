import { symmetricEigen } from './symmetric.ts';

/** Below this share of the greatest eigenvalue (columns scaled to 1) a direction isn't in the data. */
const deficient = 1e-12;

/** Below this share of its mean square, a column's variance within levels is the rounding of their means. */
const rounding = 1e-20;

/** Normal equations of the slopes after the levels are eliminated, and what the levels add to the norm. */
export interface ReducedSystem {
  readonly columns: number;
  /** XᵀWX and XᵀWy about the means of each level. */
  readonly cross: Float64Array;
  readonly right: Float64Array;
  /** Σ x̄x̄ᵀ and Σ x̄ȳ over the levels: ‖levels‖² = Σ(ȳ − x̄·slopes)². */
  readonly levelCross: Float64Array;
  readonly levelRight: Float64Array;
}

/**
 * Least-squares slopes. When the design is rank-deficient, those of the solution whose slopes and levels together have
 * the least norm, as a pseudo-inverse of the whole design gives (spec §6.5).
 */
export function minimumNormSlopes(system: ReducedSystem): { slopes: Float64Array; rank: number } {
  const n = system.columns;
  const scale = Float64Array.from({ length: n }, (_, i) => {
    const variance = system.cross[i * n + i]!;
    return variance > rounding * system.levelCross[i * n + i]! ? 1 / Math.sqrt(variance) : 0;
  });
  const scaled = system.cross.map((value, at) => value * scale[Math.floor(at / n)]! * scale[at % n]!);
  const { values, vectors } = symmetricEigen(scaled, n);
  const threshold = deficient * values.reduce((most, value) => Math.max(most, value), 0);
  const slopes = new Float64Array(n);
  const missing: Float64Array[] = [];
  for (let j = 0; j < n; j += 1) {
    // A column that never varies within a level has scale 0: the direction is its own, at full length.
    const direction = Float64Array.from({ length: n }, (_, i) => vectors[i * n + j]! * (scale[i]! || 1));
    if (values[j]! <= threshold) {
      missing.push(direction);
      continue;
    }
    const along = dot(direction, system.right) / values[j]!;
    for (let i = 0; i < n; i += 1) slopes[i]! += along * direction[i]!;
  }
  for (const [at, step] of leastNormSteps(system, slopes, missing).entries()) {
    for (let i = 0; i < n; i += 1) slopes[i]! += step * missing[at]![i]!;
  }
  return { slopes, rank: n - missing.length };
}

/** How far to go along each direction that the data leave open: (Nᵀ(M + I)N) z = Nᵀ(m − (M + I)·slopes). */
function leastNormSteps(system: ReducedSystem, slopes: Float64Array, missing: readonly Float64Array[]): number[] {
  const n = system.columns;
  const timesNorm = (vector: Float64Array): Float64Array =>
    vector.map((value, i) => value + dot(system.levelCross.subarray(i * n, (i + 1) * n), vector));
  const pulled = timesNorm(slopes).map((value, i) => system.levelRight[i]! - value);
  const images = missing.map(timesNorm);
  return solvePositive(
    missing.map((direction) => images.map((image) => dot(direction, image))),
    missing.map((direction) => dot(direction, pulled)),
  );
}

/** Gaussian elimination of a positive definite system. */
function solvePositive(matrix: number[][], right: number[]): number[] {
  const n = right.length;
  for (let p = 0; p < n; p += 1) {
    for (let i = p + 1; i < n; i += 1) {
      const factor = matrix[i]![p]! / matrix[p]![p]!;
      for (let j = p; j < n; j += 1) matrix[i]![j]! -= factor * matrix[p]![j]!;
      right[i]! -= factor * right[p]!;
    }
  }
  for (let p = n - 1; p >= 0; p -= 1) {
    for (let j = p + 1; j < n; j += 1) right[p]! -= matrix[p]![j]! * right[j]!;
    right[p]! /= matrix[p]![p]!;
  }
  return right;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}
