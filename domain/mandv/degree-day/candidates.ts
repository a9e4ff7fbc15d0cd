import type { DegreeDayModelName } from '../types.ts';
import { gridF } from './grid.ts';

/** Points to fit: use per day, its weight, and for each balance point of the grid a column of degree-days per day, °F. */
export interface Design {
  readonly y: Float64Array;
  /** Null: all 1 (OLS). */
  readonly weights: Float64Array | null;
  /** Length of each point in days: what degree-day totals are counted with. */
  readonly days: Float64Array;
  readonly heating: readonly Float64Array[];
  readonly cooling: readonly Float64Array[];
  /** Single days are never both below Bh and above Bc ≥ Bh: the cross product is then known without adding it up. */
  readonly disjoint: boolean;
  readonly rules: { readonly coolingAllowed: boolean; readonly minimumDays: number; readonly minimumTotal: number };
}

/** A candidate with its coefficients per °F and day. */
export interface Candidate {
  readonly name: DegreeDayModelName;
  /** Index in the grid, or −1. */
  readonly heating: number;
  readonly cooling: number;
  readonly intercept: number;
  readonly heatingSlope: number;
  readonly coolingSlope: number;
  readonly adjustedRSquared: number;
}
export interface Choice {
  /** null: no candidate qualifies (“NO MODEL”). */
  readonly best: Candidate | null;
  readonly qualified: readonly Candidate[];
  readonly disqualified: number;
  readonly notAttempted: number;
}

/** R² that differ by less are equal, and the earlier candidate wins: rounding must not choose (spec §15 case 26). */
const tie = 1e-12;

/** One column about its weighted mean; null when CalTRACK's rules say not to attempt it. */
interface Column {
  readonly mean: number;
  readonly xx: number;
  readonly xy: number;
  readonly centred: Float64Array;
  /** Centred × weight. */
  readonly weighted: Float64Array;
}

/** CalTRACK 2.0 §3.4: all candidates in the order of the text; qualified ones with adjusted R². */
export function chooseCandidate(design: Design): Choice {
  const { y, weights } = design;
  const n = y.length;
  let weight = 0;
  let meanY = 0;
  for (let i = 0; i < n; i++) {
    const w = weights === null ? 1 : weights[i]!;
    weight += w;
    meanY += w * y[i]!;
  }
  meanY /= weight;
  let total = 0;
  for (let i = 0; i < n; i++) total += (weights === null ? 1 : weights[i]!) * (y[i]! - meanY) ** 2;
  const constant = !(total > weight * (meanY * 1e-13) ** 2);

  const qualified: Candidate[] = [];
  let disqualified = 0;
  let notAttempted = 0;
  let best: Candidate | null = null;
  const judge = (
    name: DegreeDayModelName,
    heating: number,
    cooling: number,
    intercept: number,
    heatingSlope: number,
    coolingSlope: number,
    residual: number,
  ): void => {
    const slopes = (heating >= 0 ? 1 : 0) + (cooling >= 0 ? 1 : 0);
    const adjustedRSquared = slopes === 0 ? 0 : 1 - residual / (n - slopes - 1) / (total / (n - 1));
    // Negated, so that NaN (columns that can't be told apart) is disqualified too.
    if (!(intercept >= 0 && heatingSlope >= 0 && coolingSlope >= 0 && Number.isFinite(adjustedRSquared))) {
      disqualified++;
      return;
    }
    const candidate = { name, heating, cooling, intercept, heatingSlope, coolingSlope, adjustedRSquared };
    qualified.push(candidate);
    if (best === null || adjustedRSquared > best.adjustedRSquared + tie) best = candidate;
  };

  if (n > 0) judge('intercept_only', -1, -1, meanY, 0, 0, total);
  const column = (values: Float64Array): Column | null =>
    constant || n < 3 ? null : columnMoments(values, design, weight, meanY);
  const heatingColumns = design.heating.map(column);
  heatingColumns.forEach((h, index) => {
    if (h === null) return void notAttempted++;
    const slope = h.xy / h.xx;
    judge('hdd_only', index, -1, meanY - slope * h.mean, slope, 0, total - slope * h.xy);
  });
  if (!design.rules.coolingAllowed) return { best, qualified, disqualified, notAttempted };

  const coolingColumns = design.cooling.map(column);
  coolingColumns.forEach((c, index) => {
    if (c === null) return void notAttempted++;
    const slope = c.xy / c.xx;
    judge('cdd_only', -1, index, meanY - slope * c.mean, 0, slope, total - slope * c.xy);
  });
  for (let ci = 0; ci < gridF.length; ci++) {
    const c = coolingColumns[ci]!;
    for (let hi = 0; hi <= ci; hi++) {
      const h = heatingColumns[hi]!;
      if (h === null || c === null || n < 4) {
        notAttempted++;
        continue;
      }
      const hc = crossMoment(h, c, design.disjoint, weight);
      const determinant = h.xx * c.xx - hc * hc;
      const collinear = !(determinant > 1e-12 * h.xx * c.xx);
      const heatingSlope = collinear ? NaN : (h.xy * c.xx - c.xy * hc) / determinant;
      const coolingSlope = collinear ? NaN : (c.xy * h.xx - h.xy * hc) / determinant;
      const intercept = meanY - heatingSlope * h.mean - coolingSlope * c.mean;
      const residual = total - heatingSlope * h.xy - coolingSlope * c.xy;
      judge('cdd_hdd', hi, ci, intercept, heatingSlope, coolingSlope, residual);
    }
  }
  return { best, qualified, disqualified, notAttempted };
}

function columnMoments(values: Float64Array, design: Design, weight: number, meanY: number): Column | null {
  const { y, weights, days, rules } = design;
  const n = y.length;
  let sum = 0;
  let degreeDays = 0;
  let nonZero = 0;
  for (let i = 0; i < n; i++) {
    const x = values[i]!;
    if (x <= 0) continue;
    nonZero++;
    degreeDays += x * days[i]!;
    sum += weights === null ? x : x * weights[i]!;
  }
  if (nonZero < rules.minimumDays || !(degreeDays >= rules.minimumTotal)) return null;
  const mean = sum / weight;
  const centred = new Float64Array(n);
  const weighted = weights === null ? centred : new Float64Array(n);
  let xx = 0;
  let xy = 0;
  for (let i = 0; i < n; i++) {
    const dx = values[i]! - mean;
    const wx = weights === null ? dx : dx * weights[i]!;
    centred[i] = dx;
    weighted[i] = wx;
    xx += wx * dx;
    xy += wx * (y[i]! - meanY);
  }
  return { mean, xx, xy, centred, weighted };
}

function crossMoment(h: Column, c: Column, disjoint: boolean, weight: number): number {
  if (disjoint) return -weight * h.mean * c.mean;
  let sum = 0;
  for (let i = 0; i < h.centred.length; i++) sum += h.centred[i]! * c.weighted[i]!;
  return sum;
}
