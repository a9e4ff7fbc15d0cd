import { decimalsOf, hasDecimals, pow10, quantumDecimals, toTicks } from './decimal.ts';
import type { Multipliers } from './multiplier.ts';
import { placeSwaps, type PlacedSwap } from './placed-swaps.ts';
import type { PointRules } from './point-rules.ts';
import { sift } from './sift.ts';

// No register shows more; a device that sends 1e308 must not take the arithmetic out of the integers.
const widest = 1e15;

/** Readings of a register in columns, odd ones left out, each split into exact integers. */
export class RegisterReadings {
  readonly n: number;
  readonly ts: Float64Array;
  /** The double nearest to the decimal that the register showed. */
  readonly value: Float64Array;
  /** Whole units, and quanta (`quantaPerUnit` to the unit) beyond them. */
  readonly whole: Float64Array;
  readonly quanta: Float64Array;
  /** Every reading, in the order of time, and which are left out (1); `null`: none. */
  readonly all: { readonly ts: Float64Array; readonly value: Float64Array };
  readonly dropped: Uint8Array | null;
  /** Place of each among all of them; `null`: they are all here. */
  readonly #place: Int32Array | null;
  /** The replacements by the reading at the start of their step; `null`: none. */
  readonly swaps: ReadonlyMap<number, readonly PlacedSwap[]> | null;
  readonly #replacedAt: readonly number[];

  constructor(ts: Float64Array, value: Float64Array, rules: PointRules, multipliers: Multipliers) {
    const clean = new Float64Array(ts.length);
    const whole = new Float64Array(ts.length);
    const quanta = new Float64Array(ts.length);
    let decimals = rules.decimals ?? 0;
    let unit = pow10(decimals);
    let rest = pow10(quantumDecimals - decimals);
    for (let i = 0; i < ts.length; i += 1) {
      const v = Math.max(-widest, Math.min(widest, value[i]!));
      // Neighbours mostly have as many decimals as each other; more than its own don't change a value.
      if (!hasDecimals(v, decimals)) {
        decimals = decimalsOf(v);
        unit = pow10(decimals);
        rest = pow10(quantumDecimals - decimals);
      }
      const ticks = toTicks(v, decimals);
      const units = Math.floor(ticks / unit);
      clean[i] = ticks / unit;
      whole[i] = units;
      quanta[i] = (ticks - units * unit) * rest;
    }
    this.all = { ts, value: clean };
    this.dropped = sift(ts, clean, rules, multipliers);
    this.whole = whole;
    this.quanta = quanta;
    const left = this.#left(ts, clean);
    this.n = left.ts.length;
    this.ts = left.ts;
    this.value = left.value;
    this.#place = left.place;
    this.swaps = rules.replacements.length === 0 ? null : placeSwaps(this, rules, multipliers);
    this.#replacedAt = [...(this.swaps ?? [])]
      .filter(([, of]) => of.some(({ fits }) => fits))
      .map(([i]) => this.ts[i + 1]!);
  }

  /** Those that are not left out, moved together. */
  #left(
    ts: Float64Array,
    clean: Float64Array,
  ): { readonly ts: Float64Array; readonly value: Float64Array; readonly place: Int32Array | null } {
    const { dropped, whole, quanta } = this;
    if (dropped === null) return { ts, value: clean, place: null };
    const place = new Int32Array(ts.length);
    let n = 0;
    for (let i = 0; i < ts.length; i += 1) {
      if (dropped[i] === 1) continue;
      whole[n] = whole[i]!;
      quanta[n] = quanta[i]!;
      place[n] = i;
      n += 1;
    }
    return {
      ts: Float64Array.from({ length: n }, (_, k) => ts[place[k]!]!),
      value: Float64Array.from({ length: n }, (_, k) => clean[place[k]!]!),
      place,
    };
  }

  /** Readings as received from i to j, those that are left out among them. */
  apart(i: number, j: number): number {
    return this.#place === null ? j - i : this.#place[j]! - this.#place[i]!;
  }

  /** The meter was replaced between readings i and j. */
  changedAt(i: number, j: number): boolean {
    return this.#replacedAt.length > 0 && this.#replacedAt.some((at) => at > this.ts[i]! && at <= this.ts[j]!);
  }
}
