import { dayOf, type CanteenClock } from './clock.ts';
import { grouped } from './grouped.ts';
import type { CanteenRules, Weighing, WeighingFinding } from './types.ts';

/** A creep is made of at least so many levels, none of its steps more than this part of it… */
const leastLevels = 4;
const largestStep = 0.5;
/** …and goes back by no more than this part of what it went: rounding and drops of water. */
const mostBack = 0.2;
/** Tares that lie further apart than this many bounds are of two containers, never of one that creeps. */
const apart = 2;

/** Tares of one local day of a scale and stream. */
interface TareDay {
  readonly day: number;
  /** Distinct tares with their weighings, as they came. */
  readonly tares: ReadonlyMap<number, readonly Weighing[]>;
}
interface Creep {
  readonly fromG: number;
  readonly sinceDay: number;
  readonly boundG: number;
}

interface Run extends Creep {
  readonly events: Weighing[];
  /** Of the last of its days of weighings. */
  lastIndex: number;
}

/**
 * Tares that go wrong, by scale and stream. `tare-drift`: what a scale subtracts creeps away over the last `driftDays`
 * days, by more than the bound in many small levels: doubtful from where it left the bound, until it has stood still for
 * so long. `tare-changed`: a tare that was not seen in these days, all at once: another container, noted. Bins in turn,
 * each with a tare of its own, are followed each for itself.
 * @param ordered ascending
 */
export function tareFindings(
  ordered: readonly Weighing[],
  rules: CanteenRules,
  clock: CanteenClock,
): readonly WeighingFinding[] {
  const places = grouped(
    ordered.filter(({ tareG }) => tareG !== null),
    ({ stream, device }) => `${stream} ${device}`,
  );
  return [...places.values()].flatMap((weighings) => ofPlace(daysOf(weighings, clock), rules));
}

function daysOf(weighings: readonly Weighing[], clock: CanteenClock): readonly TareDay[] {
  const days = grouped(weighings, ({ ts }) => dayOf(clock.dateOf(ts)));
  return [...days].map(([day, own]) => ({ day, tares: grouped(own, ({ tareG }) => tareG!) }));
}

function ofPlace(days: readonly TareDay[], rules: CanteenRules): readonly WeighingFinding[] {
  const findings: WeighingFinding[] = [];
  const runs: Run[] = [];
  for (const [i, { day, tares }] of days.entries()) {
    const past = pastOf(days, i, rules.driftDays);
    for (const [tare, weighings] of tares) {
      const creep = creepTo(tare, day, past, rules);
      if (creep === null) {
        findings.push(...changed(tare, weighings[0]!, past, rules));
        continue;
      }
      const run = runs.at(-1);
      // The run goes on while every day of weighings has some of it.
      if (run && i - run.lastIndex <= 1) {
        run.events.push(...weighings);
        run.lastIndex = i;
      } else runs.push({ ...creep, events: [...weighings], lastIndex: i });
    }
  }
  return [...findings, ...runs.map((run) => driftFinding(run, days[run.lastIndex]!.day))];
}

/** The days before, newest first, as far back as a judgement looks. */
function pastOf(days: readonly TareDay[], at: number, driftDays: number): readonly TareDay[] {
  const past: TareDay[] = [];
  for (let i = at - 1; i >= 0 && days[i]!.day >= days[at]!.day - driftDays; i--) past.push(days[i]!);
  return past;
}

/** How a tare crept to where it is; null: it did not. */
function creepTo(tare: number, today: number, past: readonly TareDay[], rules: CanteenRules): Creep | null {
  let level = tare;
  let sinceDay = today;
  let up = 0;
  let down = 0;
  let largest = 0;
  const levels = new Set([tare]);
  for (const { day, tares } of past) {
    const before = nearest(tares, level);
    const step = level - before;
    if (Math.abs(step) > apart * boundOf(before, rules)) continue;
    if (step > 0) up += step;
    else down -= step;
    largest = Math.max(largest, Math.abs(step));
    levels.add(before);
    // The last day on which it still was what it had been.
    if (before !== level) sinceDay = day;
    level = before;
  }
  const driftG = Math.abs(tare - level);
  const boundG = boundOf(level, rules);
  const crept =
    driftG > boundG &&
    levels.size >= leastLevels &&
    largest <= largestStep * driftG &&
    Math.min(up, down) <= mostBack * Math.max(up, down);
  return crept ? { fromG: level, sinceDay, boundG } : null;
}

const boundOf = (tare: number, { driftG, driftShare }: CanteenRules) => Math.max(driftG, driftShare * tare);

function nearest(tares: TareDay['tares'], level: number): number {
  let found = NaN;
  for (const tare of tares.keys()) if (!(Math.abs(tare - level) >= Math.abs(found - level))) found = tare;
  return found;
}

function changed(tare: number, first: Weighing, past: readonly TareDay[], rules: CanteenRules): WeighingFinding[] {
  const before = past[0];
  if (!before || past.some(({ tares }) => Math.abs(nearest(tares, tare) - tare) <= boundOf(tare, rules))) return [];
  const { device, stream, seq, ts } = first;
  const event = { device, seq, ts };
  const evidence = { tareG: tare, beforeG: nearest(before.tares, tare), boundG: boundOf(tare, rules) };
  return [{ rule: 'tare-changed', effect: 'noted', device, stream, first: event, last: event, events: 1, evidence }];
}

function driftFinding({ fromG, sinceDay, boundG, events: drifting }: Run, lastDay: number): WeighingFinding {
  const events = drifting.toSorted((a, b) => a.ts - b.ts || a.seq - b.seq);
  const [first, last] = [events[0]!, events.at(-1)!];
  const { device, stream } = first;
  return {
    rule: 'tare-drift',
    effect: 'doubtful',
    device,
    stream,
    first: { device, seq: first.seq, ts: first.ts },
    last: { device, seq: last.seq, ts: last.ts },
    events: events.length,
    evidence: {
      tareFromG: fromG,
      tareToG: last.tareG!,
      driftG: last.tareG! - fromG,
      boundG,
      levels: new Set(events.map(({ tareG }) => tareG)).size,
      days: lastDay - sinceDay,
    },
  };
}
