import { decimalsOf, pow10, toTicks, withoutDust } from './decimal.ts';
import { qualities } from './interval.ts';

/** One meter of a sum or difference. Instants are ms UTC, local midnights; a term counts in [from, to). */
export interface VirtualTerm {
  readonly meter: string;
  /** 1 adds, −1 takes away; any other factor is a share. */
  readonly factor: number;
  readonly from: number;
  readonly to: number;
}

/** Deeper than anybody builds; the register holds that there are no circles. */
const deepest = 32;

/**
 * The meters that are read behind a virtual one, however deep: factors multiplied, validities cut to what they have in
 * common. A meter may be there several times.
 * @param termsOf the terms of a virtual meter; null = it is read
 */
export function leavesOf(
  terms: readonly VirtualTerm[],
  termsOf: (meter: string) => readonly VirtualTerm[] | null,
  depth = 0,
): VirtualTerm[] {
  if (depth > deepest) throw new RangeError('virtual meters are nested in a circle');
  return terms.flatMap((term) => {
    const below = termsOf(term.meter);
    if (below === null) return [term];
    return leavesOf(below, termsOf, depth + 1)
      .map((leaf) => ({
        meter: leaf.meter,
        factor: leaf.factor * term.factor,
        from: Math.max(leaf.from, term.from),
        to: Math.min(leaf.to, term.to),
      }))
      .filter(({ from, to }) => from < to);
  });
}

/** Intervals of one meter on the common edges; `quality` as index into `qualities`, NaN = nothing known. */
export interface TermColumns {
  readonly value: Float64Array;
  readonly coverage: Float64Array;
  readonly quality: Uint8Array;
}

const missing = qualities.indexOf('missing');
/** A sum is as good as its worst part; a person's entry is better than a guess. */
const worstFirst = ['missing', 'estimated', 'manual', 'measured'].map((one) => qualities.findIndex((q) => q === one));
const rank = qualities.map((_, code) => worstFirst.indexOf(code));

/** Of an interval that runs all terms are known up to now, give or take their last readings. */
const sameMs = 30 * 60_000;

/**
 * Sum of the terms in each interval; every edge at which a term begins or ends must be an edge of the intervals.
 * Missing as soon as a term is, with the sum of what is known as known part; of a difference that lacks a
 * part nothing is known. Coverage is that of the worst term. Where no term counts, nothing is known.
 * @param edges n + 1 instants
 * @param columns of each term, on these edges
 * @param present ms UTC: of the interval that runs then, what is known of all terms is known of their difference
 */
export function combine(
  edges: ArrayLike<number>,
  terms: readonly VirtualTerm[],
  columns: readonly TermColumns[],
  present: number,
): TermColumns {
  const n = Math.max(0, edges.length - 1);
  const value = new Float64Array(n).fill(NaN);
  const coverage = new Float64Array(n);
  const quality = new Uint8Array(n).fill(missing);
  for (let i = 0; i < n; i += 1) {
    let known = 0;
    let takesAway = false;
    let worst = rank.length;
    let [least, most] = [1, 0];
    let active = 0;
    const sum = new DecimalSum();
    terms.forEach(({ factor, from, to }, k) => {
      if (from >= edges[i + 1]! || to <= edges[i]!) return;
      const column = columns[k]!;
      const part = column.value[i]!;
      worst = Math.min(worst, rank[column.quality[i]!]!);
      least = Math.min(least, column.coverage[i]!);
      most = Math.max(most, column.coverage[i]!);
      active += 1;
      takesAway ||= factor < 0;
      if (Number.isNaN(part)) return;
      sum.add(factor, part);
      known += 1;
    });
    if (worst === rank.length) continue;
    quality[i] = worstFirst[worst]!;
    if (known === 0) continue;
    const running = edges[i]! <= present && present < edges[i + 1]!;
    const upToNow = running && known === active && (most - least) * (edges[i + 1]! - edges[i]!) <= sameMs;
    if (takesAway && quality[i] === missing && !upToNow) continue;
    value[i] = sum.value();
    coverage[i] = least;
  }
  return { value, coverage, quality };
}

/** Sums of decimals times whole factors: exact to the last decimal of their parts, whatever cancels. */
class DecimalSum {
  #sum = 0;
  #decimals = 0;
  #exact = true;

  add(factor: number, part: number): void {
    this.#sum += factor * part;
    if (!Number.isInteger(factor)) this.#exact = false;
    else this.#decimals = decimalsOf(part, this.#decimals);
  }

  value(): number {
    return this.#exact ? toTicks(this.#sum, this.#decimals) / pow10(this.#decimals) : withoutDust(this.#sum);
  }
}

/**
 * Longer intervals from shorter ones: what they sum to, as good as the worst of them.
 * @param fine n + 1 edges, those of `edges` among them
 */
export function sumOver(fine: ArrayLike<number>, columns: TermColumns, edges: ArrayLike<number>): TermColumns {
  const n = Math.max(0, edges.length - 1);
  const value = new Float64Array(n).fill(NaN);
  const coverage = new Float64Array(n);
  const quality = new Uint8Array(n).fill(missing);
  let k = 0;
  for (let i = 0; i < n; i += 1) {
    const sum = new DecimalSum();
    let coveredMs = 0;
    let known = 0;
    let worst = rank.length;
    while (k + 1 < fine.length && fine[k]! < edges[i]!) k += 1;
    for (; k + 1 < fine.length && fine[k + 1]! <= edges[i + 1]!; k += 1) {
      worst = Math.min(worst, rank[columns.quality[k]!]!);
      coveredMs += columns.coverage[k]! * (fine[k + 1]! - fine[k]!);
      if (Number.isNaN(columns.value[k]!)) continue;
      sum.add(1, columns.value[k]!);
      known += 1;
    }
    if (worst < rank.length) quality[i] = worstFirst[worst]!;
    coverage[i] = coveredMs / (edges[i + 1]! - edges[i]!);
    if (known > 0) value[i] = sum.value();
  }
  return { value, coverage, quality };
}
