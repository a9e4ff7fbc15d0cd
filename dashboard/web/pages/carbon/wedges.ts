import type { WireOutlook, WireTarget } from '../../../../domain/wire-carbon.ts';
import { isSettled, measuresOf, type Wedge } from './charts/trajectory.ts';

/** One line between the forecast and the target; `from` and `to` are where its bar begins and ends, t CO₂e. */
export interface WedgeRow {
  readonly kind: 'measure' | 'gap' | 'spare';
  /** null: of a gap, or of what is more than needed. */
  readonly wedge: Wedge | null;
  readonly settled: boolean;
  readonly tonnes: number;
  readonly from: number;
  readonly to: number;
}
export interface Waterfall {
  readonly year: number;
  readonly without: number;
  readonly half: number;
  readonly target: number;
  readonly rows: readonly WedgeRow[];
  readonly domain: readonly [number, number];
}

/** From the forecast of the target year, measure by measure, to the target; what lacks, or is more than needed, is the last step. */
export function waterfallOf(outlook: WireOutlook | null, target: WireTarget | null): Waterfall | null {
  const end = outlook?.years.find(({ year }) => year === target?.targetYear) ?? outlook?.years.at(-1);
  if (!outlook || !target || !end) return null;
  const of = (one: Wedge) => one.years.find(({ year }) => year === end.year)?.tonnes ?? 0;
  const rows: WedgeRow[] = [];
  let level = end.without;
  const put = (row: Omit<WedgeRow, 'from' | 'to'>, to: number) => {
    rows.push({ ...row, from: level, to });
    level = to;
  };
  for (const wedge of measuresOf(outlook.wedges, end.year))
    if (of(wedge) > 0) put({ kind: 'measure', wedge, settled: isSettled(wedge), tonnes: of(wedge) }, level - of(wedge));
  const gap = level - target.targetTco2e;
  // Less than a tenth of a tonne is what binary sums leave over.
  if (Math.abs(gap) >= 0.1)
    put({ kind: gap > 0 ? 'gap' : 'spare', wedge: null, settled: false, tonnes: Math.abs(gap) }, target.targetTco2e);
  const levels = [end.without, target.targetTco2e, ...rows.flatMap(({ from, to }) => [from, to])];
  return {
    year: end.year,
    without: end.without,
    half: (end.high - end.low) / 2,
    target: target.targetTco2e,
    rows,
    domain: [Math.min(...levels), Math.max(...levels)],
  };
}
