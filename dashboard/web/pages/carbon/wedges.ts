import type { WireOutlook, WireTarget, WireWedge } from '../../../../domain/wire-carbon.ts';
import { isSettled, measuresOf } from './charts/trajectory.ts';

/** One line between the forecast and the target; `from` and `to` are where its bar begins and ends, t CO₂e. */
export interface WedgeRow {
  readonly kind: 'measure' | 'contracts' | 'gap' | 'spare';
  readonly wedge: WireWedge | null;
  /** Contracts in it. */
  readonly count: number;
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

/** From the forecast of the target year, measure by measure, to the target. Contracts stand as one line when there are several. */
export function waterfallOf(outlook: WireOutlook | null, target: WireTarget | null): Waterfall | null {
  const end = outlook?.years.find(({ year }) => year === target?.targetYear) ?? outlook?.years.at(-1);
  if (!outlook || !target || !end) return null;
  const of = (one: WireWedge) => one.years.find(({ year }) => year === end.year)?.tonnes ?? 0;
  const all = measuresOf(outlook.wedges, end.year).filter((one) => of(one) > 0);
  const contracts = all.filter(({ source, state }) => source === 'contract' && isSettled({ state }));
  const single = contracts.length > 1 ? all.filter((one) => !contracts.includes(one)) : all;
  const rows: WedgeRow[] = [];
  let level = end.without;
  const put = (row: Omit<WedgeRow, 'from' | 'to'>, sign = 1) => {
    rows.push({ ...row, from: level, to: level - sign * row.tonnes });
    level -= sign * row.tonnes;
  };
  if (contracts.length > 1)
    put({
      ...{ kind: 'contracts', wedge: contracts[0]!, count: contracts.length, settled: true },
      tonnes: contracts.reduce((sum, one) => sum + of(one), 0),
    });
  for (const wedge of single) put({ kind: 'measure', wedge, count: 1, settled: isSettled(wedge), tonnes: of(wedge) });
  const gap = level - target.targetTco2e;
  if (gap > 0.5) put({ kind: 'gap', wedge: null, count: 0, settled: false, tonnes: gap });
  else if (gap < -0.5) put({ kind: 'spare', wedge: null, count: 0, settled: false, tonnes: -gap }, -1);
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
