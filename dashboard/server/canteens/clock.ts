import type { CanteenClock } from '../../../domain/canteen/clock.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';

const minuteMs = 60_000;

/** The clock on a canteen's wall. Events come in the order of time: the day that was asked for last is remembered. */
export function canteenClock(calendar: LocalCalendar): CanteenClock {
  let day = { start: NaN, end: NaN, date: '', even: false };
  const dayOf = (ts: number) => {
    if (ts >= day.start && ts < day.end) return day;
    const start = calendar.startOfDay(ts);
    const end = calendar.nextDay(start);
    // Elapsed minutes are those of the clock where it is not changed and the day begins at midnight.
    const even = end - start === 24 * 60 * minuteMs && calendar.iso(start).slice(11, 16) === '00:00';
    return (day = { start, end, date: calendar.iso(ts).slice(0, 10), even });
  };
  return {
    dateOf: (ts) => dayOf(ts).date,
    minuteOf(ts) {
      const { start, even } = dayOf(ts);
      if (even) return Math.floor((ts - start) / minuteMs);
      const [hours, minutes] = calendar.iso(ts).slice(11, 16).split(':');
      return Number(hours) * 60 + Number(minutes);
    },
    startOf: (date) => calendar.localMidnight(date),
  };
}
