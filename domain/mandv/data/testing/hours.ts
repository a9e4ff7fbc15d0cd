import type { HourlyObservations, MandvCarrier } from '../../types.ts';
import { dayMs } from '../days.ts';

const hourMs = dayMs / 24;

/** Hours of one kind in any order; `startsAt` in ms UTC. */
export interface HourlyColumn {
  readonly startsAt: ArrayLike<number>;
  readonly value: ArrayLike<number>;
}

/**
 * Hours of energy and temperature brought together, ascending; an hour that has one of them only is kept. A zero of
 * electricity is a missing reading (CalTRACK §2.2.1); a zero of gas is data. Infinite values are missing.
 * @param ofTwo which row counts when an hour comes twice.
 */
export function hourlyObservations(
  energy: HourlyColumn,
  temperatureC: HourlyColumn,
  carrier: MandvCarrier,
  ofTwo: 'first' | 'last' = 'last',
): HourlyObservations {
  const used = byHour(energy, ofTwo, (value) => (carrier === 'electricity' && value === 0 ? NaN : value));
  const warmth = byHour(temperatureC, ofTwo, (value) => value);
  const hours = [...new Set([...used.keys(), ...warmth.keys()])].sort((a, b) => a - b);
  return {
    startsAt: Float64Array.from(hours),
    energy: Float64Array.from(hours, (at) => used.get(at) ?? NaN),
    temperature: Float64Array.from(hours, (at) => warmth.get(at) ?? NaN),
  };
}

/** Labels at the end of the hour (01:00 is the hour from 00:00) brought to its start (spec §15 case 20). */
export function fromHourEnds(column: HourlyColumn): HourlyColumn {
  return { startsAt: Float64Array.from(column.startsAt, (at) => at - hourMs), value: column.value };
}

function byHour(
  { startsAt, value }: HourlyColumn,
  ofTwo: 'first' | 'last',
  read: (value: number) => number,
): Map<number, number> {
  const hours = new Map<number, number>();
  for (let i = 0; i < startsAt.length; i++) {
    const v = value[i]!;
    // As they are: where zones are off by half an hour, local hours do not begin with hours of UTC.
    const hour = startsAt[i]!;
    if (ofTwo === 'first' && hours.has(hour)) continue;
    hours.set(hour, Number.isFinite(v) ? read(v) : NaN);
  }
  return hours;
}
