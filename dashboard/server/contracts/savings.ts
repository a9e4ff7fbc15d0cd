import { combined, cumulative } from '../../../domain/contract/combine.ts';
import type { Duty, Forecast } from '../../../domain/contract/duty.ts';
import { contractConfidence, yearForecast } from '../../../domain/contract/forecast.ts';
import { dateOf, dayOf, termYear, yearOf } from '../../../domain/contract/local-days.ts';
import { moneyOf } from '../../../domain/contract/lots.ts';
import { guaranteePath, perDayOf, type GuaranteePath } from '../../../domain/contract/path.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { WireContractSavings, WireContractYear, WireSavingDay } from '../../../domain/wire-contracts.ts';
import { dateAt, type Span } from './spans.ts';
import { daysOf, placeOf, pricedOf, type ContractView } from './view.ts';

/** A calendar year of the term: places of its days in the columns, those that are over. */
export interface ViewYear {
  readonly year: number;
  readonly from: string;
  readonly to: string;
  readonly first: number;
  readonly end: number;
  readonly path: GuaranteePath | null;
}

/** Of the term that have begun; one without a beginning begins where anything is known. */
export function yearsOf(view: ContractView, calendar: LocalCalendar): readonly ViewYear[] {
  const { contract, figures } = view;
  const begin = figures[0]?.edges[0] === undefined ? contract.term.from : dateAt(figures[0].edges[0], calendar);
  const perDay = perDayOf(figures);
  const years: ViewYear[] = [];
  for (let year = yearOf(begin); year <= yearOf(view.today); year += 1) {
    const span = termYear(contract.term, year);
    if (span === null || span.from > dayOf(view.today)) continue;
    const [from, to] = [dateOf(span.from), dateOf(span.to - 1)];
    const first = Math.max(0, placeOf(view, from, calendar));
    const end = Math.min(daysOf(view), placeOf(view, to, calendar) + 1);
    years.push({ year, from, to, first, end: Math.max(first, end), path: guaranteePath(contract, year, perDay) });
  }
  return years;
}

export function forecastOf(view: ContractView, { year, first, end, path }: ViewYear): Forecast | null {
  const { contract, figures } = view;
  const span = termYear(contract.term, year)!;
  const today = dayOf(view.today);
  if (today >= span.to) return null;
  return yearForecast({
    ...{ meters: figures, from: first, to: end },
    rest: { from: Math.max(today, span.from), to: span.to },
    ...{ guarantee: path?.guarantee ?? null, confidenceRule: contract.confidenceRule },
  });
}

/** Savings of local days [from, to), those of the term that are over. */
export function savingsOf(
  view: ContractView,
  span: Span,
  duties: readonly Duty[],
  calendar: LocalCalendar,
): WireContractSavings {
  const { contract, figures, boundary } = view;
  const edges = figures[0]?.edges ?? new Float64Array(0);
  const n = daysOf(view);
  const [first, end] = [placeFrom(edges, n, span.from), placeFrom(edges, n, span.to)];
  const years = yearsOf(view, calendar);
  const days = years.flatMap((year) => daysOfYear(view, year, first, end, calendar));
  const sum = combined(figures, first, end);
  return {
    contract: contract.id,
    unit: boundary.unit,
    confidence: contractConfidence,
    from: dateAt(span.from, calendar),
    to: dateAt(span.to, calendar),
    days,
    months: monthsOf(view, days, first),
    years: years.map((year) => wireYear(view, year, duties)),
    total: { ...sidesOf(sum), money: moneyOf(pricedOf(view), first, end) },
  };
}

/** Place of the first day that begins at an instant or later. */
function placeFrom(edges: Float64Array, n: number, ts: number): number {
  let place = 0;
  while (place < n && edges[place]! < ts) place += 1;
  return place;
}

function daysOfYear(
  view: ContractView,
  year: ViewYear,
  first: number,
  end: number,
  calendar: LocalCalendar,
): WireSavingDay[] {
  const [from, to] = [Math.max(first, year.first), Math.min(end, year.end)];
  if (from >= to) return [];
  const { figures } = view;
  // The sum of a year begins with it, whatever was asked for.
  const running = cumulative(figures, year.first, to);
  const days: WireSavingDay[] = [];
  for (let place = from; place < to; place += 1) {
    const i = place - year.first;
    const date = dateAt(figures[0]!.edges[place]!, calendar);
    const one = combined(figures, place, place + 1);
    days.push({
      date,
      ...sidesOf(one),
      cumulative: known(running.running[i]!),
      cumulativeHalfWidth: known(running.runningHalfWidth[i]!),
      path: year.path?.cumulative[dayOf(date) - year.path.days.from] ?? null,
      completenessPct: one.completenessPct,
      estimated: figures.some((meter) => meter.measured[place]! < meter.known[place]!),
    });
  }
  return days;
}

function monthsOf(view: ContractView, days: readonly WireSavingDay[], first: number) {
  const { figures } = view;
  const months: WireContractSavings['months'][number][] = [];
  for (let at = 0, end = 0; at < days.length; at = end) {
    const month = days[at]!.date.slice(0, 7);
    while (end < days.length && days[end]!.date.startsWith(month)) end += 1;
    const sum = combined(figures, first + at, first + end);
    const money = moneyOf(pricedOf(view), first + at, first + end);
    months.push({ month, ...sidesOf(sum), completenessPct: sum.completenessPct, money });
  }
  return months;
}

function wireYear(view: ContractView, year: ViewYear, duties: readonly Duty[]): WireContractYear {
  const begun = year.end > year.first;
  const sum = combined(view.figures, year.first, year.end);
  return {
    ...{ year: year.year, from: year.from, to: year.to },
    guarantee: year.path?.guarantee ?? null,
    saving: sum.saving,
    halfWidth: sum.halfWidth,
    completenessPct: begun ? sum.completenessPct : null,
    forecast: forecastOf(view, year),
    path: year.path === null ? [] : monthEnds(year.path),
    verdict: duties.find(({ id }) => id === `energy-${year.year}`)?.verdict ?? null,
  };
}

function monthEnds({ days, cumulative: sums }: GuaranteePath): WireContractYear['path'] {
  const ends: { date: string; amount: number }[] = [];
  for (let day = days.from; day < days.to; day += 1) {
    const date = dateOf(day);
    if (day + 1 < days.to && dateOf(day + 1).slice(0, 7) === date.slice(0, 7)) continue;
    ends.push({ date, amount: sums[day - days.from]! });
  }
  return ends;
}

const sidesOf = ({ expected, actual, saving, halfWidth }: ReturnType<typeof combined>) => ({
  expected,
  actual,
  saving,
  halfWidth,
});

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
