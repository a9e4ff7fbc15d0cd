import { quadrature } from './uncertainty.ts';

/** One meter's saving with what tells it from another: its daily usage over a common axis of days. */
export interface PortfolioMeter {
  readonly id: string;
  readonly saving: number;
  readonly halfWidth: number | null;
  /** Usage by day, the same days for all meters; NaN = missing. */
  readonly usage: Float64Array;
}
export interface PortfolioSaving {
  readonly saving: number;
  readonly halfWidth: number | null;
  /** Meters that move as one, so that their bands add up rather than in quadrature; ids, two or more each. */
  readonly merged: readonly (readonly string[])[];
}

/** |r| from which two "meters" are fixed shares of one (spec §9.3: b70/b71 of the Cambridge archive). */
const sameMeter = 0.999;
const fewestDays = 30;

/**
 * Sum of savings with its band. Quadrature holds for independent meters only: apportioned ones (|r| > 0.999) are merged
 * first, their half-widths added (spec §15 case 30).
 */
export function portfolioSaving(meters: readonly PortfolioMeter[]): PortfolioSaving {
  const groups: PortfolioMeter[][] = [];
  for (const meter of meters) {
    const related = groups.filter((group) => group.some((other) => movesAsOne(meter.usage, other.usage)));
    const group = [...related.flat(), meter];
    for (const old of related) groups.splice(groups.indexOf(old), 1);
    groups.push(group);
  }
  return {
    saving: meters.reduce((sum, meter) => sum + meter.saving, 0),
    halfWidth: quadrature(groups.map(added)),
    merged: groups.filter((group) => group.length > 1).map((group) => group.map((meter) => meter.id)),
  };
}

function added(group: readonly PortfolioMeter[]): number | null {
  let sum = 0;
  for (const { halfWidth } of group) {
    if (halfWidth === null) return null;
    sum += halfWidth;
  }
  return sum;
}

/** Pearson correlation over the days that both have; too few of them, or a constant meter: not related. */
function movesAsOne(a: Float64Array, b: Float64Array): boolean {
  let [n, meanA, meanB, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const [x, y] = [a[i]!, b[i]!];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    n += 1;
    // Welford: usage of a big meter is large beside its variation.
    const [dx, dy] = [x - meanA, y - meanB];
    meanA += dx / n;
    meanB += dy / n;
    aa += dx * (x - meanA);
    bb += dy * (y - meanB);
    ab += dx * (y - meanB);
  }
  return n >= fewestDays && aa > 0 && bb > 0 && Math.abs(ab) / Math.sqrt(aa * bb) > sameMeter;
}
