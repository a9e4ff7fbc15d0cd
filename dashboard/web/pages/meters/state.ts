import { isRegisterPoint } from '../../../../domain/points.ts';
import type { LiveMeterRow, MeterState, WireMeter } from '../../../../domain/wire.ts';

/** State at this moment: a meter falls silent without any message, so the page judges by its own clock too. */
export function stateAt(lastReadingAt: number | null, intervalMs: number, now: number): MeterState {
  if (lastReadingAt === null) return 'never';
  const age = now - lastReadingAt;
  if (age <= 1.5 * intervalMs) return 'live';
  return age <= 3 * intervalMs ? 'late' : 'silent';
}

/** The point that tells what a meter does right now. */
export function ratePoint(meter: Pick<WireMeter, 'register' | 'points'>): string | null {
  const { point } = meter.register;
  if (!isRegisterPoint(point)) return point;
  const rate = point.startsWith('energy') || point === 'heat_gj' ? 'power_kw' : 'flow_m3h';
  return meter.points.includes(rate) ? rate : null;
}

/** The short row of a meter, as the live overview has it, taken from the full one. */
export function rowOf(meter: WireMeter): LiveMeterRow {
  const values: Record<string, number> = {};
  for (const [point, v] of Object.entries(meter.lastReading?.values ?? {})) values[point] = v.value;
  const lastReadingAt = meter.lastReading ? Date.parse(meter.lastReading.ts) : null;
  return { id: meter.id, state: meter.state, lastReadingAt, values };
}
