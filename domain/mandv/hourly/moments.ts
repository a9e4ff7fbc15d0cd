/** Weight, means and cross-products about the means of some rows: all that least squares needs of them. */
export interface Moments {
  weight: number;
  readonly mean: Float64Array;
  /** columns × columns, row-major, both triangles. */
  readonly cross: Float64Array;
}

export function emptyMoments(columns: number): Moments {
  return { weight: 0, mean: new Float64Array(columns), cross: new Float64Array(columns * columns) };
}

/**
 * Moments of rows by group, computed once and combined with other weights for every segment. Cross-products are taken
 * about each group's own mean, in two passes, so that no digits are lost in a temperature's square.
 */
export class GroupedMoments {
  readonly columns: number;
  readonly counts: Float64Array;
  readonly #means: Float64Array;
  readonly #cross: Float64Array;
  readonly #delta: Float64Array;

  /** `rows`: row-major, `columns` wide; `groupOf` each row. */
  constructor(columns: number, groups: number, groupOf: Int32Array, rows: Float64Array) {
    this.columns = columns;
    this.counts = new Float64Array(groups);
    this.#means = new Float64Array(groups * columns);
    this.#cross = new Float64Array(groups * columns * columns);
    this.#delta = new Float64Array(columns);
    this.#addMeans(groupOf, rows);
    this.#addCross(groupOf, rows);
  }

  /** `into` becomes the moments of the union of groups, each row of group i weighing weights[i]. */
  combine(groups: readonly number[], weights: readonly number[], into: Moments): void {
    const k = this.columns;
    const [means, crosses, delta] = [this.#means, this.#cross, this.#delta];
    const { mean, cross } = into;
    into.weight = 0;
    mean.fill(0);
    cross.fill(0);
    for (let g = 0; g < groups.length; g += 1) {
      const from = groups[g]! * k;
      const rows = weights[g]! * this.counts[groups[g]!]!;
      into.weight += rows;
      for (let i = 0; i < k; i += 1) mean[i]! += rows * means[from + i]!;
    }
    if (into.weight === 0) return;
    for (let i = 0; i < k; i += 1) mean[i]! /= into.weight;
    for (let g = 0; g < groups.length; g += 1) {
      const from = groups[g]! * k;
      const weight = weights[g]!;
      const rows = weight * this.counts[groups[g]!]!;
      if (rows === 0) continue;
      for (let i = 0; i < k; i += 1) delta[i] = means[from + i]! - mean[i]!;
      for (let i = 0; i < k; i += 1) {
        const di = rows * delta[i]!;
        const row = (from + i) * k;
        for (let j = 0; j <= i; j += 1) cross[i * k + j]! += weight * crosses[row + j]! + di * delta[j]!;
      }
    }
    for (let i = 0; i < k; i += 1) for (let j = 0; j < i; j += 1) cross[j * k + i] = cross[i * k + j]!;
  }

  #addMeans(groupOf: Int32Array, rows: Float64Array): void {
    const k = this.columns;
    const [means, counts] = [this.#means, this.counts];
    for (let row = 0; row < groupOf.length; row += 1) {
      const group = groupOf[row]!;
      counts[group]! += 1;
      for (let i = 0; i < k; i += 1) means[group * k + i]! += rows[row * k + i]!;
    }
    for (let group = 0; group < counts.length; group += 1) {
      if (counts[group] === 0) continue;
      for (let i = 0; i < k; i += 1) means[group * k + i]! /= counts[group]!;
    }
  }

  #addCross(groupOf: Int32Array, rows: Float64Array): void {
    const k = this.columns;
    const [means, cross, delta] = [this.#means, this.#cross, this.#delta];
    for (let row = 0; row < groupOf.length; row += 1) {
      const from = groupOf[row]! * k;
      for (let i = 0; i < k; i += 1) delta[i] = rows[row * k + i]! - means[from + i]!;
      for (let i = 0; i < k; i += 1) {
        const di = delta[i]!;
        // Most bins are empty or full in most hours.
        if (di === 0) continue;
        for (let j = 0; j <= i; j += 1) cross[(from + i) * k + j]! += di * delta[j]!;
      }
    }
  }
}
