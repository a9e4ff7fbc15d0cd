import type { Resolution } from '../../../domain/metering/interval.ts';
import type { IntervalColumns } from '../../../storage/series/port.ts';
import type { IntervalReader, PointOf } from '../intervals/reader.ts';

/** From when things are looked at: now, or as they were known at an instant. */
export interface Knowledge {
  /** ms UTC; today is the local day that it lies in. */
  readonly at: number;
  readonly asOf: number | null;
  read(point: PointOf, every: Resolution, from: number, to: number): Promise<IntervalColumns>;
}

export function knowledge(intervals: IntervalReader, now: number, asOf?: number): Knowledge {
  if (asOf === undefined) return { at: now, asOf: null, read: (point, ...span) => intervals.of(point, ...span) };
  return { at: asOf, asOf, read: (point, ...span) => intervals.asOf(point, ...span, asOf) };
}
