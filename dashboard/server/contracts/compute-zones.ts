import { zoneDays } from '../../../domain/contract/comfort.ts';
import type { ZoneDay } from '../../../domain/contract/settlement.ts';
import { dayKind } from '../../../domain/places/day-kind.ts';
import { LocalCalendar } from '../../../domain/time/calendar.ts';
import { qualities } from '../../../storage/series/port.ts';
import { dayNumber, dayTypesOf } from '../places/read.ts';
import type { ZonesJob } from './job.ts';
import { daysOfQuarters } from './quarters.ts';

const missing = qualities.indexOf('missing');

/** Zone-days of a contract. Pure; runs in a worker thread. */
export function computeZones(job: ZonesJob): ZoneDay[] {
  const calendar = new LocalCalendar(job.timeZone);
  const dayTypes = dayTypesOf(job.timeZone);
  const days = daysOfQuarters(calendar, job.from, job.to);
  const dates = Array.from(days.edges.subarray(0, -1), (start) => calendar.iso(start).slice(0, 10));
  const zones = job.zones.map(({ meter, value, quality }) => ({
    meter,
    dates,
    edgesOfDay: (day: number) => calendar.quarterEdges(days.edges[day]!),
    meansOfDay: (day: number) =>
      Float64Array.from({ length: days.first[day + 1]! - days.first[day]! }, (_, i) => {
        const at = days.first[day]! + i;
        return quality[at] === missing ? NaN : (value[at] ?? NaN);
      }),
  }));
  const isWorkday = (date: string): boolean => {
    const kind = dayKind(dayNumber(date), dayTypes);
    return kind === 'workday' || kind === 'make-up-workday';
  };
  return [
    ...zoneDays({ comfort: job.comfort, minCompletenessPct: job.minCompletenessPct, calendar, zones, isWorkday }),
  ];
}
