import { decimalsOf, hasDecimals, pow10, quantumDecimals, toTicks } from './decimal.ts';
import { isGlitch } from './glitch.ts';
import type { Multipliers } from './multiplier.ts';
import type { PointRules } from './point-rules.ts';
import type { GlitchVerdict } from './verdict.ts';

// No register shows more; a device that sends 1e308 must not take the arithmetic out of the integers.
const widest = 1e15;

/** Readings of a register in columns, glitches left out, each split into exact integers. */
export class RegisterReadings {
  readonly n: number;
  readonly ts: Float64Array;
  /** The double nearest to the decimal that the register showed. */
  readonly value: Float64Array;
  /** Whole units, and quanta (`quantaPerUnit` to the unit) beyond them. */
  readonly whole: Float64Array;
  readonly quanta: Float64Array;
  /** Readings that were left out. */
  readonly glitches: GlitchVerdict[] = [];
  readonly #replacedAt: readonly number[];

  constructor(ts: Float64Array, value: Float64Array, rules: PointRules, multipliers: Multipliers) {
    const clean = new Float64Array(ts.length);
    const whole = new Float64Array(ts.length);
    const quanta = new Float64Array(ts.length);
    let decimals = rules.decimals ?? 0;
    for (let i = 0; i < ts.length; i += 1) {
      const v = Math.max(-widest, Math.min(widest, value[i]!));
      // Neighbours mostly have as many decimals as each other; more than its own don't change a value.
      if (!hasDecimals(v, decimals)) decimals = decimalsOf(v);
      const unit = pow10(decimals);
      const ticks = toTicks(v, decimals);
      clean[i] = ticks / unit;
      whole[i] = Math.floor(ticks / unit);
      quanta[i] = (ticks - whole[i]! * unit) * pow10(quantumDecimals - decimals);
    }
    let n = 0;
    const keptTs = new Float64Array(ts.length);
    const keptValue = new Float64Array(ts.length);
    for (let i = 0; i < ts.length; i += 1) {
      if (isGlitch(ts, clean, i, rules, multipliers)) {
        const [before, odd, after] = clean.subarray(i - 1, i + 2);
        this.glitches.push({ rule: 'glitch', ts: ts[i]!, value: odd!, before: before!, after: after! });
        continue;
      }
      keptTs[n] = ts[i]!;
      keptValue[n] = clean[i]!;
      whole[n] = whole[i]!;
      quanta[n] = quanta[i]!;
      n += 1;
    }
    this.n = n;
    this.ts = keptTs;
    this.value = keptValue;
    this.whole = whole;
    this.quanta = quanta;
    this.#replacedAt = rules.replacements.map(({ at }) => at);
  }

  /** The meter was replaced between readings i and j. */
  changedAt(i: number, j: number): boolean {
    return this.#replacedAt.some((at) => at > this.ts[i]! && at <= this.ts[j]!);
  }
}
