import type { WireMandvModel, WireScatterPoint } from '../../../../domain/wire-mandv.ts';

/** Parameters of a degree-day model with what their digits are worth. */
export interface ParameterErrors {
  readonly base: number;
  readonly heating: number | null;
  readonly cooling: number | null;
}

/**
 * Half widths at 90 % of intercept and slopes: ordinary least squares at the balance points as found, with the noise
 * inflated by n ÷ n′ for days that follow each other (spec §9.3, V4). null for models that are not fitted to days.
 */
export function parameterErrors(
  model: WireMandvModel,
  points: readonly WireScatterPoint[],
  quantile = 1.65,
): ParameterErrors | null {
  const p = model.parameters;
  const { rmse, nPrime, n } = model.statistics.guideline14;
  if (p === null || model.method !== 'daily' || nPrime === null || nPrime <= 0) return null;
  const terms: ((t: number) => number)[] = [() => 1];
  const { heatingBalanceC: bh, coolingBalanceC: bc } = p;
  if (p.heatingSlope !== null && bh !== null) terms.push((t) => Math.max(bh - t, 0));
  if (p.coolingSlope !== null && bc !== null) terms.push((t) => Math.max(t - bc, 0));
  const days = points.filter((d) => d.period === 'baseline');
  if (days.length <= terms.length) return null;
  const products = terms.map((a) =>
    terms.map((b) => days.reduce((sum, d) => sum + a(d.temperatureC) * b(d.temperatureC), 0)),
  );
  const inverse = inverted(products);
  if (!inverse) return null;
  const errors = terms.map((_, i) => quantile * rmse * Math.sqrt(Math.max(0, inverse[i]![i]!) * (n / nPrime)));
  const heating = p.heatingSlope === null ? null : errors[1]!;
  return { base: errors[0]!, heating, cooling: p.coolingSlope === null ? null : errors.at(-1)! };
}

/** Gauss and Jordan with pivots; null when the columns say the same. */
function inverted(matrix: readonly (readonly number[])[]): number[][] | null {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, k) => (k === i ? 1 : 0))]);
  for (let i = 0; i < size; i++) {
    const pivot = rows
      .slice(i)
      .reduce((best, row, k) => (Math.abs(row[i]!) > Math.abs(rows[best]![i]!) ? k + i : best), i);
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    const lead = rows[i]![i]!;
    if (Math.abs(lead) < 1e-12) return null;
    rows[i] = rows[i]!.map((v) => v / lead);
    for (let k = 0; k < size; k++) {
      if (k === i) continue;
      const by = rows[k]![i]!;
      rows[k] = rows[k]!.map((v, c) => v - by * rows[i]![c]!);
    }
  }
  return rows.map((row) => row.slice(size));
}

/** Rounded to the first digit that the half width can tell (steps of 1, 2 or 5): 3,362 ± 78 → 3,360 ± 80. */
export function honest(value: number, half: number | null): { value: number; half: number | null; decimals: number } {
  if (half === null || !(half > 0)) {
    const decimals = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
    return { value: value === 0 ? 0 : Number(value.toPrecision(3)), half: null, decimals: Math.min(4, decimals) };
  }
  const power = 10 ** Math.floor(Math.log10(half));
  const leading = half / power;
  const step = leading >= 5 ? power : leading >= 2 ? power / 2 : power / 5;
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  const round = (v: number) => Math.round(v / step) * step;
  return { value: round(value), half: Math.max(step, round(half)), decimals };
}

/** `17–20 °C`: whole degrees of what fits nearly as well; one degree when they agree. */
export function balanceText(range: readonly [number, number]): string {
  const [low, high] = range.map(Math.round) as [number, number];
  const text = (v: number) => (v < 0 ? `−${-v}` : String(v));
  return low === high ? `${text(low)} °C` : `${text(low)}–${text(high)} °C`;
}
