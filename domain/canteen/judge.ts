import type { CanteenClock } from './clock.ts';
import { inOrder } from './finding.ts';
import { stuckRuns } from './stuck.ts';
import { tareFindings } from './tare.ts';
import type { CanteenRules, Meal, Stream, Weighing, WeighingFinding, WeighingRule } from './types.ts';

/**
 * What is odd about the weighings of one canteen, ascending by the first event of each.
 *
 * What is said of a day rests on the `driftDays` days before it (tares) and a week before and after it (stuck values:
 * nobody can know at the first of them); more around it changes nothing for that day but the extent and the evidence of
 * a run that reaches into it, and whether a bin that does not drift lies between weighings of one that does.
 * @param weighings ascending by instant, each once, with at least `driftDays` days before those that are asked about
 */
export function judgeWeighings(
  weighings: readonly Weighing[],
  rules: CanteenRules,
  clock: CanteenClock,
): readonly WeighingFinding[] {
  const ordered = weighings.toSorted(inOrder);
  const findings = ordered.flatMap((weighing) => ofOne(weighing, rules, clock));
  findings.push(
    ...repeated(ordered, rules),
    ...stuckRuns(ordered, rules, clock),
    ...tareFindings(ordered, rules, clock),
  );
  return findings.sort((a, b) => inOrder(a.first, b.first) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
}

function ofOne(weighing: Weighing, rules: CanteenRules, clock: CanteenClock): WeighingFinding[] {
  return [mismatch(weighing, rules), overContainer(weighing, rules), outsideHours(weighing, rules, clock)].filter(
    (finding) => finding !== null,
  );
}

/** A scale that stops at zero says less than nothing is in a bin: its tare is wrong. */
function mismatch(weighing: Weighing, rules: CanteenRules): WeighingFinding | null {
  const { netG, grossG, tareG } = weighing;
  if (grossG === null || tareG === null) return null;
  const differenceG = netG - (grossG - tareG);
  const boundG = Math.max(rules.mismatchG, rules.mismatchShare * grossG);
  if (Math.abs(differenceG) <= boundG) return null;
  return single('net-mismatch', 'doubtful', weighing, { netG, grossG, tareG, differenceG, boundG });
}

function overContainer(weighing: Weighing, { containerG }: CanteenRules): WeighingFinding | null {
  const { netG } = weighing;
  return netG > containerG ? single('over-container', 'excluded', weighing, { netG, containerG }) : null;
}

function outsideHours(weighing: Weighing, { hours }: CanteenRules, clock: CanteenClock): WeighingFinding | null {
  const minute = clock.minuteOf(weighing.ts);
  const { from, to } = hoursOf(weighing, hours);
  // A night meal goes on after midnight.
  if ((minute >= from && minute <= to) || minute + 1440 <= to) return null;
  return single('outside-hours', 'noted', weighing, { minute, from, to, meal: weighing.meal });
}

const whilePreparing: ReadonlySet<Stream> = new Set(['PREP_WASTE', 'TRIM_USED']);

/** Peelings are weighed from the morning on; plates come back, and food is left over, when it has been served. */
function hoursOf({ meal, stream }: { meal: Meal; stream: Stream }, hours: CanteenRules['hours']) {
  const { prepareFrom, from, clearedBy } = hours[meal];
  return { from: whilePreparing.has(stream) ? prepareFrom : from, to: clearedBy };
}

/** The button pressed twice: the same weight on the same scale again, within seconds. */
function repeated(ordered: readonly Weighing[], { repeatedMs }: CanteenRules): WeighingFinding[] {
  const findings: WeighingFinding[] = [];
  const last = new Map<string, Weighing>();
  for (const weighing of ordered) {
    const place = `${weighing.stream} ${weighing.device}`;
    const before = last.get(place);
    last.set(place, weighing);
    if (!before || weighing.netG === 0 || before.netG !== weighing.netG) continue;
    const afterMs = weighing.ts - before.ts;
    if (afterMs > repeatedMs || before.meal !== weighing.meal) continue;
    findings.push(single('repeated', 'noted', weighing, { netG: weighing.netG, afterMs, beforeSeq: before.seq }));
  }
  return findings;
}

function single(
  rule: WeighingRule,
  effect: WeighingFinding['effect'],
  weighing: Weighing,
  evidence: WeighingFinding['evidence'],
): WeighingFinding {
  const { device, seq, ts, stream } = weighing;
  const event = { device, seq, ts };
  return { rule, effect, device, stream, first: event, last: event, events: 1, evidence };
}
