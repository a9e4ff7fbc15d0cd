import type { StoredFinding } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';
import { problem, type Problem } from '../http/problem.ts';

const dayMs = 86_400_000;
/** A register that stood still for longer is another matter. */
const longestDays = 800;

/** The step in which a register showed at once what was used while it stood still. */
export interface CaughtUp {
  /** Instants of the two readings of the step, ms UTC. */
  readonly from: number;
  readonly to: number;
  /** The second reading of the standstill: the one before it is where the energy starts to be laid out. */
  readonly firstStill: number;
}

/** Finds the step and how long the register stood still before it; a problem when it never did. */
export async function caughtUp(
  { meter, point, from, to, before }: StoredFinding,
  { store }: Pick<House, 'store'>,
): Promise<CaughtUp | Problem> {
  const { ts, value } = await store.samples(meter, point, from - longestDays * dayMs, to + 1);
  const last = before === null ? largestRise(ts, value, from) : ts.lastIndexOf(from);
  if (last === null || last < 0 || last + 1 >= ts.length) return nothingStill;
  let first = last;
  while (first > 0 && value[first - 1] === value[last]) first -= 1;
  if (first === last) return nothingStill;
  return { from: ts[last]!, to: ts[last + 1]!, firstStill: ts[first + 1]! };
}

/** The readings, both ends included, of a false level that a register left by climbing back to where it had been. */
export async function falseLevel(
  { meter, point, from, after }: StoredFinding,
  { store }: Pick<House, 'store'>,
): Promise<{ readonly from: number; readonly to: number } | Problem> {
  const { ts, value } = await store.samples(meter, point, from - longestDays * dayMs, from + 1);
  for (let i = ts.length - 1; i > 0; i -= 1) {
    // Before its fall the register stood higher than anything since, and not above where it is again.
    if (value[i]! < value[i - 1]!) return value[i - 1]! <= after! ? { from: ts[i]!, to: from } : noFall;
  }
  return noFall;
}

/** A verdict of whole days says nothing of readings: the largest rise in them is meant. */
function largestRise(ts: Float64Array, value: Float64Array, from: number): number | null {
  let [place, largest]: [number | null, number] = [null, 0];
  for (let i = 0; i + 1 < ts.length; i += 1) {
    if (ts[i + 1]! < from || value[i + 1]! - value[i]! <= largest) continue;
    [place, largest] = [i, value[i + 1]! - value[i]!];
  }
  return place;
}

const noFall = problem(409, 'no-fall', 'The register did not fall from there before: nothing to ignore.');
const nothingStill = problem(409, 'nothing-stood-still', 'The register did not stand still before: nothing to spread.');
