import { lowerBound } from '../../../../domain/metering/decided.ts';

export interface Read {
  readonly ts: number;
  readonly value: number;
}

/** Readings of one register, ascending: those nearest to an instant are found without looking at the others. */
export class RegisterReads {
  readonly #ts: Float64Array;
  readonly #value: Float64Array;

  /** @param ts ascending, as long as `value` */
  constructor(ts: Float64Array, value: Float64Array) {
    this.#ts = ts;
    this.#value = value;
  }

  static of(values: ReadonlyMap<number, number>): RegisterReads {
    const ts = Float64Array.from(values.keys()).sort();
    return new RegisterReads(
      ts,
      ts.map((at) => values.get(at)!),
    );
  }

  /** Those that nothing in `others` is at the instant of. */
  without(others: ReadonlyMap<number, number>): RegisterReads {
    const isLeft = (_: number, i: number): boolean => !others.has(this.#ts[i]!);
    return new RegisterReads(this.#ts.filter(isLeft), this.#value.filter(isLeft));
  }

  /** The last `count` in [since, before), ascending. */
  last(count: number, since: number, before: number): Read[] {
    const end = lowerBound(this.#ts, before);
    return this.#slice(Math.max(lowerBound(this.#ts, since), end - count), end);
  }

  /** The first `count` in (after, until), ascending. */
  first(count: number, after: number, until: number): Read[] {
    const start = lowerBound(this.#ts, after + 1);
    return this.#slice(start, Math.min(lowerBound(this.#ts, until), start + count));
  }

  /** undefined: there is none. */
  at(instant: number): number | undefined {
    const i = lowerBound(this.#ts, instant);
    return this.#ts[i] === instant ? this.#value[i] : undefined;
  }

  #slice(start: number, end: number): Read[] {
    const reads: Read[] = [];
    for (let i = start; i < end; i += 1) reads.push({ ts: this.#ts[i]!, value: this.#value[i]! });
    return reads;
  }
}
