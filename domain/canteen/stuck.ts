import { dayMs } from '../time/civil.ts';
import type { CanteenClock } from './clock.ts';
import { grouped } from './grouped.ts';
import type { CanteenRules, Stream, Weighing, WeighingFinding } from './types.ts';

/** Weighings with one weight further apart than this are no run: how far back and ahead a judgement looks. */
export const stuckWithinMs = 7 * dayMs;

/** What may be nothing day after day: a counter that sells out, a kitchen that uses no trimmings. */
const mayBeNothing: ReadonlySet<Stream> = new Set(['UNSOLD_DISCARD', 'TRIM_USED']);

/**
 * A scale that shows one and the same weight: at least `stuckEvents` weighings in a row, whatever they were of, with
 * exactly the same gross weight (net where it tells no gross), on more than one local day within a week. One finding a run.
 * @param ordered ascending
 */
export function stuckRuns(
  ordered: readonly Weighing[],
  rules: CanteenRules,
  clock: CanteenClock,
): readonly WeighingFinding[] {
  const scales = grouped(ordered.filter(tells), ({ device }) => device);
  return [...scales.values()].flatMap((weighings) => {
    const findings: WeighingFinding[] = [];
    for (let from = 0; from < weighings.length;) {
      let to = from + 1;
      while (to < weighings.length && isSame(weighings[from]!, weighings[to]!)) to++;
      if (to - from >= rules.stuckEvents) findings.push(...within(weighings.slice(from, to), rules, clock));
      from = to;
    }
    return findings;
  });
}

const tells = ({ stream, netG }: Weighing) => netG > 0 || !mayBeNothing.has(stream);

function isSame(a: Weighing, b: Weighing): boolean {
  return a.grossG === null ? b.grossG === null && a.netG === b.netG : a.grossG === b.grossG;
}

/** The parts of a run of one weight that are dense enough: every weighing of them lies in a week that tells. */
function within(run: readonly Weighing[], rules: CanteenRules, clock: CanteenClock): WeighingFinding[] {
  const parts: { from: number; to: number }[] = [];
  for (let from = 0, to = 0; from < run.length; from++) {
    while (to + 1 < run.length && run[to + 1]!.ts - run[from]!.ts <= stuckWithinMs) to++;
    if (to - from + 1 < rules.stuckEvents) continue;
    if (clock.dateOf(run[from]!.ts) === clock.dateOf(run[to]!.ts)) continue;
    const before = parts.at(-1);
    if (before && from <= before.to) before.to = to;
    else parts.push({ from, to });
  }
  return parts.map(({ from, to }) => findingOf(run.slice(from, to + 1), clock));
}

function findingOf(run: readonly Weighing[], clock: CanteenClock): WeighingFinding {
  const [first, last] = [run[0]!, run.at(-1)!];
  const { device, grossG, netG } = first;
  return {
    rule: 'stuck',
    effect: 'doubtful',
    device,
    stream: run.every(({ stream }) => stream === first.stream) ? first.stream : null,
    first: { device, seq: first.seq, ts: first.ts },
    last: { device, seq: last.seq, ts: last.ts },
    events: run.length,
    evidence: {
      ...(grossG === null ? { netG } : { grossG }),
      days: new Set(run.map(({ ts }) => clock.dateOf(ts))).size,
    },
  };
}
