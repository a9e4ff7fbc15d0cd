import type { IntervalBlock } from './block.ts';
import type { MeterRules, RegisterRules } from './meter.ts';
import { coverageOf, qualityOf } from './quality.ts';

/** Helps the tests of this folder to read like a meter's page. */

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** `10:15` on 1 March 2026 UTC; `+1 10:15` on the day after. */
export function at(clock: string): number {
  const match = /^(?:\+(\d+) )?(\d\d):(\d\d)(?::(\d\d))?$/.exec(clock);
  if (match === null) throw new Error(`not a clock time: ${clock}`);
  const [, days = '0', hours, minutes, seconds = '0'] = match;
  return (
    Date.UTC(2026, 2, 1) + Number(days) * day + Number(hours) * hour + Number(minutes) * minute + Number(seconds) * 1000
  );
}

export function meterRules(intervalMs: number, register: Partial<RegisterRules> = {}): MeterRules {
  return {
    intervalMs,
    registerPoint: 'energy_kwh',
    register: { multiplier: [{ from: -Infinity, value: 1 }], replacements: [], ...register },
  };
}

/** Edges from one clock time to another. */
export function every(stepMs: number, from: string, to: string): Float64Array {
  return Float64Array.from({ length: (at(to) - at(from)) / stepMs + 1 }, (_, i) => at(from) + i * stepMs);
}

export function columns(readings: readonly (readonly [string, number])[]): { ts: Float64Array; value: Float64Array } {
  return {
    ts: Float64Array.from(readings, ([clock]) => at(clock)),
    value: Float64Array.from(readings, ([, value]) => value),
  };
}

/** Each interval as `value quality`, with the coverage where a part is unknown. */
export function rows(block: IntervalBlock, intervalMs: number): string[] {
  return Array.from(block.value, (value, i) => {
    const coverage = coverageOf(block, i);
    const shown = Number.isNaN(value) ? 'null' : String(value);
    return `${shown} ${qualityOf(block, i, intervalMs)}${coverage === 1 ? '' : ` ${Number(coverage.toFixed(4))}`}`;
  });
}
