import { isRegisterPoint } from '../../domain/points.ts';
import type { DemoCity } from './city.ts';
import type { DemoMeter } from './meters.ts';

/** Columns for the collector's bulk door. */
export interface HistoryColumns {
  readonly ts: Float64Array;
  readonly points: Readonly<Record<string, Float64Array>>;
}

/**
 * What the meter said at each whole step in [from, to), faults included, by its own clock. A register's history
 * holds its registers only: its power holds for a minute, and a value each quarter of an hour would show gaps.
 */
export function demoHistory(
  city: DemoCity,
  meter: DemoMeter,
  from: number,
  to: number,
  stepMs: number,
): HistoryColumns {
  const first = Math.ceil(from / stepMs);
  const steps = Math.max(0, Math.ceil(to / stepMs) - first);
  const register = isRegisterPoint(meter.point);
  const ts: number[] = [];
  const points: Record<string, number[]> = {};
  for (let i = 0; i < steps; i++) {
    const at = (first + i) * stepMs;
    const said = register ? city.registersReadingAt(meter, at) : city.readingAt(meter, at);
    if (said === null) continue;
    for (const [point, value] of Object.entries(said.values)) {
      (points[point] ??= new Array<number>(ts.length).fill(NaN)).push(value);
    }
    ts.push(said.ts);
  }
  const columns = Object.entries(points).map(([point, values]) => [point, Float64Array.from(values)] as const);
  return { ts: Float64Array.from(ts), points: Object.fromEntries(columns) };
}
