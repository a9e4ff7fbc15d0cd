import type { Duty, Evidence } from '../../../../domain/contract/duty.ts';
import { fixed, percent, type Format } from '../../format/index.ts';
import { dayMs, type LocalDate } from '../../format/zone.ts';
import type { Messages } from '../../messages/type.ts';
import type { View } from '../../router/route.ts';
import { rankOf, standingOf } from '../contracts/standing.ts';
import { withBand } from '../mandv/figures.ts';

/** Duties as the contract's page says them. */
type M = Messages['contracts'];

/** A value of a duty in its unit; yuan and energy as figures, shares in percent. */
export function dutyValue(value: number | null, unit: string, f: Format, m: M): string {
  if (value === null) return '—';
  if (unit === '%') return percent(value / 100, 1);
  if (unit === 'zone-days') return m.duty.zoneDays(fixed(value, 0));
  return f.text(value, unit);
}

/** What was reached, with its band: `183.6 ± 10.9 MWh`. */
export function actualText({ actual, unit, band }: Duty, f: Format, m: M): string {
  if (actual === null || band === null) return dutyValue(actual, unit, f, m);
  const said = withBand(actual, band.halfWidth, unit, f);
  return `${said.value} ± ${said.half}\u202f${said.unit}`;
}

/**
 * The one duty of each kind that counts for a year (or for the whole term): the worst of those whose time has come, or
 * the next that falls due. In the order in which the strip shows them.
 */
export function standingDuties(duties: readonly Duty[], year: number | 'term'): readonly Duty[] {
  const order: readonly Duty['kind'][] = ['energy', 'investment', 'data', 'comfort'];
  const of = (kind: Duty['kind']) => {
    const all = duties.filter((duty) => duty.kind === kind);
    // Money that is owed is owed whatever year is looked at.
    const within = kind === 'investment' ? all : all.filter(({ due }) => year === 'term' || due.startsWith(`${year}-`));
    const chosen = within.length > 0 ? within : [];
    return chosen.toSorted(
      (a, b) =>
        rankOf(standingOf(a)) - rankOf(standingOf(b)) || (a.due < b.due ? 1 : -1) * (a.phase === 'open' ? -1 : 1),
    )[0];
  };
  return order.map(of).filter((duty) => duty !== undefined);
}

/** Duties of the table: those of the year, every milestone that is not of a year to come, the newest year first. */
export function tableDuties(duties: readonly Duty[], year: number | 'term'): readonly Duty[] {
  const order: readonly Duty['kind'][] = ['energy', 'investment', 'data', 'comfort'];
  return duties
    .filter((duty) => year === 'term' || duty.kind === 'investment' || duty.due.startsWith(`${year}-`))
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.due < b.due ? -1 : 1));
}

/** How a meter's page shows days from `from` to `to`: the shortest view that holds them. */
export function meterView(from: LocalDate, to: LocalDate): View {
  const days = (Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / dayMs;
  return days <= 1 ? 'day' : days <= 7 ? 'week' : days <= 31 ? 'month' : 'year';
}

/** At most `most` pieces are listed, the telling ones first: zones that were not kept, meters that lack the most. */
export function tellingEvidence(evidence: readonly Evidence[], most: number) {
  const weight = (one: Evidence): number => {
    if (one.kind === 'zone-day') return one.outsidePct === null ? 101 : 100 - one.outsidePct;
    if (one.kind === 'readings') return 110 + one.completenessPct;
    return one.kind === 'model' ? 211 : 212;
  };
  const sorted = evidence.toSorted((a, b) => weight(a) - weight(b));
  return { shown: sorted.slice(0, most), more: Math.max(0, sorted.length - most) };
}

/** `9f3c…e21a` */
export const shortHash = (sha256: string): string =>
  sha256.length > 12 ? `${sha256.slice(0, 4)}…${sha256.slice(-4)}` : sha256;
