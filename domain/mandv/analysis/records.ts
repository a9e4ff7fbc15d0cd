import type { LocalCalendar } from '../../time/calendar.ts';
import { dailyFromHours } from '../data/days.ts';
import type { DailyObservations, HourlyObservations, MandvCarrier } from '../types.ts';
import type { MeterRecord } from './types.ts';

const hourMs = 3_600_000;

/** Electricity that stands at 0 is missing (a building always draws something); gas at 0 is a summer (spec §3). */
export function cleaned(record: MeterRecord, carrier: MandvCarrier): MeterRecord {
  if (carrier !== 'electricity') return record;
  const energy = (column: Float64Array): Float64Array => column.map((value) => (value === 0 ? NaN : value));
  return record.kind === 'hours'
    ? { kind: 'hours', hours: { ...record.hours, energy: energy(record.hours.energy) } }
    : { kind: 'days', days: { ...record.days, energy: energy(record.days.energy) } };
}

/**
 * Local days of a record. At either end a day that the record reaches by half or less is no day of it: a year that was
 * cut at another zone's midnight has 365 days, not 366 with a missing one.
 */
export function daysOf(record: MeterRecord, calendar: LocalCalendar, completeUntil = Infinity): DailyObservations {
  if (record.kind === 'hours') {
    return reached(dailyFromHours(record.hours, calendar, { completeUntil }), record.hours);
  }
  const { days } = record;
  const whole = (column: Float64Array): Float64Array =>
    column.map((value, i) => (days.edges[i + 1]! > completeUntil ? NaN : value));
  return { ...days, energy: whole(days.energy), temperature: whole(days.temperature) };
}

function reached(days: DailyObservations, { startsAt }: HourlyObservations): DailyObservations {
  const n = days.energy.length;
  if (n < 2) return days;
  const { edges } = days;
  const half = (i: number): number => (edges[i]! + edges[i + 1]!) / 2;
  const first = startsAt[0]! >= half(0) ? 1 : 0;
  const end = startsAt.at(-1)! + hourMs <= half(n - 1) ? n - 1 : n;
  return first === 0 && end === n ? days : part(days, first, end);
}

/** Days [first, end) of them. */
export function part(days: DailyObservations, first: number, end: number): DailyObservations {
  return {
    edges: days.edges.subarray(first, end + 1),
    energy: days.energy.subarray(first, end),
    temperature: days.temperature.subarray(first, end),
    energyCoverage: days.energyCoverage.subarray(first, end),
    temperatureCoverage: days.temperatureCoverage.subarray(first, end),
  };
}
