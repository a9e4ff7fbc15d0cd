import type { IntervalBlock } from '../../../domain/metering/block.ts';
import { affectedByHold, deriveInstantaneous, holdMs } from '../../../domain/metering/instantaneous.ts';
import type { MeterRules } from '../../../domain/metering/meter.ts';
import { affectedRange, contextReadings, deriveRegister } from '../../../domain/metering/register.ts';
import { isRegisterPoint } from '../../../domain/points.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { SampleColumns } from '../port.ts';
import type { Range } from './ranges.ts';

/** Samples with from ≤ ts < to and up to `around` more on either side. */
export type ReadSamples = (from: number, to: number, around: number) => SampleColumns;

const nearMs = 7 * 86_400_000;

/** The instants [from, to) whose intervals change when readings in `touched` (ends included) did. */
export function affected(read: ReadSamples, point: string, rules: MeterRules, touched: Range): Range {
  if (!isRegisterPoint(point)) return affectedByHold(touched.from, touched.to, rules.intervalMs);
  if (touched.to - touched.from <= nearMs) {
    return affectedRange(read(touched.from, touched.to + 1, contextReadings).ts, touched.from, touched.to);
  }
  // Each end reaches as far as its own neighbours say: what lies between need not be read for it.
  const end = (at: number) => affectedRange(read(at, at + 1, contextReadings).ts, at, at);
  return { from: end(touched.from).from, to: end(touched.to).to };
}

/** The quarter hours between these edges. */
export function deriveDays(read: ReadSamples, point: string, rules: MeterRules, edges: Float64Array): IntervalBlock {
  const from = edges[0]!;
  const to = edges[edges.length - 1]!;
  if (isRegisterPoint(point)) {
    const { ts, value } = read(from, to + 1, contextReadings);
    return deriveRegister(ts, value, rules, point, edges);
  }
  const { ts, value } = read(from - holdMs(rules.intervalMs), to, 0);
  return deriveInstantaneous(ts, value, rules.intervalMs, edges);
}

/**
 * Nothing when the quarter hours from `from` on can be derived of what is here.
 * @throws HistoryNeeded
 */
export function requireHistory(read: ReadSamples, point: string, rules: MeterRules, from: number): void {
  if (isRegisterPoint(point)) read(from, from, contextReadings);
  else read(from - holdMs(rules.intervalMs), from, 0);
}

/** Whole local days that overlap [from, to): first midnight, midnight after the last. */
export function wholeDays(calendar: LocalCalendar, { from, to }: Range): Range {
  const last = calendar.startOfDay(Math.max(from, to - 1));
  return { from: calendar.startOfDay(from), to: calendar.nextDay(last) };
}
