import { lowerBound } from './decided.ts';
import { difference, withoutDust } from './decimal.ts';
import { limitByMax } from './limit.ts';
import type { Multipliers } from './multiplier.ts';
import type { PointRules, Replacement } from './point-rules.ts';
import { neighbours } from './reach.ts';
import type { RegisterReadings } from './readings.ts';

/**
 * Where a replacement belongs. Fitters write a date, or a time that is a minute off; taken by the word, the step that
 * holds that instant would gain the whole register. A replacement with closing and opening belongs to the step in which
 * the level changes from the one to the other.
 */

const hourMs = 3_600_000;
/** So far from the instant that was written down the change is looked for. */
export const swapSlackMs = 36 * hourMs;

/** `at` as it is taken. */
export interface PlacedSwap extends Replacement {
  readonly announcedAt: number;
  /** Its readings go with those of the register there, or it has none. */
  readonly fits: boolean;
}

export type ReadSwap<T extends Replacement = Replacement> = T & { readonly closing: number; readonly opening: number };

export function isRead<T extends Replacement>(swap: T): swap is ReadSwap<T> {
  return swap.closing !== undefined && swap.opening !== undefined;
}

type Readings = Pick<RegisterReadings, 'n' | 'ts' | 'value' | 'apart'>;

/** The replacements by the reading at the start of their step, ascending in each. */
export function placeSwaps(
  r: Readings,
  rules: PointRules,
  multipliers: Multipliers,
): ReadonlyMap<number, readonly PlacedSwap[]> {
  const placed = new Map<number, PlacedSwap[]>();
  const place = (i: number, swap: Replacement, fits: boolean): void => {
    const at = Math.min(Math.max(swap.at, r.ts[i]!), r.ts[i + 1]!);
    placed.set(i, [...(placed.get(i) ?? []), { ...swap, at, announcedAt: swap.at, fits }]);
  };
  const { replacements } = rules;
  const open = new Set(replacements.filter(isRead));
  for (const chain of chains(r, replacements)) {
    if (chain.swaps.length < 2 || !isChain(r, chain.i, chain.swaps, rules, multipliers)) continue;
    for (const swap of chain.swaps) {
      place(chain.i, swap, true);
      open.delete(swap);
    }
  }
  // What a person wrote down later is the better word.
  const inTurn = [...open].sort((a, b) => (b.decided ?? -1) - (a.decided ?? -1) || a.at - b.at);
  const unfit: ReadSwap[] = [];
  for (const swap of inTurn) {
    const steps = stepsFor(r, swap, rules, multipliers);
    const free = steps.find((i) => !placed.has(i));
    if (free !== undefined) place(free, swap, true);
    // The same replacement, written down twice.
    else if (steps.length === 0) unfit.push(swap);
  }
  for (const swap of unfit) {
    const i = stepAt(r, swap.at);
    if (i !== null && placed.get(i)?.some(({ fits }) => fits) !== true) place(i, swap, false);
  }
  for (const swap of replacements) {
    const i = isRead(swap) ? null : stepAt(r, swap.at);
    if (i !== null) place(i, swap, true);
  }
  for (const swaps of placed.values()) swaps.sort((a, b) => a.announcedAt - b.announcedAt);
  return placed;
}

/** The step that ends at or after the instant. */
function stepAt({ n, ts }: Readings, at: number): number | null {
  const i = lowerBound(ts, at) - 1;
  return i >= 0 && i + 1 < n ? i : null;
}

function chains(r: Readings, replacements: readonly Replacement[]): Iterable<{ i: number; swaps: ReadSwap[] }> {
  const found = new Map<number, { i: number; swaps: ReadSwap[] }>();
  if (replacements.length < 2) return [];
  for (const swap of replacements) {
    const i = isRead(swap) ? stepAt(r, swap.at) : null;
    if (i === null || !isRead(swap)) continue;
    const chain = found.get(i) ?? { i, swaps: [] };
    chain.swaps.push(swap);
    found.set(i, chain);
  }
  return found.values();
}

/** Several meters within one step: each one's opening leads to its closing. */
function isChain(
  r: Readings,
  i: number,
  swaps: readonly ReadSwap[],
  rules: PointRules,
  multipliers: Multipliers,
): boolean {
  const limit = new Limit(r, swaps[0]!.at, rules, multipliers);
  return limit.allows(i, swaps) && swaps.some((swap) => !limit.allows(i, [swap]));
}

