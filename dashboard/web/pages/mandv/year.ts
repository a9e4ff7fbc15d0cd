import type { WireMandvAnalysis } from '../../../../domain/wire-mandv.ts';
import { addDays, startOf } from '../../format/zone.ts';
import type { DayRow } from './figures.ts';

/** The running reporting year on the cumulative chart: where it began, what is promised by its end, what is expected. */
export interface YearAhead {
  readonly start: number;
  readonly end: number;
  /** What had added up before the year began. */
  readonly base: number;
  /** base + guarantee; null: nothing is promised. */
  readonly promised: number | null;
  /** At the end of the year; null when the year is over or nothing is forecast. */
  readonly expected: number | null;
  readonly half: number | null;
}

/** `ratio`: from the analysis' own level to the one on screen, as `bandRatio` gives it. */
export function yearAhead(a: WireMandvAnalysis, rows: readonly DayRow[], ratio: number | null): YearAhead | null {
  const { forecast, guarantee } = a;
  if (!forecast && guarantee === null) return null;
  const first = a.reporting.from.slice(0, 10);
  const endDate = forecast ? forecast.until.slice(0, 10) : addDays(first, 365);
  const startDate = forecast ? addDays(endDate, -forecast.daysTotal) : first;
  const [start, end] = [startOf(startDate, a.timezone), startOf(endDate, a.timezone)];
  const base = rows.findLast((r) => r.until <= start)?.cumulative ?? 0;
  const open = forecast !== null && end > (rows.at(-1)?.until ?? start);
  const half = open ? forecast.band.halfWidth : null;
  const own = forecast !== null && Math.abs(forecast.band.confidence - a.confidence) < 1e-9;
  return {
    start,
    end,
    base,
    promised: guarantee === null ? null : base + guarantee,
    expected: open ? base + forecast.expected : null,
    half: half !== null && own && ratio !== null ? half * ratio : half,
  };
}

/** Stretches of days that count on neither side. */
export function maskedStretches(rows: readonly DayRow[]): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const r of rows) {
    if (r.actual !== null && r.counterfactual !== null) continue;
    const last = found.at(-1);
    if (last && last.to === r.at) last.to = r.until;
    else found.push({ from: r.at, to: r.until });
  }
  return found;
}

/** Where two lines are furthest apart: room for their names. −1 when both are never known. */
export function widestAt(upper: readonly (number | null)[], lower: readonly (number | null)[]): number {
  let best = -1;
  let most = -Infinity;
  for (let i = 6; i < upper.length - 1; i++) {
    const [u, l] = [upper[i] ?? null, lower[i] ?? null];
    if (u !== null && l !== null && u - l > most) [best, most] = [i, u - l];
  }
  return best;
}
