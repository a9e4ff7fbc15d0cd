import type { Resolution } from '../metering/interval.ts';

/** Local days, months and hours of one IANA zone. Instants are ms UTC; hours count elapsed time from local midnight. */
export class LocalCalendar {
  readonly timeZone: string;

  constructor(timeZone: string) {
    this.timeZone = timeZone;
  }

  /** First instant of the local day in which `ts` lies. */
  startOfDay(_ts: number): number {
    throw new Error('not yet');
  }

  nextDay(_dayStart: number): number {
    throw new Error('not yet');
  }

  startOfMonth(_ts: number): number {
    throw new Error('not yet');
  }

  nextMonth(_monthStart: number): number {
    throw new Error('not yet');
  }

  /** n + 1 instants of the local day in steps of 15 minutes: 96 intervals, 92 or 100 when the clocks change. */
  quarterEdges(_dayStart: number): Float64Array {
    throw new Error('not yet');
  }

  /** n + 1 local midnights of the month. */
  dayEdges(_monthStart: number): Float64Array {
    throw new Error('not yet');
  }

  /** Interval starts in [from, to), ascending, and the end of the last; empty when there is none. */
  edges(_every: Resolution, _from: number, _to: number): Float64Array {
    throw new Error('not yet');
  }

  /** ISO 8601 in the zone's offset at that instant; milliseconds only when they are not 0. */
  iso(_ts: number): string {
    throw new Error('not yet');
  }

  /** First instant of the local day `YYYY-MM-DD`; throws a RangeError on anything else. */
  localMidnight(_isoDate: string): number {
    throw new Error('not yet');
  }
}
