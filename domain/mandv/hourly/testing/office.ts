import { LocalCalendar } from '../../../time/calendar.ts';
import type { BaselineData, HourlyObservations, MandvCarrier } from '../../types.ts';

export const hourMs = 3_600_000;
export const unoccupiedLoad = 10;
export const occupiedLoad = 50;

export interface Site {
  readonly timeZone?: string;
  readonly carrier?: MandvCarrier;
  /** Local date and hour → kWh, °C. */
  readonly use?: (local: Local) => number;
  readonly temperature?: (ts: number) => number;
}
export interface Local {
  readonly date: string;
  /** Monday = 0. */
  readonly weekday: number;
  readonly hour: number;
  readonly temperature: number;
}

/** An office: Monday to Friday from 8 to 18, heating and cooling on top. */
export function office({ weekday, hour, temperature }: Local): number {
  const open = weekday < 5 && hour >= 8 && hour < 18;
  const weather = 0.8 * Math.max(15 - temperature, 0) + 1.2 * Math.max(temperature - 20, 0);
  return (open ? occupiedLoad : unoccupiedLoad) + weather;
}

export function seasons(ts: number): number {
  const days = ts / (24 * hourMs);
  return (
    15 -
    14 * Math.cos((2 * Math.PI * (days - 15)) / 365.25) -
    5 * Math.cos(2 * Math.PI * (days % 1)) +
    3 * Math.sin(days)
  );
}

/** Every hour from one local midnight to another. */
export function hoursOf(from: string, to: string, site: Site = {}): HourlyObservations {
  const { timeZone = 'Asia/Shanghai', use = office, temperature = seasons } = site;
  const calendar = new LocalCalendar(timeZone);
  const [first, end] = [calendar.localMidnight(from), calendar.localMidnight(to)];
  const startsAt = Float64Array.from({ length: (end - first) / hourMs }, (_, i) => first + i * hourMs);
  const outside = startsAt.map((ts) => temperature(ts));
  const energy = startsAt.map((ts, i) => use({ ...localOf(calendar, ts), temperature: outside[i]! }));
  return { startsAt, energy, temperature: outside };
}

export function localOf(calendar: LocalCalendar, ts: number): Omit<Local, 'temperature'> {
  const text = calendar.iso(ts);
  const date = text.slice(0, 10);
  return { date, weekday: (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7, hour: Number(text.slice(11, 13)) };
}

export function baseline(observations: HourlyObservations, site: Site = {}): BaselineData<HourlyObservations> {
  const { timeZone = 'Asia/Shanghai', carrier = 'electricity' } = site;
  return { purpose: 'baseline', carrier, timeZone, observations };
}

/** Without the hours for which `drop` says so. */
export function without(
  hours: HourlyObservations,
  timeZone: string,
  drop: (local: Omit<Local, 'temperature'>) => boolean,
) {
  const calendar = new LocalCalendar(timeZone);
  const kept = [...hours.startsAt.keys()].filter((i) => !drop(localOf(calendar, hours.startsAt[i]!)));
  return {
    startsAt: Float64Array.from(kept, (i) => hours.startsAt[i]!),
    energy: Float64Array.from(kept, (i) => hours.energy[i]!),
    temperature: Float64Array.from(kept, (i) => hours.temperature[i]!),
  };
}
