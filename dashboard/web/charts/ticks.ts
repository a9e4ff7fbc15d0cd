import type { Format } from '../format/index.ts';
import { addDays, addMonths, dateAt, dayMs, partsAt, startOf, startOfMonth } from '../format/zone.ts';

/** Ticks of a time axis in the installation's zone; d3's own time ticks know the browser's zone only. */
export interface TimeTick {
  readonly at: number;
  readonly label: string;
}

const hourMs = 3_600_000;

/** At most about `room` labels: hours within a day, days within a month, months within a year. */
export function timeTicks(from: number, to: number, room: number, f: Format): readonly TimeTick[] {
  const span = to - from;
  if (span <= 2 * dayMs) return hours(from, to, room, f);
  if (span <= 100 * dayMs) return days(from, to, room, f);
  return months(from, to, room, f);
}

function hours(from: number, to: number, room: number, f: Format): TimeTick[] {
  const step = [1, 2, 3, 4, 6, 12].find((h) => (to - from) / hourMs / h <= room) ?? 24;
  const found: TimeTick[] = [];
  for (let at = Math.ceil(from / hourMs) * hourMs; at <= to; at += hourMs) {
    const { hour, minute } = partsAt(at, f.zone);
    // A day's own end is 24:00, as in a timetable.
    if (minute === 0 && at === to && hour === 0) found.push({ at, label: '24:00' });
    else if (minute === 0 && hour % step === 0) found.push({ at, label: `${hour}:00` });
  }
  return found;
}

function days(from: number, to: number, room: number, f: Format): TimeTick[] {
  const count = Math.round((to - from) / dayMs);
  const step = [1, 2, 5, 7, 10, 14].find((d) => count / d <= room) ?? 28;
  const found: TimeTick[] = [];
  const first = dateAt(from, f.zone);
  for (let i = 0, date = first; startOf(date, f.zone) < to; i++, date = addDays(date, 1)) {
    if (i % step !== 0) continue;
    const label = count <= 8 ? `${date.slice(5)} ${f.weekday(date)}` : String(Number(date.slice(8)));
    found.push({ at: startOf(date, f.zone), label: label });
  }
  return found;
}

function months(from: number, to: number, room: number, f: Format): TimeTick[] {
  const found: TimeTick[] = [];
  const count = Math.round((to - from) / dayMs / 30.4);
  const step = [1, 2, 3, 6].find((m) => count / m <= room) ?? 12;
  for (let date = startOfMonth(dateAt(from, f.zone)); startOf(date, f.zone) < to; date = addMonths(date, 1)) {
    const month = Number(date.slice(5, 7));
    const at = startOf(date, f.zone);
    // Months of more than a year need the year at each January.
    const label = month === 1 && count > 13 ? date.slice(0, 4) : f.month(month);
    if (at >= from && (month - 1) % step === 0) found.push({ at, label });
  }
  return found;
}
