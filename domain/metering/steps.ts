import { catchUp } from './catch-up.ts';
import { splitDecimal } from './decimal.ts';
import { findingOfCatchUp, findingOfStep, findingOfSwap, findingOfUnfitSwap } from './findings.ts';
import type { Finding } from './finding.ts';
import { judge } from './judge.ts';
import { limitByMax } from './limit.ts';
import { plausibleMs } from './moved.ts';
import type { Multipliers } from './multiplier.ts';
import { isOutage } from './outage.ts';
import { isRead, type PlacedSwap } from './placed-swaps.ts';
import type { PointRules } from './point-rules.ts';
import { fallsBehind, neighbours, standing } from './reach.ts';
import type { RegisterReadings } from './readings.ts';
import { Shape } from './shape.ts';
import { isResolved, type Stretch } from './verdict.ts';

const none: readonly PlacedSwap[] = [];

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
  /** How a step's energy lies in its time; evenly when it is not among them. */
  readonly shapes = new Map<number, Shape>();
  /** What was found on steps that needed a closer look; all others are plainly normal. */
  readonly findings: Finding[] = [];
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
    const { ts, value, whole, quanta, n, swaps: placed } = this.#r;
    const { decided, maxPerHour, intervalMs } = this.#rules;
    const longest = 1.5 * intervalMs;
    const plausible = plausibleMs(intervalMs);
    let lastFall = -Infinity;
    let nextFall = 0;
    let still = 0;
    // Of the last step that rose: what rises far above its rate is looked at closely.
    let lastRise = 0;
    let lastMs = 1;
    for (let i = 0; i + 1 < n; i += 1) {
      if (nextFall <= i) {
        nextFall = i + 1;
        while (nextFall + 1 < n && value[nextFall + 1]! >= value[nextFall]!) nextFall += 1;
        if (nextFall + 1 >= n) nextFall = Infinity;
      }
      const from = ts[i]!;
      const to = ts[i + 1]!;
      const rise = value[i + 1]! - value[i]!;
      const elapsed = to - from;
      const swaps = placed?.get(i) ?? none;
      if (decided !== null && this.#isDecided(i, swaps)) {
        // A person's word; nothing is found there.
      } else if (swaps.length > 0) this.#pushSwapped(i, swaps);
      else {
        const nearFall = i - lastFall <= fallsBehind.steps || nextFall - i <= neighbours.after;
        const doubtful =
          rise < 0 ||
          (nearFall && rise !== 0) ||
          value[i] === 0 ||
          elapsed > longest ||
          rise * lastMs > lastRise * (10 * elapsed + plausible);
        if (doubtful || (maxPerHour !== undefined && this.#isOverMax(i))) {
          const stretch = { from, to, before: value[i]!, after: value[i + 1]! };
          this.#pushJudged(i, stretch, whole[i + 1]! - whole[i]!, quanta[i + 1]! - quanta[i]!);
        } else this.#push(from, to, whole[i + 1]! - whole[i]!, quanta[i + 1]! - quanta[i]!, true);
        if (still >= standing.least && rise > 0) this.#flagCatchUp(i);
      }
      if (rise > 0) {
        lastRise = rise;
        lastMs = elapsed;
      } else if (rise < 0) lastFall = i;
      still = rise === 0 ? still + 1 : 0;
      if (decided !== null) this.#layOut(i);
    }
  }

  #isOverMax(i: number): boolean {
    const { ts, value } = this.#r;
    const limit = limitByMax(this.#rules, this.#multipliers, ts[i]!, ts[i + 1]!, value[i]!, value[i + 1]!);
    return value[i + 1]! - value[i]! > limit;
  }

  #push(from: number, to: number, whole: number, quanta: number, resolved: boolean): void {
    const k = this.n;
    this.from[k] = from;
    this.to[k] = to;
    this.whole[k] = whole;
    this.quanta[k] = quanta;
    this.resolved[k] = resolved ? 1 : 0;
    this.n = k + 1;
  }

  #pushJudged(i: number, stretch: Stretch, whole: number, quanta: number): void {
    const verdict = judge(this.#r, i, stretch, this.#rules, this.#multipliers);
    if (verdict.rule !== 'normal' && (verdict.rule !== 'gap' || isOutage(this.#r, i))) {
      this.findings.push(findingOfStep(stretch, verdict));
    }
    const turned = verdict.rule === 'rollover' ? 10 ** verdict.digits : 0;
    this.#push(stretch.from, stretch.to, whole + turned, quanta, isResolved(verdict));
  }

  /** Up to a replacement or after it: plausible over the whole step, whatever minute the fitter wrote down. */
  #pushSide(i: number, stretch: Stretch, whole: number, quanta: number): void {
    const elapsedMs = stretch.to - stretch.from;
    if (elapsedMs > 1.5 * this.#rules.intervalMs && isOutage(this.#r, i)) {
      this.findings.push(findingOfStep(stretch, { rule: 'gap', elapsedMs }));
    }
    this.#push(stretch.from, stretch.to, whole, quanta, true);
  }

  /** A person decided this step: it is pushed as told. A swap that was decided later comes before it. */
  #isDecided(i: number, swaps: readonly PlacedSwap[]): boolean {
    const { ts, whole, quanta } = this.#r;
    const step = this.#rules.decided?.step(ts[i]!, ts[i + 1]!);
    if (step === undefined || swaps.some(({ decided }) => decided !== undefined && decided > step.order)) return false;
    const { digits } = this.#rules;
    if (step.as === 'rollover' && digits === undefined) return false;
    const turned = step.as === 'rollover' ? 10 ** digits! : 0;
    const rise = whole[i + 1]! - whole[i]! + turned;
    this.#push(ts[i]!, ts[i + 1]!, rise, quanta[i + 1]! - quanta[i]!, step.as !== 'unknown');
    return true;
  }

  #layOut(i: number): void {
    const { ts } = this.#r;
    const weights = this.#rules.decided?.shape(ts[i]!, ts[i + 1]!);
    const k = this.n - 1;
    if (weights === undefined || this.from[k] !== ts[i] || this.to[k] !== ts[i + 1]) return;
    this.shapes.set(k, new Shape(ts[i]!, ts[i + 1]!, weights));
  }

  #flagCatchUp(i: number): void {
    if (this.resolved[this.n - 1] === 0) return;
    const found = catchUp(this.#r, i);
    if (found === null) return;
    const { ts, value } = this.#r;
    const stretch = { from: ts[i]!, to: ts[i + 1]!, before: value[i]!, after: value[i + 1]! };
    this.findings.push(findingOfCatchUp(stretch, found));
  }

  /** (closing − last of the old one) up to the swap, (first of the new one − opening) after it. */
  #pushSwapped(i: number, swaps: readonly PlacedSwap[]): void {
    const { ts, value } = this.#r;
    const stretch = { from: ts[i]!, to: ts[i + 1]!, before: value[i]!, after: value[i + 1]! };
    if (swaps.some(({ fits }) => !fits)) {
      for (const swap of swaps) if (isRead(swap) && !swap.fits) this.findings.push(findingOfUnfitSwap(stretch, swap));
      this.#push(stretch.from, stretch.to, 0, 0, false);
      return;
    }
    if (!swaps.every(isRead)) {
      const unread = swaps.find((swap) => !isRead(swap))!;
      const evidence = { swapAt: unread.at };
      this.findings.push({ rule: 'unread-replacement', effect: 'unknown', ...stretch, evidence });
      this.#push(stretch.from, stretch.to, 0, 0, false);
      return;
    }
    let { from, before: start } = stretch;
    // A reading on the very instant of the swap: what lies between it and the note goes to the side that has a length.
    let carriedWhole = 0;
    let carriedQuanta = 0;
    const first = this.n;
    for (const swap of [...swaps, { at: stretch.to, closing: stretch.after, opening: stretch.after }]) {
      const a = splitDecimal(start);
      const b = splitDecimal(swap.closing);
      const whole = b.whole - a.whole + carriedWhole;
      const quanta = b.quanta - a.quanta + carriedQuanta;
      if (swap.at > from) {
        this.#pushSide(i, { from, to: swap.at, before: start, after: swap.closing }, whole, quanta);
        carriedWhole = carriedQuanta = 0;
      } else if (this.n > first) {
        this.whole[this.n - 1]! += whole;
        this.quanta[this.n - 1]! += quanta;
      } else {
        carriedWhole = whole;
        carriedQuanta = quanta;
      }
      from = swap.at;
      start = swap.opening;
    }
    swaps.forEach((swap, k) => {
      this.findings.push(findingOfSwap({ ...stretch, from: swaps[k - 1]?.at ?? stretch.from }, swap));
    });
  }
}
