import type { WirePlaceDay } from '../../../../domain/wire-places.ts';
import { addDays, fixed, percent, weekday, type Format } from '../../format/index.ts';
import type { Messages } from '../../messages/type.ts';
import { againstBand, marksOfRates, spanOf } from './day-marks.ts';
import { dataState } from '../summary.ts';
import type { ChartTable } from '../table.ts';
import { tariffKind } from './tariff-kind.ts';

/** What a day of a place is compared with, in words. */
export interface DayNames {
  /** `11-23 周一` */
  readonly period: string;
  readonly day: string;
  readonly yesterday: string;
  readonly band: string;
  /** The band beside its end: `周一常态`. */
  readonly usual: string;
  readonly week: string;
}

export function dayNames(day: WirePlaceDay, today: string, m: Messages, f: Format): DayNames {
  const words = m.places;
  const name = words.weekdays[weekday(day.date) - 1]!;
  const like = words.likeDay[day.dayType](name);
  const count = String(day.likeDays.length);
  const present = day.date === today;
  const marked = day.dayType === 'holiday' || day.dayType === 'make-up-workday';
  return {
    period: `${day.date} ${f.weekday(day.date)}${marked ? ` ${words.dayTypes[day.dayType]}` : ''}`,
    day: present ? words.filter.present.day : `${day.date.slice(5)} ${f.weekday(day.date)}`,
    yesterday: `${present ? words.comparisons.yesterday : words.comparisons.dayBefore} ${f.weekday(addDays(day.date, -1))}`,
    band: words.comparisons.band(words.comparisons.counts[count] ?? count, like),
    usual: words.comparisons.usual(like),
    week: words.comparisons.week(name),
  };
}

/** A tariff period's word; a kind that pages don't know keeps its own name. */
export function tariffName(kind: string, m: Messages, short = false): string {
  const known = tariffKind(kind);
  return known === null ? kind : (short ? m.places.tariffMarks : m.places.tariffs)[known]!;
}

export const tariffAt = (day: WirePlaceDay, at: number) =>
  day.tariff.find(({ from, to }) => at >= Date.parse(from) && at < Date.parse(to)) ?? null;

/** What a chart of a day says to those who hear it. */
export function daySentence(day: WirePlaceDay, title: string, names: DayNames, m: Messages, f: Format): string[] {
  const { peak } = day.totals;
  if (peak === null) return [m.chart.summaryEmpty(title, names.period)];
  const words = m.places.chart;
  const share = againstBand(day);
  const said = [words.sentence(title, names.period, f.text(peak.rate, day.rateUnit), f.clock(Date.parse(peak.ts)))];
  if (share === null) return said;
  return [...said, words.sentenceBand(percent(share.inside / (share.inside + share.above + share.below), 0))];
}

/** How far the day can be trusted, up to `until`. */
export const dayState = (day: WirePlaceDay, until: number, m: Messages) =>
  dataState(marksOfRates(day.today, spanOf(day).starts), until, m);

/** The table behind the chart: what is known and what it is compared with, quarter hour by quarter hour. */
export function dayTable(day: WirePlaceDay, names: DayNames, m: Messages, f: Format): ChartTable {
  const { starts } = spanOf(day);
  const unit = day.rateUnit;
  const { chart, comparisons } = m.places;
  const letters: Record<string, string> = {
    m: m.quality.measured,
    e: m.quality.estimated,
    x: m.quality.missing,
    h: m.quality.manual,
  };
  const tariff = day.tariff.length > 0;
  return {
    columns: [
      chart.time,
      `${names.day} ${unit}`,
      m.chart.quality,
      `${names.yesterday} ${unit}`,
      `${names.week} ${unit}`,
      `${chart.low} ${unit}`,
      `${chart.high} ${unit}`,
      ...(day.pv ? [`${comparisons.pv} kW`] : []),
      ...(tariff ? [comparisons.tariff] : []),
    ],
    rows: starts.map((at, i) => [
      f.fullTime(at).slice(0, 16),
      day.today.rate[i] ?? null,
      letters[day.today.quality[i] ?? '-'] ?? '',
      day.yesterday.rate[i] ?? null,
      day.lastWeek.rate[i] ?? null,
      day.band.low[i] ?? null,
      day.band.high[i] ?? null,
      ...(day.pv ? [day.pv.rate[i] ?? null] : []),
      ...(tariff ? [tariffText(day, at, m)] : []),
    ]),
  };
}

export function tariffText(day: WirePlaceDay, at: number, m: Messages): string {
  const period = tariffAt(day, at);
  if (period === null) return '';
  const name = tariffName(period.kind, m);
  return period.price === null ? name : `${name} ${m.places.price(fixed(period.price, 4))}`;
}
