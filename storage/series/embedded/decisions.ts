import { spanOfDecision, type Decision } from '../../../domain/metering/decision.ts';
import type { MeterRules } from '../../../domain/metering/meter.ts';
import type { Range } from './ranges.ts';

/** What people decided of one point, as far as reading and touching raw readings is concerned. */
export class PointDecisions {
  /** Readings that may not count, so they are no context to others. */
  readonly ignored: readonly Range[];
  /** Instants of readings that people took, ascending. */
  readonly taken: readonly number[];

  constructor(rules: MeterRules, point: string) {
    const mine = (rules.decisions ?? none).filter((decision) => decision.point === point);
    this.ignored = mine.filter((decision) => decision.kind === 'readings' && decision.as === 'ignored') as Range[];
    this.taken = mine.flatMap((decision) => (decision.kind === 'reading' ? [decision.at] : [])).sort((a, b) => a - b);
  }

  isIgnored(ts: number): boolean {
    return this.ignored.some(({ from, to }) => ts >= from && ts <= to);
  }

  /** The instants of readings that count, those that people took among them. */
  counted(ts: Float64Array): Float64Array {
    if (this.ignored.length === 0 && this.taken.length === 0) return ts;
    const counted = ts.filter((at) => !this.isIgnored(at));
    return Float64Array.from(new Set([...counted, ...this.taken])).sort();
  }
}

/** The stretch that has something to show because of decisions, whatever readings there are; `null`: none. */
export function extentOfDecisions(decisions: readonly Decision[] = none): Range | null {
  return unitedRange(
    decisions.filter(({ kind }) => kind === 'reading' || kind === 'amount').map((decision) => spanOfDecision(decision)),
  );
}

export function unitedRange(ranges: readonly (Range | null)[]): Range | null {
  return ranges.reduce<Range | null>((united, range) => {
    if (united === null || range === null) return united ?? range;
    return { from: Math.min(united.from, range.from), to: Math.max(united.to, range.to) };
  }, null);
}

const none: readonly Decision[] = [];
