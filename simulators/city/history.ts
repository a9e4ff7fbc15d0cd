import { isRegisterPoint } from '../../domain/points.ts';
import type { DemoCity } from './city.ts';
import type { DemoMeter } from './meters.ts';

/** Columns for the collector's bulk door. */
export interface HistoryColumns {
  readonly ts: Float64Array;
  readonly points: Readonly<Record<string, Float64Array>>;
}

/**
 * What the meter read at each whole step in [from, to), as its live readings would have said. A register's history
 * holds the register only: its power holds for a minute, and a value each quarter of an hour would show gaps.
 */
export function demoHistory(
  city: DemoCity,
  meter: DemoMeter,
  from: number,
  to: number,
  stepMs: number,
): HistoryColumns {
  const first = Math.ceil(from / stepMs);
  const ts = Float64Array.from({ length: Math.max(0, Math.ceil(to / stepMs) - first) }, (_, i) => (first + i) * stepMs);
  if (isRegisterPoint(meter.point)) {
    return { ts, points: { [meter.point]: ts.map((at) => city.registerAt(meter, at)) } };
  }
  const points: Record<string, Float64Array> = {};
  for (const [i, at] of ts.entries()) {
    for (const [point, value] of Object.entries(city.valuesAt(meter, at))) {
      (points[point] ??= new Float64Array(ts.length).fill(NaN))[i] = value;
    }
  }
  return { ts, points };
}
