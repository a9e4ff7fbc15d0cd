import type { LocalCalendar } from '../time/calendar.ts';
import type { ComfortDuty } from './contract.ts';
import type { ZoneDay } from './settlement.ts';

/** An indoor meter over local days. */
export interface ComfortZone {
  readonly meter: string;
  readonly dates: readonly string[];
  /** Instants of day i in steps of 15 minutes: 97, or 93 and 101 when the clocks change. */
  edgesOfDay(day: number): Float64Array;
  /** °C, the mean of each of its quarter hours; NaN = unknown, whatever is the reason. */
  meansOfDay(day: number): Float64Array;
}

export interface ComfortInputs {
  readonly comfort: ComfortDuty;
  readonly minCompletenessPct: number;
  readonly calendar: LocalCalendar;
  readonly zones: readonly ComfortZone[];
  /** Make-up workdays count, holidays don't. */
  readonly isWorkday: (date: string) => boolean;
}

/**
 * Whether each zone was kept comfortable on each day: judged on the quarter hours that begin in occupied time, by the
 * clock on the wall; the bounds themselves are inside. Not kept: more than `tolerancePct` of the known ones lie outside.
 * Where too few are known: only when the ones outside are too many whatever the unknown ones were, else unknown. A day
 * without occupied time is no zone-day. By date, then in the order of the zones.
 */
export function zoneDays(inputs: ComfortInputs): readonly ZoneDay[] {
  const { comfort, calendar, zones, isWorkday } = inputs;
  const days = zones.flatMap((zone, order) =>
    zone.dates.flatMap((date, i) => {
      if (comfort.days === 'workdays' && !isWorkday(date)) return [];
      const edges = zone.edgesOfDay(i);
      const occupied = occupiedQuarters(edges, comfort.hours, calendar);
      if (occupied.length === 0) return [];
      return { order, zoneDay: { meter: zone.meter, date, ...judged(zone.meansOfDay(i), occupied, inputs) } };
    }),
  );
  days.sort((a, b) => (a.zoneDay.date < b.zoneDay.date ? -1 : a.zoneDay.date > b.zoneDay.date ? 1 : a.order - b.order));
  return days.map(({ zoneDay }) => zoneDay);
}

function judged(
  means: Float64Array,
  occupied: readonly number[],
  { comfort: { minC, maxC, tolerancePct }, minCompletenessPct }: ComfortInputs,
): Pick<ZoneDay, 'state' | 'outsidePct'> {
  let [known, outside] = [0, 0];
  for (const quarter of occupied) {
    const mean = means[quarter] ?? NaN;
    if (!Number.isFinite(mean)) continue;
    known += 1;
    if ((minC !== null && mean < minC) || (maxC !== null && mean > maxC)) outside += 1;
  }
  const enough = known > 0 && known * 100 >= minCompletenessPct * occupied.length;
  const tooMany = outside * 100 > tolerancePct * (enough ? known : occupied.length);
  return {
    state: tooMany ? 'not-kept' : enough ? 'kept' : 'unknown',
    outsidePct: known === 0 ? null : (outside * 100) / known,
  };
}

/** Their numbers within the day, from 0. */
function occupiedQuarters(edges: Float64Array, hours: ComfortDuty['hours'], calendar: LocalCalendar): number[] {
  const ordinary = edges.length === 97;
  const occupied: number[] = [];
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const minute = ordinary ? i * 15 : minuteOnTheWall(calendar, edges[i]!);
    if (hours.length === 0 || hours.some((span) => within(minute, span))) occupied.push(i);
  }
  return occupied;
}

/** A night shift, 22:00 to 06:00, runs over midnight. */
function within(minute: number, { fromMinute, toMinute }: ComfortDuty['hours'][number]): boolean {
  return fromMinute < toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute;
}

function minuteOnTheWall(calendar: LocalCalendar, at: number): number {
  const iso = calendar.iso(at);
  return Number(iso.slice(11, 13)) * 60 + Number(iso.slice(14, 16));
}
