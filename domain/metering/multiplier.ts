import { decimalsOf, pow10, toTicks } from './decimal.ts';
import type { RegisterRules } from './meter.ts';

/** Multipliers with their validity, as integers over one power of ten. */
export class Multipliers {
  /** Instants at which another multiplier takes over, ascending; the first one holds before them. */
  readonly changes: readonly number[];
  /** Multiplier × 10^`decimals`, integers; `scaled[k]` holds from `changes[k - 1]` on. */
  readonly scaled: readonly number[];
  readonly decimals: number;

  constructor(list: RegisterRules['multiplier']) {
    const entries = list.length > 0 ? list : [{ from: -Infinity, value: 1 }];
    this.decimals = Math.max(...entries.map((entry) => decimalsOf(entry.value)));
    this.scaled = entries.map((entry) => toTicks(entry.value, this.decimals));
    this.changes = entries.slice(1).map((entry) => entry.from);
  }

  /** Which one holds at that instant: an index into `scaled`. */
  indexAt(ts: number): number {
    let k = 0;
    while (k < this.changes.length && this.changes[k]! <= ts) k += 1;
    return k;
  }

  /** Time-weighted mean over [from, to): what one unit of a step that runs evenly is worth. */
  mean(from: number, to: number): number {
    const first = this.indexAt(from);
    const unit = pow10(this.decimals);
    if (this.changes.length === first || this.changes[first]! >= to) return this.scaled[first]! / unit;
    let sum = 0;
    let at = from;
    for (let k = first; at < to; k += 1) {
      const until = Math.min(this.changes[k] ?? Infinity, to);
      sum += this.scaled[k]! * (until - at);
      at = until;
    }
    return sum / (to - from) / unit;
  }
}
