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
    into.weight = 0;
    into.mean.fill(0);
    into.cross.fill(0);
    for (let g = 0; g < groups.length; g += 1) {
      const rows = weights[g]! * this.counts[groups[g]!]!;
      into.weight += rows;
      for (let i = 0; i < k; i += 1) into.mean[i]! += rows * this.#means[groups[g]! * k + i]!;
    }
    if (into.weight === 0) return;
    for (let i = 0; i < k; i += 1) into.mean[i]! /= into.weight;
    for (let g = 0; g < groups.length; g += 1) {
      const group = groups[g]!;
      const weight = weights[g]!;
      const rows = weight * this.counts[group]!;
      if (rows === 0) continue;
      for (let i = 0; i < k; i += 1) this.#delta[i] = this.#means[group * k + i]! - into.mean[i]!;
      for (let i = 0; i < k; i += 1) {
        for (let j = 0; j <= i; j += 1) {
          into.cross[i * k + j]! +=
            weight * this.#cross[(group * k + i) * k + j]! + rows * this.#delta[i]! * this.#delta[j]!;
        }
      }
    }
    for (let i = 0; i < k; i += 1) for (let j = 0; j < i; j += 1) into.cross[j * k + i] = into.cross[i * k + j]!;
  }

  #addMeans(groupOf: Int32Array, rows: Float64Array): void {
    const k = this.columns;
    for (let row = 0; row < groupOf.length; row += 1) {
      const group = groupOf[row]!;
      this.counts[group]! += 1;
      for (let i = 0; i < k; i += 1) this.#means[group * k + i]! += rows[row * k + i]!;
    }
    for (let group = 0; group < this.counts.length; group += 1) {
      if (this.counts[group] === 0) continue;
      for (let i = 0; i < k; i += 1) this.#means[group * k + i]! /= this.counts[group]!;
    }
  }

  #addCross(groupOf: Int32Array, rows: Float64Array): void {
    const k = this.columns;
    for (let row = 0; row < groupOf.length; row += 1) {
      const group = groupOf[row]!;
      for (let i = 0; i < k; i += 1) this.#delta[i] = rows[row * k + i]! - this.#means[group * k + i]!;
      for (let i = 0; i < k; i += 1) {
        const di = this.#delta[i]!;
        if (di === 0) continue;
        for (let j = 0; j <= i; j += 1) this.#cross[(group * k + i) * k + j]! += di * this.#delta[j]!;
      }
    }
  }
}
