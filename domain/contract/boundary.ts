import type { LocalPeriod } from './contract.ts';

/** A meter as boundaries see it. */
export interface BoundaryMeter {
  readonly carrier: string;
  /** The meter above it, which measures it too. */
  readonly parent: string | null;
  /** What a virtual meter is computed of, from local midnight of `from` up to `to`; null = a meter that is read. */
  readonly terms:
    | readonly {
        readonly meter: string;
        readonly factor: number;
        readonly from: string | null;
        readonly to: string | null;
      }[]
    | null;
}
export type MeterOf = (id: string) => BoundaryMeter | null;

/** What a contract claims the savings of. */
export interface Claim {
  readonly contract: string;
  readonly term: LocalPeriod;
  readonly meters: readonly string[];
}

/** Two meters of one contract or of two count the same kWh. */
export interface Clash {
  /** In the order of the claims, and in one contract of its meters. */
  readonly contracts: readonly [string, string];
  readonly meters: readonly [string, string];
  /** From the one meter over what they share to the other: `main`, `light`; the same meter alone when it is the same. */
  readonly path: readonly string[];
  /** The first day on which both count it. */
  readonly from: string;
}

/** Levels of virtual meters in virtual meters that are followed; an import refuses more (`virtual-check.ts`). */
const deepest = 32;
/** Factors are people's decimals: what is this close to all of it is all of it. */
const dust = 1e-9;

/**
 * Every two claimed meters that count the same kWh on a day on which both contracts run. What a meter counts is taken at
 * each meter that is read: a meter counts all that lies below it, a virtual one the sum of its terms, so `main − canteen`
 * does not count what the canteen uses and clashes with no contract on it. Two claims clash where both are positive and
 * together are more than all of it: halves of one meter may be two contracts'. Different carriers never clash.
 */
export function clashes(claims: readonly Claim[], meterOf: MeterOf): readonly Clash[] {
  const claimed = claims.flatMap(({ contract, term, meters }, order) =>
    [...new Set(meters)].map((meter) => ({ contract, term, meter, order, leaves: leavesOf(meter, meterOf) })),
  );
  const byLeaf = new Map<string, Claimed[]>();
  for (const own of claimed) {
    for (const leaf of own.leaves.keys()) {
      const there = byLeaf.get(leaf);
      if (there === undefined) byLeaf.set(leaf, [own]);
      else there.push(own);
    }
  }
  const found: Clash[] = [];
  const told = new Set<string>();
  for (const below of claimed) {
    for (const leaf of below.leaves.keys()) {
      for (const above of lineOf(leaf, meterOf).flatMap((id) => byLeaf.get(id) ?? [])) {
        const pair = inOrder(above, below);
        const key = pair.map(({ contract, meter }) => `${contract}\n${meter}`).join('\n');
        if (above === below || told.has(key)) continue;
        told.add(key);
        const clash = clashOf(pair, meterOf);
        if (clash !== null) found.push(clash);
      }
    }
  }
  return found;
}

interface Claimed {
  readonly contract: string;
  readonly term: LocalPeriod;
  readonly meter: string;
  readonly order: number;
  /** Meters that are read, on the way of terms to them. */
  readonly leaves: ReadonlyMap<string, readonly string[]>;
}

function inOrder(a: Claimed, b: Claimed): readonly [Claimed, Claimed] {
  return a.order < b.order || (a.order === b.order && a.meter <= b.meter) ? [a, b] : [b, a];
}

function clashOf([a, b]: readonly [Claimed, Claimed], meterOf: MeterOf): Clash | null {
  const from = a.term.from > b.term.from ? a.term.from : b.term.from;
  const to = a.term.to < b.term.to ? a.term.to : b.term.to;
  if (from > to || meterOf(a.meter)?.carrier !== meterOf(b.meter)?.carrier) return null;
  const nodes = [...new Set([...a.leaves.keys(), ...b.leaves.keys()])];
  const days = [from, ...changesOf([a.meter, b.meter], meterOf).filter((day) => day > from && day <= to)];
  for (const day of days) {
    const [factorsA, factorsB] = [factorsOn(a.meter, day, meterOf), factorsOn(b.meter, day, meterOf)];
    for (const node of nodes) {
      const line = lineOf(node, meterOf);
      const [ofA, ofB] = [countAt(line, factorsA), countAt(line, factorsB)];
      if (ofA <= dust || ofB <= dust || ofA + ofB <= 1 + dust) continue;
      const path = shared(wayTo(a, line), wayTo(b, line));
      return { contracts: [a.contract, b.contract], meters: [a.meter, b.meter], path, from: day };
    }
  }
  return null;
}

/** The meter and all above it. */
function lineOf(meter: string, meterOf: MeterOf): readonly string[] {
  const line: string[] = [];
  for (let id: string | null = meter; id !== null && !line.includes(id); id = meterOf(id)?.parent ?? null)
    line.push(id);
  return line;
}

/** What is counted at the beginning of the line: by the meter itself and by those above it. */
function countAt(line: readonly string[], factors: ReadonlyMap<string, number>): number {
  return line.reduce((sum, id) => sum + (factors.get(id) ?? 0), 0);
}

/** From a claimed meter to the line's beginning: through its terms, then down. */
function wayTo({ leaves }: Claimed, line: readonly string[]): readonly string[] {
  const at = line.findIndex((id) => leaves.has(id));
  return [...leaves.get(line[at]!)!, ...line.slice(0, at).toReversed()];
}

/** Both ways meet at their ends. */
function shared(a: readonly string[], b: readonly string[]): readonly string[] {
  const way = [...a, ...b.toReversed().slice(1)];
  return way.filter((id, at) => id !== way[at - 1]);
}

/** Meters that are read, of whatever time, each with the way to it. */
function leavesOf(meter: string, meterOf: MeterOf): ReadonlyMap<string, readonly string[]> {
  const leaves = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  const open: (readonly string[])[] = [[meter]];
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    const id = way.at(-1)!;
    if (seen.has(id) || way.length > deepest) continue;
    seen.add(id);
    const terms = meterOf(id)?.terms ?? null;
    if (terms === null) leaves.set(id, way);
    else for (const term of terms) open.push([...way, term.meter]);
  }
  return leaves;
}

/** Days on which what a virtual meter is made of changes, ascending. */
function changesOf(meters: readonly string[], meterOf: MeterOf): readonly string[] {
  const days = new Set<string>();
  const seen = new Set<string>();
  const open = [...meters];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const { meter, from, to } of meterOf(id)?.terms ?? []) {
      for (const day of [from, to]) if (day !== null) days.add(day);
      open.push(meter);
    }
  }
  return [...days].sort();
}

/** How much of each meter that is read a meter counts on a day. */
function factorsOn(meter: string, day: string, meterOf: MeterOf): ReadonlyMap<string, number> {
  const factors = new Map<string, number>();
  const add = (id: string, factor: number, level: number) => {
    const terms = meterOf(id)?.terms ?? null;
    if (terms === null) factors.set(id, (factors.get(id) ?? 0) + factor);
    else if (level < deepest) {
      for (const term of terms) {
        const counts = (term.from === null || term.from <= day) && (term.to === null || day < term.to);
        if (counts) add(term.meter, factor * term.factor, level + 1);
      }
    }
  };
  add(meter, 1, 0);
  return factors;
}
