/** Eigenvalues (n) and eigenvectors (n × n, column j belongs to value j) of a small symmetric matrix, row-major. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

const mostSweeps = 60;

/** Cyclic Jacobi rotations: accurate to the last digits for the handful of columns that a segment has. */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const a = Float64Array.from(matrix);
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) vectors[i * n + i] = 1;
  for (let sweep = 0; sweep < mostSweeps && !isDiagonal(a, n); sweep += 1) {
    for (let p = 0; p < n; p += 1) for (let q = p + 1; q < n; q += 1) rotate(a, vectors, n, p, q);
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!), vectors };
}

function isDiagonal(a: Float64Array, n: number): boolean {
  let trace = 0;
  for (let p = 0; p < n; p += 1) trace += Math.abs(a[p * n + p]!);
  for (let p = 0; p < n; p += 1) {
    for (let q = p + 1; q < n; q += 1) if (Math.abs(a[p * n + q]!) > 1e-16 * trace) return false;
  }
  return true;
}

function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q]!;
  if (apq === 0) return;
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  a[p * n + p]! -= t * apq;
  a[q * n + q]! += t * apq;
  a[p * n + q] = a[q * n + p] = 0;
  for (let i = 0; i < n; i += 1) {
    if (i !== p && i !== q) {
      const aip = a[i * n + p]!;
      const aiq = a[i * n + q]!;
      a[i * n + p] = a[p * n + i] = c * aip - s * aiq;
      a[i * n + q] = a[q * n + i] = s * aip + c * aiq;
    }
    const vip = vectors[i * n + p]!;
    const viq = vectors[i * n + q]!;
    vectors[i * n + p] = c * vip - s * viq;
    vectors[i * n + q] = s * vip + c * viq;
  }
}
