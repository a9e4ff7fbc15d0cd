import type { Resolution } from '../metering/interval.ts';
import { civilFromDays, dayMs, daysFromCivil, daysInMonth } from './civil.ts';
import { ZoneOffsets } from './offsets.ts';

const quarterMs = 900_000;
const hourMs = 3_600_000;
const twoDigits = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));

/**
 * Local days, months, hours and quarters of one IANA zone. Instants are ms UTC. A local day begins at its first
 * instant and lasts 23, 24 or 25 hours; hours and quarters count elapsed time from there.
 */
export class LocalCalendar {
  readonly timeZone: string;
  readonly #offsets: ZoneOffsets;
  // iso() mostly writes instants of one day after another.
  #isoDay = NaN;
  #isoDate = '';
  #isoOffsetMs = NaN;
  #isoOffset = '';

  /** Throws a RangeError when the zone is unknown. */
  constructor(timeZone: string) {
    this.timeZone = timeZone;
    this.#offsets = new ZoneOffsets(timeZone);
  }

  /** First instant of the local day in which `ts` lies. */
  startOfDay(ts: number): number {
    return this.#midnight(this.#localDay(ts));
  }

  /** First instant of the local day after the one that begins at `dayStart`. */
  nextDay(dayStart: number): number {
    return this.#midnight(this.#localDay(dayStart) + 1);
  }

  /** First instant of the local month in which `ts` lies. */
  startOfMonth(ts: number): number {
    const { year, month } = civilFromDays(this.#localDay(ts));
    return this.#midnight(daysFromCivil(year, month, 1));
  }

  /** First instant of the local month after the one that begins at `monthStart`. */
  nextMonth(monthStart: number): number {
    const { year, month } = civilFromDays(this.#localDay(monthStart));
    return this.#midnight(month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1));
  }

  /** n + 1 instants of the local day in steps of 15 minutes: 96 intervals, 92 or 100 when the clocks change. */
  quarterEdges(dayStart: number): Float64Array {
    return this.#steps(dayStart, quarterMs);
  }

  /** n + 1 local midnights of the month. */
  dayEdges(monthStart: number): Float64Array {
    const end = this.nextMonth(monthStart);
    const edges = [monthStart];
    for (let day = monthStart; day < end;) edges.push((day = this.nextDay(day)));
    return Float64Array.from(edges);
  }

  /** Interval starts in [from, to), ascending, and the end of the last; empty when there is none. */
  edges(every: Resolution, from: number, to: number): Float64Array {
    if (!(from < to)) return new Float64Array(0);
    const edges: number[] = [];
    let end = NaN;
    if (every === '15m' || every === '1h') {
      const stepMs = every === '15m' ? quarterMs : hourMs;
      for (let day = this.startOfDay(from); day < to; day = this.nextDay(day)) {
        const steps = this.#steps(day, stepMs);
        for (let i = 0; i + 1 < steps.length; i += 1) {
          const start = steps[i]!;
          if (start < from || start >= to) continue;
          edges.push(start);
          end = steps[i + 1]!;
        }
      }
    } else {
      const daily = every === '1d';
      let start = daily ? this.startOfDay(from) : this.startOfMonth(from);
      while (start < to) {
        const next = daily ? this.nextDay(start) : this.nextMonth(start);
        if (start >= from) {
          edges.push(start);
          end = next;
        }
        start = next;
      }
    }
    if (edges.length > 0) edges.push(end);
    return Float64Array.from(edges);
  }

  /** ISO 8601 in the zone's offset at that instant; milliseconds only when they are not 0. */
  iso(ts: number): string {
    const offsetMs = this.#offsets.at(ts);
    const local = ts + offsetMs;
    const day = Math.floor(local / dayMs);
    if (day !== this.#isoDay) {
      this.#isoDay = day;
      this.#isoDate = isoDate(day);
    }
    if (offsetMs !== this.#isoOffsetMs) {
      this.#isoOffsetMs = offsetMs;
      this.#isoOffset = isoOffset(offsetMs);
    }
    const ms = local - day * dayMs;
    const seconds = Math.floor(ms / 1000);
    const minutes = Math.floor(seconds / 60);
    const clock = `${twoDigits[Math.floor(minutes / 60)]}:${twoDigits[minutes % 60]}:${twoDigits[seconds % 60]}`;
    const fraction = ms % 1000 === 0 ? '' : `.${String(Math.floor(ms % 1000)).padStart(3, '0')}`;
    return `${this.#isoDate}T${clock}${fraction}${this.#isoOffset}`;
  }

  /** First instant of the local day `YYYY-MM-DD`; throws a RangeError on anything else. */
  localMidnight(isoDate: string): number {
    const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(isoDate);
    const [year, month, day] = match ? match.slice(1).map(Number) : [];
    if (!(month! >= 1 && month! <= 12 && day! >= 1 && day! <= daysInMonth(year!, month!))) {
      throw new RangeError(`${isoDate} is not a date like 2026-11-23`);
    }
    return this.#midnight(daysFromCivil(year!, month!, day!));
  }

  /** The same date and time of day a year before; the 29th of February becomes the 28th. */
  yearBefore(ts: number): number {
    const day = this.#localDay(ts);
    const civil = civilFromDays(day);
    const year = civil.year - 1;
    const date = daysFromCivil(year, civil.month, Math.min(civil.day, daysInMonth(year, civil.month)));
    return this.#midnight(date) + (ts - this.#midnight(day));
  }

  #localDay(ts: number): number {
    return Math.floor((ts + this.#offsets.at(ts)) / dayMs);
  }

  /** First instant of a local day: 00:00, the earlier one when it comes twice, the change when clocks skip it. */
  #midnight(localDay: number): number {
    const local = localDay * dayMs;
    const before = this.#offsets.at(local - dayMs);
    const after = this.#offsets.at(local + dayMs);
    const earlier = local - Math.max(before, after);
    if (before === after || earlier + this.#offsets.at(earlier) === local) return earlier;
    const later = local - Math.min(before, after);
    const period = this.#offsets.periodAt(later);
    return later + period.offsetMs === local ? later : period.from;
  }

  #steps(dayStart: number, stepMs: number): Float64Array {
    const end = this.nextDay(dayStart);
    // Days of 23.5 hours exist (Lord Howe Island): the last hour is then a half.
    const n = Math.ceil((end - dayStart) / stepMs);
    const edges = new Float64Array(n + 1);
    for (let i = 0; i < n; i += 1) edges[i] = dayStart + i * stepMs;
    edges[n] = end;
    return edges;
  }
}

function isoDate(day: number): string {
  const { year, month, day: dayOfMonth } = civilFromDays(day);
  return `${String(year).padStart(4, '0')}-${twoDigits[month]}-${twoDigits[dayOfMonth]}`;
}

function isoOffset(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  return `${offsetMs < 0 ? '-' : '+'}${twoDigits[Math.floor(minutes / 60)]}:${twoDigits[minutes % 60]}`;
}
