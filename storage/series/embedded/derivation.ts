import type { IntervalBlock } from '../../../domain/metering/block.ts';
import type { Finding } from '../../../domain/metering/finding.ts';
import { judgeInstantaneous } from '../../../domain/metering/instantaneous-judgement.ts';
import { affectedByHold, deriveInstantaneous, holdMs } from '../../../domain/metering/instantaneous.ts';
import type { MeterRules } from '../../../domain/metering/meter.ts';
import { affectedRange, readingsFor, RegisterJudgement, type Arrivals } from '../../../domain/metering/register.ts';
import { isRegisterPoint } from '../../../domain/points.ts';
import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { SampleColumns } from '../port.ts';
import { PointDecisions } from './decisions.ts';
import type { Range } from './ranges.ts';

/** Samples; when the row of each first arrived is asked for rarely. */
export interface ArrivedSamples extends SampleColumns {
  /** These samples' arrivals, others' may be among them. */
  readonly arrivals: () => Arrivals;
}

/** Samples with from ≤ ts < to and up to `around` more on either side. */
export type ReadSamples = (from: number, to: number, around: number) => ArrivedSamples;

/** The instants [from, to) whose intervals change when readings or decisions in `touched` (ends included) did. */
export function affected(read: ReadSamples, point: string, rules: MeterRules, touched: Range): Range {
  if (!isRegisterPoint(point)) return affectedByHold(touched.from, touched.to, rules.intervalMs);
  return affectedRange(readOver(read, rules, point), rules, point, touched.from, touched.to);
}

export interface DerivedDays {
  /** The quarter hours. */
  readonly block: IntervalBlock;
  /** What was found in the readings, those that begin before and after the days among them. */
  readonly findings: readonly Finding[];
}

/** Everything between these edges. */
export function deriveDays(read: ReadSamples, point: string, rules: MeterRules, edges: Float64Array): DerivedDays {
  const from = edges[0]!;
  const to = edges[edges.length - 1]!;
  if (isRegisterPoint(point)) {
    const { ts, value, arrivals } = readingsFor(readOver(read, rules, point), rules, point, from, to + 1);
    const judgement = new RegisterJudgement(ts, value, rules, point);
    return { block: judgement.block(edges), findings: judgement.findings(arrivals) };
  }
  const hold = holdMs(rules.intervalMs);
  const samples = read(from - 2 * hold, to + hold, 0);
  const { ts, value, findings } = judgeInstantaneous(samples.ts, samples.value, rules, point);
  return { block: deriveInstantaneous(ts, value, rules.intervalMs, edges), findings };
}

/**
 * Nothing when the quarter hours from `from` on can be derived of what is here.
 * @throws HistoryNeeded
 */
export function requireHistory(read: ReadSamples, point: string, rules: MeterRules, from: number): void {
  if (isRegisterPoint(point)) readingsFor(readOver(read, rules, point), rules, point, from, from);
  else read(from - 2 * holdMs(rules.intervalMs), from, 0);
}

/** What people ignored is read over, and does not count. */
function readOver(read: ReadSamples, rules: MeterRules, point: string): ReadSamples {
  const { ignored } = new PointDecisions(rules, point);
  if (ignored.length === 0) return read;
  return (from, to, around) => {
    for (;;) {
      const samples = read(from, to, around);
      const first = samples.ts[0] ?? from;
      const last = samples.ts[samples.ts.length - 1] ?? to;
      const before = ignored.find((stretch) => stretch.from < from && stretch.to >= first);
      const after = ignored.find((stretch) => stretch.to >= to && stretch.from <= last);
      if (before === undefined && after === undefined) return samples;
      if (before !== undefined) from = before.from;
      if (after !== undefined) to = after.to + 1;
    }
  };
}

/** Whole local days that overlap [from, to): first midnight, midnight after the last. */
export function wholeDays(calendar: LocalCalendar, { from, to }: Range): Range {
  const last = calendar.startOfDay(Math.max(from, to - 1));
  return { from: calendar.startOfDay(from), to: calendar.nextDay(last) };
}
