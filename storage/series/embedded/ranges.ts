/** Readings of one meter that lie closer than this are derived in one go. */
const dayMs = 86_400_000;

export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * A meter's touched stretches of time [from, to], both ends included: a late reading of last spring doesn't pull
 * everything since into the computation. Beyond `most` stretches the two nearest become one.
 */
export class Ranges {
  static readonly most = 16;
  readonly #nearMs: number;
  #from: number[] = [];
  #to: number[] = [];

  constructor(nearMs = dayMs) {
    this.#nearMs = nearMs;
  }

  get size(): number {
    return this.#from.length;
  }

  add(from: number, to: number): void {
    const n = this.#from.length;
    // The common case: live readings lengthen the last stretch.
    if (n > 0 && from >= this.#from[n - 1]! && from <= this.#to[n - 1]! + this.#nearMs) {
      if (to > this.#to[n - 1]!) this.#to[n - 1] = to;
      return;
    }
    let at = 0;
    while (at < n && this.#to[at]! + this.#nearMs < from) at++;
    let end = at;
    while (end < n && this.#from[end]! - this.#nearMs <= to) {
      from = Math.min(from, this.#from[end]!);
      to = Math.max(to, this.#to[end]!);
      end++;
    }
    this.#from.splice(at, end - at, from);
    this.#to.splice(at, end - at, to);
    if (this.#from.length > Ranges.most) this.#joinNearest();
  }

  addAll(other: Ranges): void {
    for (let i = 0; i < other.size; i++) this.add(other.#from[i]!, other.#to[i]!);
  }

  toArray(): Range[] {
    return this.#from.map((from, i) => ({ from, to: this.#to[i]! }));
  }

  #joinNearest(): void {
    let best = 1;
    for (let i = 2; i < this.#from.length; i++) {
      if (this.#from[i]! - this.#to[i - 1]! < this.#from[best]! - this.#to[best - 1]!) best = i;
    }
    this.#from.splice(best, 1);
    this.#to.splice(best - 1, 1);
  }
}
