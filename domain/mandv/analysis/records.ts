import type { LocalCalendar } from '../../time/calendar.ts';
import { dailyFromHours } from '../data/days.ts';
import type { DailyObservations, MandvCarrier } from '../types.ts';
import type { MeterRecord } from './types.ts';

/** Electricity that stands at 0 is missing (a building always draws something); gas at 0 is a summer (spec §3). */
export function cleaned(record: MeterRecord, carrier: MandvCarrier): MeterRecord {
  if (carrier !== 'electricity') return record;
  const energy = (column: Float64Array): Float64Array => column.map((value) => (value === 0 ? NaN : value));
  return record.kind === 'hours'
    ? { kind: 'hours', hours: { ...record.hours, energy: energy(record.hours.energy) } }
    : { kind: 'days', days: { ...record.days, energy: energy(record.days.energy) } };
}

export function daysOf(record: MeterRecord, calendar: LocalCalendar, completeUntil = Infinity): DailyObservations {
  if (record.kind === 'hours') return dailyFromHours(record.hours, calendar, { completeUntil });
  const { days } = record;
  const whole = (column: Float64Array): Float64Array =>
    column.map((value, i) => (days.edges[i + 1]! > completeUntil ? NaN : value));
  return { ...days, energy: whole(days.energy), temperature: whole(days.temperature) };
}
