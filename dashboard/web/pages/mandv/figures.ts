import type { WireMandvAnalysis, WireMandvSaving } from '../../../../domain/wire-mandv.ts';
import { fixed, type Format } from '../../format/index.ts';
import { addDays, addMonths, startOf, type LocalDate } from '../../format/zone.ts';

/** Figures of an analysis as the pages say them. Signs as on the wire: positive = saved. */

/** Half width of the band at a level (0…1); null: not defined. */
export function halfAt(saving: WireMandvSaving, level: number): number | null {
  const at = [saving.band, ...saving.bands].find((b) => Math.abs(b.confidence - level) < 1e-9);
  return at?.halfWidth ?? null;
}

/** Bands of days and months come at the analysis' own level; all levels differ by Student's quantile alone. */
export function bandRatio(a: Pick<WireMandvAnalysis, 'total'>, level: number): number | null {
  const own = a.total?.band.halfWidth ?? null;
  const wanted = a.total ? halfAt(a.total, level) : null;
  return own === null || wanted === null || own === 0 ? null : wanted / own;
}

export type Finding = 'saved' | 'increased' | 'not-distinguishable' | 'undefined';
/** What may be said of a saving with its band: nothing where the band holds zero or is not defined. */
export function finding(saving: number, half: number | null): Finding {
  if (half === null) return 'undefined';
  if (Math.abs(saving) <= half) return 'not-distinguishable';
  return saving > 0 ? 'saved' : 'increased';
}

/** Value and half width in one unit and in the same digits: `185.5 ± 28.9`, `MWh`. */
export function withBand(value: number, half: number | null, unit: string, f: Format) {
  const scale = f.unitScale(unit, Math.max(Math.abs(value), half ?? 0));
  const v = value / scale.divisor;
  const h = half === null ? null : half / scale.divisor;
  const decimals = decimalsFor(h ?? v, v);
  return { value: fixed(v, decimals), half: h === null ? null : fixed(h, decimals), unit: scale.unit };
}

/** Digits that the uncertainty leaves: three of its own, and at most four of the value. */
function decimalsFor(uncertainty: number, value: number): number {
  const digits = (v: number) => (v === 0 ? 1 : Math.floor(Math.log10(Math.abs(v))) + 1);
  return Math.max(0, Math.min(2, 3 - digits(uncertainty), 4 - Math.max(1, digits(value))));
}

/** The last day of a period whose end is exclusive. */
export const lastDay = (to: string): LocalDate => addDays(to.slice(0, 10), -1);
export const firstDay = (from: string): LocalDate => from.slice(0, 10);

export interface DayRow {
  readonly date: LocalDate;
  readonly at: number;
  readonly until: number;
  /** null: the day lacks usage or temperature. */
  readonly actual: number | null;
  readonly counterfactual: number | null;
  readonly saving: number | null;
  /** Up to and with this day; a missing day repeats the day before. */
  readonly cumulative: number;
  readonly half: number | null;
}

/** Days of the reporting period, or its months where bills are all that is known: what was used, what the model expected, what has added up. */
export function reportingDays(a: WireMandvAnalysis): readonly DayRow[] {
  const actual = new Map(a.scatter.points.filter((p) => p.period === 'reporting').map((p) => [p.date, p.energy]));
  const residual = new Map(a.residuals.filter((r) => r.period === 'reporting').map((r) => [r.date, r.residual]));
  const months = new Map(a.months.map((m) => [m.month, m]));
  return a.cumulative.map((day) => {
    let used = day.masked ? null : (actual.get(day.date) ?? null);
    const apart = residual.get(day.date) ?? null;
    let expected = used === null || apart === null ? null : used + apart;
    if (a.method === 'monthly') {
      // Bills know no days: both sides are the means of their month.
      const month = months.get(day.date.slice(0, 7));
      const mean = (sum: number | null | undefined) =>
        month && month.days > 0 && typeof sum === 'number' ? sum / month.days : null;
      used = day.masked ? null : mean(month?.actual);
      expected = day.masked ? null : mean(month?.counterfactual);
    }
    const bill = a.method === 'monthly';
    const first = bill && day.date < a.reporting.from.slice(0, 10) ? a.reporting.from.slice(0, 10) : day.date;
    return {
      date: day.date,
      at: startOf(first, a.timezone),
      until: startOf(bill ? addMonths(day.date, 1) : addDays(day.date, 1), a.timezone),
      actual: used,
      counterfactual: expected,
      saving: used === null || expected === null ? null : expected - used,
      cumulative: day.saving,
      half: day.halfWidth,
    };
  });
}

/** `9f3c41d8…b7e21a`: enough of a hash to compare by eye. */
export const shortHash = (hash: string): string => (hash.length > 20 ? `${hash.slice(0, 8)}…${hash.slice(-6)}` : hash);
