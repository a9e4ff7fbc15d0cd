import type { WireEvery } from '../../../../domain/wire.ts';
import type { Mark } from '../../charts/mark.ts';
import type { Format } from '../../format/index.ts';
import {
  addDays,
  addMonths,
  dateAt,
  startOf,
  startOfMonth,
  startOfWeek,
  startOfYear,
  type LocalDate,
} from '../../format/zone.ts';
import type { View } from '../../router/route.ts';

/** The stretch of local time that a view shows, and the one before it for comparison. */
export interface Period {
  readonly view: View;
  readonly first: LocalDate;
  /** The day after the last one. */
  readonly end: LocalDate;
  readonly from: number;
  readonly to: number;
  readonly previousFrom: number;
  readonly every: WireEvery;
}

const everyOf: Record<View, WireEvery> = { day: '15m', week: '1h', month: '1d', year: '1mo' };

function step(date: LocalDate, view: View, by: number): LocalDate {
  if (view === 'day') return addDays(date, by);
  if (view === 'week') return addDays(date, 7 * by);
  return addMonths(date, view === 'month' ? by : 12 * by);
}

export function periodOf(view: View, date: LocalDate, zone: string): Period {
  const starts = { day: (d: LocalDate) => d, week: startOfWeek, month: startOfMonth, year: startOfYear };
  const first = starts[view](date);
  const end = step(first, view, 1);
  return {
    view,
    first,
    end,
    from: startOf(first, zone),
    to: startOf(end, zone),
    previousFrom: startOf(step(first, view, -1), zone),
    every: everyOf[view],
  };
}

/** The date for the address after one step; null when it would be today's period, which needs no date. */
export function stepped(period: Period, by: 1 | -1, today: LocalDate): LocalDate | null {
  const date = step(period.first, period.view, by);
  const next = step(date, period.view, 1);
  return date <= today && today < next ? null : date;
}

/** `2026-11-23 周一`, `11-23 – 11-29`, `2026-11`, `2026` */
export function periodName(period: Period, f: Format): string {
  const { view, first, end } = period;
  if (view === 'day') return `${first} ${f.weekday(first)}`;
  if (view === 'week') return `${first} – ${addDays(end, -1).slice(5)}`;
  return view === 'month' ? first.slice(0, 7) : first.slice(0, 4);
}

/**
 * The period before, laid under this one: hours by hours, days by their number, months by their name. An interval of which
 * only a part is known is no measure to compare with.
 */
export function aligned(previous: readonly Mark[], period: Period, zone: string): readonly Mark[] {
  const { view } = period;
  const whole = previous.map((m) => (m.quality === 'missing' ? { ...m, value: null } : m));
  if (view === 'day' || view === 'week') {
    const by = period.from - period.previousFrom;
    return whole.map((m) => ({ ...m, at: m.at + by, until: m.until + by }));
  }
  return whole.flatMap((m) => {
    const date = dateAt(m.at, zone);
    const to = step(date, view, 1);
    // A 31st has no place in a month of 30 days.
    if (to.slice(8) !== date.slice(8)) return [];
    const until = view === 'month' ? addDays(to, 1) : addMonths(to, 1);
    return [{ ...m, at: startOf(to, zone), until: startOf(until, zone) }];
  });
}
