import type { LocalCalendar } from '../../time/calendar.ts';
import { sharesOf } from '../combine.ts';
import type { Contract } from '../contract.ts';
import type { Evidence } from '../duty.ts';
import type { MeterFigures } from '../figures.ts';
import type { EnteredPayment } from '../investment.ts';
import { dateOf, dayOf, termYear, yearOf, type DaySpan } from '../local-days.ts';
import type { ZoneDay } from '../settlement.ts';

/** All that a contract is judged by, as it was known at one instant. */
export interface DutyInputs {
  readonly contract: Contract;
  readonly calendar: LocalCalendar;
  /** Of the boundary, on common edges; one that is missing is one that nothing is known of. */
  readonly meters: readonly MeterFigures[];
  /** Every zone and day of the term that is over, unknown ones included. */
  readonly zoneDays: readonly ZoneDay[];
  /** Agreed entries, beside the payments in the contract's text. */
  readonly payments: readonly EnteredPayment[];
  /** Local day of the judgement; it is not over itself. */
  readonly at: string;
}

/** A calendar year of the term that has begun. Spans in days from 1970-01-01. */
export interface DutyYear {
  readonly year: number;
  readonly span: DaySpan;
  /** Its days that are over. */
  readonly past: DaySpan;
  readonly open: boolean;
  readonly due: string;
  /** The first day on which all of it is over. */
  readonly judgedFrom: string;
}

/** null: not a day of it is in the term, or it has not begun. */
export function dutyYear({ contract, at }: DutyInputs, year: number): DutyYear | null {
  const span = termYear(contract.term, year);
  const today = dayOf(at);
  if (span === null || span.from > today) return null;
  return {
    year,
    span,
    past: { from: span.from, to: Math.min(span.to, today) },
    open: today < span.to,
    due: dateOf(span.to - 1),
    judgedFrom: dateOf(span.to),
  };
}

/** All years of the term that have begun; of one without a beginning, those since anything is known. */
export function dutyYears(inputs: DutyInputs): readonly DutyYear[] {
  const { contract, at, zoneDays, meters, calendar } = inputs;
  const known = [
    yearOf(at),
    ...zoneDays.slice(0, 1).map(({ date }) => yearOf(date)),
    ...meters.flatMap(({ edges }) => (edges.length < 2 ? [] : yearOf(calendar.iso(edges[0]!)))),
  ];
  const first = contract.term.from < '1900' ? Math.min(...known) : yearOf(contract.term.from);
  const years: DutyYear[] = [];
  for (let year = first; year <= yearOf(at); year += 1) {
    const one = dutyYear(inputs, year);
    if (one !== null) years.push(one);
  }
  return years;
}

/** Days from 1970-01-01 as places in the figures' columns; before and after them it runs on. */
export function placesOf({ meters, calendar }: DutyInputs, span: DaySpan): DaySpan {
  const edges = meters.find(({ edges: own }) => own.length > 1)?.edges;
  if (edges === undefined) return { from: 0, to: 0 };
  const first = dayOf(calendar.iso(edges[0]!).slice(0, 10));
  return { from: span.from - first, to: span.to - first };
}

/** Known, measured and compared shares of days of each of the boundary's meters; 0 of those without figures. */
export function sharesByMeter(inputs: DutyInputs, span: DaySpan) {
  const places = placesOf(inputs, span);
  return inputs.contract.meters.map((id) => {
    const meter = inputs.meters.find((one) => one.meter === id);
    const none = { knownPct: 0, measuredPct: 0, comparedPct: 0 };
    return { id, meter: meter ?? null, ...(meter === undefined ? none : sharesOf(meter, places.from, places.to)) };
  });
}

/** Readings of days, as instants, the end exclusive: where `/readings?from&to` finds them. */
export function readingsOf(calendar: LocalCalendar, meter: string, span: DaySpan, completenessPct: number): Evidence {
  const at = (day: number) => calendar.iso(calendar.localMidnight(dateOf(day)));
  return { kind: 'readings', meter, from: at(span.from), to: at(span.to), completenessPct };
}
