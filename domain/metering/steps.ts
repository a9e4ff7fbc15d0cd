import { splitDecimal } from './decimal.ts';
import { judge, type Stretch } from './judge.ts';
import { fallsBehind, limitByMax, neighbours } from './limit.ts';
import type { RegisterRules } from './meter.ts';
import type { Multipliers } from './multiplier.ts';
import type { PointRules } from './point-rules.ts';
import type { RegisterReadings } from './readings.ts';
import { isResolved, type StepVerdict } from './verdict.ts';

type Replacement = RegisterRules['replacements'][number];
const none: readonly Replacement[] = [];

/**
 * What the register rose in each step, without holes in time: step k is [from[k], to[k]], to[k] = from[k + 1].
 * A replacement with its closing and opening splits a step in two.
 */
export class RegisterSteps {
  n = 0;
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** Rise in whole units and quanta, before the multiplier; of no meaning where not resolved. */
  readonly whole: Float64Array;
  readonly quanta: Float64Array;
  readonly resolved: Uint8Array;
  /** Verdicts on steps that needed a closer look; all others are plainly normal. */
  readonly verdicts: StepVerdict[] = [];
  readonly #r: RegisterReadings;
  readonly #rules: PointRules;
  readonly #multipliers: Multipliers;

  constructor(r: RegisterReadings, rules: PointRules, multipliers: Multipliers) {
    const room = r.n + rules.replacements.length;
    this.from = new Float64Array(room);
    this.to = new Float64Array(room);
    this.whole = new Float64Array(room);
    this.quanta = new Float64Array(room);
    this.resolved = new Uint8Array(room);
    this.#r = r;
    this.#rules = rules;
    this.#multipliers = multipliers;
    this.#build();
  }

  #build(): void {
    const { ts, value, whole, quanta, n } = this.#r;
    const longest = 1.5 * this.#rules.intervalMs;
    let lastFall = -Infinity;
    let nextFall = 0;
    for (let i = 0; i + 1 < n; i += 1) {
      if (nextFall <= i) {
        nextFall = i + 1;
        while (nextFall + 1 < n && value[nextFall + 1]! >= value[nextFall]!) nextFall += 1;
        if (nextFall + 1 >= n) nextFall = Infinity;
      }
      const swaps = this.#swapsAfter(i);
      if (swaps.length > 0) this.#pushSwapped(i, swaps);
      else {
        const nearFall = i - lastFall <= fallsBehind || nextFall - i <= neighbours.after;
        const doubtful =
          value[i + 1]! < value[i]! ||
          (nearFall && value[i + 1] !== value[i]) ||
          value[i] === 0 ||
          ts[i + 1]! - ts[i]! > longest;
        const rise = whole[i + 1]! - whole[i]!;
        const rest = quanta[i + 1]! - quanta[i]!;
        if (doubtful || this.#isOverMax(i)) {
          this.#pushJudged(i, { from: ts[i]!, to: ts[i + 1]!, before: value[i]!, after: value[i + 1]! }, rise, rest);
        } else this.#push(ts[i]!, ts[i + 1]!, rise, rest, true);
      }
      if (value[i + 1]! < value[i]!) lastFall = i;
    }
  }

  #isOverMax(i: number): boolean {
    if (this.#rules.maxPerHour === undefined) return false;
    const { ts, value } = this.#r;
    const limit = limitByMax(this.#rules, this.#multipliers, ts[i]!, ts[i + 1]!, value[i]!, value[i + 1]!);
    return value[i + 1]! - value[i]! > limit;
  }

  #push(from: number, to: number, whole: number, quanta: number, resolved: boolean): void {
    this.from[this.n] = from;
    this.to[this.n] = to;
    this.whole[this.n] = whole;
    this.quanta[this.n] = quanta;
    this.resolved[this.n] = resolved ? 1 : 0;
    this.n += 1;
  }

  #pushJudged(i: number, stretch: Stretch, whole: number, quanta: number): void {
    const verdict = judge(this.#r, i, stretch, this.#rules, this.#multipliers);
    if (verdict.rule !== 'normal') this.verdicts.push(verdict);
    const turned = verdict.rule === 'rollover' ? 10 ** verdict.digits : 0;
    this.#push(stretch.from, stretch.to, whole + turned, quanta, isResolved(verdict));
  }

  /** The replacements between reading i and the next one. */
  #swapsAfter(i: number): readonly Replacement[] {
    const { ts, value } = this.#r;
    const from = ts[i]!;
    const to = ts[i + 1]!;
    const { replacements } = this.#rules;
    if (!replacements.some((swap) => swap.at >= from && swap.at <= to)) return none;
    return replacements.filter(
      (swap) =>
        (swap.at > from && swap.at < to) ||
        (swap.at === from && isOfOldMeter(value[i]!, swap)) ||
        (swap.at === to && !isOfOldMeter(value[i + 1]!, swap)),
    );
  }

  /** (closing − last of the old one) up to the swap, (first of the new one − opening) after it. */
  #pushSwapped(i: number, swaps: readonly Replacement[]): void {
    const { ts, value } = this.#r;
    const before = value[i]!;
    const after = value[i + 1]!;
    const unread = swaps.find((swap) => swap.closing === undefined || swap.opening === undefined);
    if (unread !== undefined) {
      const step = { from: ts[i]!, to: ts[i + 1]!, before, after };
      this.verdicts.push({ rule: 'unread-replacement', ...step, at: unread.at });
      this.#push(step.from, step.to, 0, 0, false);
      return;
    }
    let from = ts[i]!;
    let start = before;
    // A reading on the very instant of the swap: what lies between it and the note goes to the side that has a length.
    let carriedWhole = 0;
    let carriedQuanta = 0;
    const first = this.n;
    for (const swap of [...swaps, { at: ts[i + 1]!, closing: after, opening: after }]) {
      const a = splitDecimal(start);
      const b = splitDecimal(swap.closing!);
      const whole = b.whole - a.whole + carriedWhole;
      const quanta = b.quanta - a.quanta + carriedQuanta;
      if (swap.at > from) {
        this.#pushJudged(i, { from, to: swap.at, before: start, after: swap.closing! }, whole, quanta);
        carriedWhole = carriedQuanta = 0;
      } else if (this.n > first) {
        this.whole[this.n - 1]! += whole;
        this.quanta[this.n - 1]! += quanta;
      } else {
        carriedWhole = whole;
        carriedQuanta = quanta;
      }
      from = swap.at;
      start = swap.opening!;
    }
  }
}

/** A reading that stands on the instant of the swap belongs to the meter whose noted reading it is nearer to. */
function isOfOldMeter(value: number, swap: Replacement): boolean {
  if (swap.closing === undefined || swap.opening === undefined) return false;
  return Math.abs(value - swap.closing) <= Math.abs(value - swap.opening);
}