/** Steps that the replacement fits, the best first. */
function stepsFor(r: Readings, swap: ReadSwap, rules: PointRules, multipliers: Multipliers): number[] {
  const { at } = swap;
  const limit = new Limit(r, at, rules, multipliers);
  const changing: number[] = [];
  for (let i = limit.first; i <= limit.last; i += 1) {
    if (limit.changesLevel(i) && limit.allows(i, [swap])) changing.push(i);
  }
  const off = (i: number): number => Math.max(0, r.ts[i]! - at, at - r.ts[i + 1]!);
  changing.sort((a, b) => off(a) - off(b) || a - b);
  // A new meter that was set to what the old one showed leaves no trace: then it was when they said.
  const told = stepAt(r, at);
  return told !== null && !changing.includes(told) && limit.allowsUnseen(told, swap) ? [...changing, told] : changing;
}

// The rate that most steps around stay below, times this, is plausible; of a step shorter than an hour, over an hour.
const times = 10;
const most = 0.9;
/** When nobody knows what is usual: so much of what the old meter showed. */
const share = 0.01;

/** What a step within reach of the instant may have used. */
class Limit {
  /** Steps that touch what is within reach. */
  readonly first: number;
  readonly last: number;
  /** Per ms; 0 = nobody knows. */
  readonly #rate: number;
  readonly #r: Readings;
  readonly #rules: PointRules;
  readonly #multipliers: Multipliers;

  constructor(r: Readings, at: number, rules: PointRules, multipliers: Multipliers) {
    this.first = Math.max(0, lowerBound(r.ts, at - swapSlackMs) - 1);
    this.last = Math.min(r.n - 2, lowerBound(r.ts, at + swapSlackMs + 1) - 1);
    this.#r = r;
    this.#rules = rules;
    this.#multipliers = multipliers;
    this.#rate = this.#usualRate();
  }

  /** One rise from `before` to the first closing, from each opening to the next closing, and from the last to `after`. */
  allows(i: number, swaps: readonly ReadSwap[]): boolean {
    return this.#isWithin(i, swaps, this.#limit(i));
  }

  allowsUnseen(i: number, swap: ReadSwap): boolean {
    return this.#isWithin(i, [swap], Math.min(this.#limit(i), this.#byRate(i)));
  }

  /** It is no rise as others are. */
  changesLevel(i: number): boolean {
    const rise = this.#r.value[i + 1]! - this.#r.value[i]!;
    return rise < 0 || rise > Math.min(this.#limit(i), this.#byRate(i));
  }

  #isWithin(i: number, swaps: readonly ReadSwap[], limit: number): boolean {
    let start = this.#r.value[i]!;
    let used = 0;
    for (const end of [...swaps, { closing: this.#r.value[i + 1]!, opening: 0 }]) {
      if (end.closing < start) return false;
      used += difference(end.closing, start);
      start = end.opening;
    }
    // Fitters leave out what is behind the decimal point.
    const rounded = swaps.some(({ closing, opening }) => Number.isInteger(closing) || Number.isInteger(opening));
    return withoutDust(used) <= limit + (rounded ? 1 : 0);
  }

  #limit(i: number): number {
    const { ts, value } = this.#r;
    const max = limitByMax(this.#rules, this.#multipliers, ts[i]!, ts[i + 1]!, value[i]!, value[i]!);
    return max === Infinity ? this.#byRate(i) : max;
  }

  #byRate(i: number): number {
    const { ts, value } = this.#r;
    return this.#rate === 0 ? share * value[i]! : times * this.#rate * Math.max(hourMs, ts[i + 1]! - ts[i]!);
  }

  #usualRate(): number {
    const { ts, value, n } = this.#r;
    const rates: number[] = [];
    for (let m = Math.max(0, this.first - neighbours.before); m <= Math.min(n - 2, this.last + neighbours.after); m++) {
      if (m < this.first && this.#r.apart(m, this.first) > neighbours.readingsBefore) continue;
      if (m > this.last && this.#r.apart(this.last + 1, m + 1) > neighbours.readingsAfter) break;
      const rise = value[m + 1]! - value[m]!;
      if (rise > 0) rates.push(rise / (ts[m + 1]! - ts[m]!));
    }
    rates.sort((a, b) => a - b);
    return rates[Math.floor(most * (rates.length - 1))] ?? 0;
  }
}
