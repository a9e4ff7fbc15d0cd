import { difference } from './decimal.ts';
import { limitByMax } from './limit.ts';
import type { Multipliers } from './multiplier.ts';
import type { PointRules } from './point-rules.ts';
import { usual } from './reach.ts';

// What is usual here, times this, is still plausible over a bridge; what is more than this many times is a jump.
const bridgeTimes = 20;
const jumpTimes = 10;

const [unknown, none, jump] = [0, 1, 2];

/** Readings of a register while odd ones are being taken out of them: columns as received, and those that are left. */
export class Kept {
  readonly ts: Float64Array;
  readonly value: Float64Array;
  readonly dropped: Uint8Array;
  /** Places of those that are left, ascending. */
  readonly place: Int32Array;
  n = 0;
  /** Positions among those left after which the register falls. */
  falls: number[] = [];
  readonly #held: Uint8Array | null;
  /** What `isJumpAfter` said of each position. */
  readonly #jumps: Uint8Array;
  readonly #rules: PointRules;
  readonly #multipliers: Multipliers;

  constructor(
    ts: Float64Array,
    value: Float64Array,
    rules: PointRules,
    multipliers: Multipliers,
    held: Uint8Array | null,
  ) {
    this.ts = ts;
    this.value = value;
    this.dropped = new Uint8Array(ts.length);
    this.place = new Int32Array(ts.length);
    this.#held = held;
    this.#jumps = new Uint8Array(ts.length);
    this.#rules = rules;
    this.#multipliers = multipliers;
    this.compact();
  }

  /** After readings were dropped. */
  compact(): void {
    this.#jumps.fill(unknown);
    this.n = 0;
    this.falls = [];
    for (let i = 0; i < this.ts.length; i += 1) {
      if (this.dropped[i] === 1) continue;
      this.place[this.n] = i;
      if (this.n > 0 && this.value[i]! < this.value[this.place[this.n - 1]!]!) this.falls.push(this.n - 1);
      this.n += 1;
    }
  }

  drop(first: number, last: number): void {
    for (let p = first; p <= last; p += 1) this.dropped[this.place[p]!] = 1;
  }

  at(p: number): number {
    return this.value[this.place[p]!]!;
  }

  instant(p: number): number {
    return this.ts[this.place[p]!]!;
  }

  /** Readings as received from one to the other. */
  apart(p: number, q: number): number {
    return this.place[q]! - this.place[p]!;
  }

  /** A person said that one of them counts. */
  isHeld(first: number, last: number): boolean {
    if (this.#held === null) return false;
    for (let p = first; p <= last; p += 1) if (this.#held[this.place[p]!] === 1) return true;
    return false;
  }

  /** The meter was replaced between the two. */
  changed(p: number, q: number): boolean {
    const { replacements } = this.#rules;
    return replacements.length > 0 && replacements.some(({ at }) => at > this.instant(p) && at <= this.instant(q));
  }

  /** More than the meter can measure. */
  isOverMax(p: number, q: number): boolean {
    const [from, to] = [this.instant(p), this.instant(q)];
    const [before, after] = [this.at(p), this.at(q)];
    return difference(after, before) > limitByMax(this.#rules, this.#multipliers, from, to, before, after);
  }

  /**
   * The rate that is usual before position p and after position q, per ms: the middle one of those that are not 0; 0
   * when there are not two of them.
   */
  usualRate(p: number, q: number): number {
    const rates: number[] = [];
    for (let k = 0, m = p - 1; k < usual.steps && m >= 0 && this.apart(m, p) <= usual.readings; k += 1, m -= 1) {
      this.#addRate(rates, m);
    }
    for (
      let k = 0, m = q;
      k < usual.steps && m + 1 < this.n && this.apart(q, m + 1) <= usual.readings;
      k += 1, m += 1
    ) {
      this.#addRate(rates, m);
    }
    return rates.length < 2 ? 0 : rates.sort((a, b) => a - b)[rates.length >> 1]!;
  }

  /** The rise from p to q is nothing out of the ordinary. `excursion`: how far what lies between stands off. */
  isBridge(p: number, q: number, rate: number, excursion: number): boolean {
    const rise = this.at(q) - this.at(p);
    if (rise < 0 || this.changed(p, q) || this.isOverMax(p, q)) return false;
    if (rate === 0) return rise * jumpTimes <= excursion;
    return rise <= bridgeTimes * rate * (this.instant(q) - this.instant(p));
  }

  /** The rise from p to p + 1 is more than anything that is usual here allows. `least`: rises that are in any case. */
  isJump(p: number, rate: number, least: number): boolean {
    const rise = this.at(p + 1) - this.at(p);
    if (rise <= 0 || rise <= least) return false;
    if (this.isOverMax(p, p + 1)) return true;
    return rate === 0 ? least > 0 : rise > jumpTimes * rate * (this.instant(p + 1) - this.instant(p));
  }

  /** The rise from p to p + 1 is a jump beside what the register did before it. */
  isJumpAfter(p: number): boolean {
    if (this.#jumps[p] === unknown) this.#jumps[p] = this.isJump(p, this.usualRate(p, this.n), 0) ? jump : none;
    return this.#jumps[p] === jump;
  }

  #addRate(rates: number[], m: number): void {
    const rise = this.at(m + 1) - this.at(m);
    if (rise > 0 && !this.changed(m, m + 1)) rates.push(rise / (this.instant(m + 1) - this.instant(m)));
  }
}
