import type { Decision } from './decision.ts';
import { decimalsOf, pow10, quantaPerUnit, quantumDecimals } from './decimal.ts';
import type { Multipliers } from './multiplier.ts';
import type { RegisterSteps } from './steps.ts';

type Amount = Extract<Decision, { readonly kind: 'amount' }>;

/** A stretch of time for which a person's figure stands in place of what the readings say. */
export interface AmountPiece {
  readonly from: number;
  readonly to: number;
  readonly layer: AmountLayer;
}

/** Disjoint, ascending: where two amounts overlap, the later decision counts. */
export function amountPieces(
  amounts: readonly Amount[],
  steps: RegisterSteps,
  multipliers: Multipliers,
  from: number,
  to: number,
): readonly AmountPiece[] {
  const own = amounts.filter((amount) => amount.from < to && amount.to > from);
  const layers = new Map(own.map((amount) => [amount, new AmountLayer(amount, steps, multipliers)]));
  const edges = [...new Set(own.flatMap((amount) => [amount.from, amount.to]))].sort((a, b) => a - b);
  const pieces: AmountPiece[] = [];
  for (let k = 0; k + 1 < edges.length; k += 1) {
    const start = edges[k]!;
    const amount = own.findLast((one) => one.from <= start && one.to > start);
    if (amount !== undefined) pieces.push({ from: start, to: edges[k + 1]!, layer: layers.get(amount)! });
  }
  return pieces;
}

/**
 * An amount over its time: in proportion to what the readings give there, their mean where they give nothing, evenly
 * when there is nothing at all. Positions are integers, so that whatever is cut out of it adds up to the amount.
 */
export class AmountLayer {
  readonly #total: number;
  readonly #decimals: number;
  /** Instants, and what lies before each, in any unit. */
  readonly #at: number[];
  readonly #before: number[];

  constructor({ from, to, used }: Amount, steps: RegisterSteps, multipliers: Multipliers) {
    let decimals = quantumDecimals;
    while (decimals > decimalsOf(used) && Math.abs(used) * pow10(decimals) > Number.MAX_SAFE_INTEGER / 2) decimals -= 1;
    this.#decimals = decimals;
    this.#total = Math.round(used * pow10(decimals));
    const { at, energy } = energyOver(steps, multipliers, from, to);
    let known = 0;
    let knownMs = 0;
    energy.forEach((used, k) => {
      if (Number.isNaN(used)) return;
      known += used;
      knownMs += at[k + 1]! - at[k]!;
    });
    const mean = known > 0 ? known / knownMs : 1;
    let before = 0;
    this.#at = at;
    this.#before = [0];
    energy.forEach((used, k) => {
      before += Number.isNaN(used) || known <= 0 ? mean * (at[k + 1]! - at[k]!) : used;
      this.#before.push(before);
    });
  }

  get decimals(): number {
    return this.#decimals;
  }

  /** What of the amount lies before `ts`, an integer of 10^−`decimals`. */
  position(ts: number): number {
    const at = this.#at;
    const last = at.length - 1;
    if (ts <= at[0]!) return 0;
    if (ts >= at[last]!) return this.#total;
    let low = 0;
    let high = last;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (at[middle]! <= ts) low = middle;
      else high = middle;
    }
    const [start, end] = [this.#before[low]!, this.#before[high]!];
    const share = start + ((end - start) * (ts - at[low]!)) / (at[high]! - at[low]!);
    return Math.round(this.#total * (share / this.#before[last]!));
  }
}

const quarterMs = 900_000;

/** Energy from instant to instant over [from, to); NaN where the steps know nothing. */
function energyOver(
  steps: RegisterSteps,
  multipliers: Multipliers,
  from: number,
  to: number,
): { readonly at: number[]; readonly energy: number[] } {
  const at = [from];
  const energy: number[] = [];
  const add = (until: number, used: number): void => {
    if (until <= at.at(-1)!) return;
    energy.push(used);
    at.push(until);
  };
  for (let k = 0; k < steps.n; k += 1) {
    const [start, end] = [steps.from[k]!, steps.to[k]!];
    if (end <= from || start >= to) continue;
    add(start, NaN);
    const rise = (steps.whole[k]! + steps.quanta[k]! / quantaPerUnit) * multipliers.mean(start, end);
    const shape = steps.shapes.get(k);
    const share = (ts: number): number => shape?.shareAt(ts) ?? (ts - start) / (end - start);
    // A step that is laid out by weights is followed quarter by quarter.
    for (let cut = Math.max(start, from); cut < Math.min(end, to);) {
      const next = shape === undefined ? end : (Math.floor(cut / quarterMs) + 1) * quarterMs;
      const until = Math.min(next, end, to);
      add(until, steps.resolved[k] === 1 ? Math.max(0, rise * (share(until) - share(cut))) : NaN);
      cut = until;
    }
  }
  add(to, NaN);
  return { at, energy };
}
