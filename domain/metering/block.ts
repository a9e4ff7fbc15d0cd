/**
 * Intervals of one point of one meter in columns, without holes: interval i is [edges[i], edges[i + 1]).
 * The finest block that is kept has 15-minute intervals; hours, local days and months are folded from finer blocks,
 * so every figure of a point rests on one calculation.
 */
export interface IntervalBlock {
  /** n + 1 instants, ms UTC, ascending. */
  readonly edges: Float64Array;
  /** Register: used in the interval, after the multiplier (known part only). Instantaneous: time-weighted mean. NaN: nothing known. */
  readonly value: Float64Array;
  /** How much of the interval is known, ms; coverage = knownMs ÷ duration. */
  readonly knownMs: Uint32Array;
  /** Bits of `flag`. */
  readonly flags: Uint8Array;
  /** Instantaneous points only: extremes of the values in force. */
  readonly min?: Float64Array;
  readonly max?: Float64Array;
}

export const flag = {
  /** A reading stands on the edge, or one on either side at most 1.5 × the meter's interval apart. */
  startEdgeMeasured: 1,
  endEdgeMeasured: 2,
  /** A reset, replacement or impossible step without closing and opening readings lies inside. */
  unresolved: 4,
  /** A person entered it. */
  manual: 8,
} as const;
