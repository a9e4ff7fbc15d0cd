import { leastOf, meanOf } from '../../../../domain/alarms/figures.ts';
import { alarmRules } from '../../../../domain/alarms/rules.ts';
import type { AlarmKind, WireAlarm } from '../../../../domain/wire-alarms.ts';
import { addDays, dateAt, startOf, type LocalDate } from '../../format/zone.ts';

/** What an alarm is judged by, night by night, from the hours of its place or meter. */
export type CountedKind = Exclude<AlarmKind, 'meter-silent'>;

export interface Hours {
  /** Start of each hour, ISO 8601 with the installation's offset. */
  readonly ts: readonly string[];
  readonly value: readonly (number | null)[];
  /** One letter an hour, as the API has it; absent = unknown. */
  readonly quality?: string;
}

export interface Night {
  readonly date: LocalDate;
  /** null: not every hour is known. */
  readonly value: number | null;
  /** A part of it is an estimate: drawn, and not judged by. */
  readonly estimated: boolean;
  /** Beyond the limit, since the alarm opened. */
  readonly odd: boolean;
}

/** Days before an alarm that its picture shows, and the most that it shows at all. */
const before: Readonly<Record<CountedKind, number>> = {
  'night-base-load': 28,
  'weekend-base-load': 56,
  'night-flow': 28,
};
const most = 120;

/** Hours of the local day that the figure stands on; `to` exclusive. */
export const windowOf: Readonly<Record<CountedKind, { readonly from: number; readonly to: number }>> = {
  'night-base-load': alarmRules.night,
  'weekend-base-load': { from: 0, to: 24 },
  'night-flow': alarmRules.waterNight,
};

/** Local days whose hours are asked for: the time before it, the episode, and what came of it; `to` exclusive. */
export function spanOf(
  alarm: Pick<WireAlarm, 'openedAt' | 'closed'> & { readonly kind: CountedKind },
  now: number,
  zone: string,
): { readonly from: LocalDate; readonly to: LocalDate } {
  const today = dateAt(now, zone);
  const after = alarm.closed === null ? today : addDays(dateAt(Date.parse(alarm.closed.at), zone), 7);
  const to = addDays(after < today ? after : today, 1);
  const from = addDays(firstDay(alarm, zone), -before[alarm.kind]);
  const earliest = addDays(to, -most);
  return { from: from < earliest ? earliest : from, to };
}

/** One figure a night (day off), oldest first. A night that has not ended yet isn't there; one with a gap has no value. */
export function nightsOf(
  alarm: Pick<WireAlarm, 'openedAt' | 'limit'> & { readonly kind: CountedKind },
  hours: Hours,
  /** null: every day counts. */
  daysOff: ReadonlySet<LocalDate> | null,
  now: number,
  zone: string,
): readonly Night[] {
  const { from, to } = windowOf[alarm.kind];
  const opened = firstDay(alarm, zone);
  const days = new Map<LocalDate, { hours: Float64Array; estimated: boolean }>();
  hours.ts.forEach((ts, i) => {
    const date = ts.slice(0, 10);
    const hour = Number(ts.slice(11, 13));
    let day = days.get(date);
    if (day === undefined) days.set(date, (day = { hours: new Float64Array(24).fill(NaN), estimated: false }));
    day.hours[hour] = hours.value[i] ?? NaN;
    if (hour >= from && hour < to) day.estimated ||= hours.quality?.[i] === 'e';
  });
  return [...days]
    .filter(([date]) => (daysOff === null || daysOff.has(date)) && endOf(date, to, zone) <= now)
    .map(([date, day]) => {
      const figure = alarm.kind === 'night-flow' ? leastOf(day.hours, from, to) : meanOf(day.hours, from, to);
      const value = Number.isNaN(figure) ? null : alarm.kind === 'weekend-base-load' ? figure * 24 : figure;
      return {
        date,
        value,
        estimated: day.estimated,
        odd: value !== null && !day.estimated && alarm.limit !== null && value > alarm.limit && date >= opened,
      };
    });
}

/** A night is found in its own morning, a whole day in the morning after. */
export const firstDay = (alarm: { readonly kind: CountedKind; readonly openedAt: string }, zone: string): LocalDate =>
  addDays(dateAt(Date.parse(alarm.openedAt), zone), alarm.kind === 'weekend-base-load' ? -1 : 0);

const endOf = (date: LocalDate, hour: number, zone: string): number =>
  hour === 24 ? startOf(addDays(date, 1), zone) : startOf(date, zone) + hour * 3_600_000;
