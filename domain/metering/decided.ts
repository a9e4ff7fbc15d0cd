import type { Decision } from './decision.ts';

type Of<Kind extends Decision['kind']> = Extract<Decision, { readonly kind: Kind }>;
type Ordered<T> = T & { /** Place among the decisions: the later one counts. */ readonly order: number };

/** What people decided of one register, in the shape in which the calculation asks for it. */
export class Decided {
  readonly swaps: readonly Ordered<Of<'swap'>>[];
  /** Register readings that people took, ascending; one an instant. */
  readonly taken: readonly Of<'reading'>[];
  readonly amounts: readonly Of<'amount'>[];
  readonly #readings: readonly Of<'readings'>[];
  readonly #steps = new Map<string, Ordered<Of<'step'>>>();
  readonly #shapes = new Map<string, Of<'shape'>>();

  constructor(decisions: readonly Decision[]) {
    const swaps = new Map<number, Ordered<Of<'swap'>>>();
    const taken = new Map<number, Of<'reading'>>();
    const amounts: Of<'amount'>[] = [];
    const readings: Of<'readings'>[] = [];
    decisions.forEach((decision, order) => {
      if (decision.kind === 'swap') swaps.set(decision.at, { ...decision, order });
      else if (decision.kind === 'reading') taken.set(decision.at, decision);
      else if (decision.kind === 'amount') amounts.push(decision);
      else if (decision.kind === 'readings') readings.push(decision);
      else if (decision.kind === 'step') this.#steps.set(nameOf(decision.from, decision.to), { ...decision, order });
      else this.#shapes.set(nameOf(decision.from, decision.to), decision);
    });
    this.swaps = [...swaps.values()];
    this.taken = [...taken.values()].sort((a, b) => a.at - b.at);
    this.amounts = amounts.filter(({ from, to }) => to > from);
    this.#readings = readings;
  }

  /** Of the step between the readings at these instants. */
  step(from: number, to: number): Ordered<Of<'step'>> | undefined {
    return this.#steps.size === 0 ? undefined : this.#steps.get(nameOf(from, to));
  }

  shape(from: number, to: number): readonly number[] | undefined {
    return this.#shapes.size === 0 ? undefined : this.#shapes.get(nameOf(from, to))?.weights;
  }

  /** Readings that must not be left out (1); `null`: nobody said so of any. */
  held(ts: Float64Array): Uint8Array | null {
    return this.#mark(ts, 'kept', 'ignored');
  }

  /** The readings that count: without those that people ignored, with those that they took. */
  counted(ts: Float64Array, value: Float64Array): { readonly ts: Float64Array; readonly value: Float64Array } {
    const ignored = this.#mark(ts, 'ignored', 'kept');
    if (ignored === null && this.taken.length === 0) return { ts, value };
    const taken = new Map(this.taken.map((reading) => [reading.at, reading.value]));
    const counts = (_: number, i: number): boolean => ignored?.[i] !== 1 && !taken.has(ts[i]!);
    const kept = { ts: ts.filter(counts), value: value.filter(counts) };
    return taken.size === 0 ? kept : merged(kept, this.taken);
  }

  /** Whether a person took this reading. */
  isTaken(ts: number): boolean {
    return this.taken.length > 0 && this.taken.some(({ at }) => at === ts);
  }

  #mark(ts: Float64Array, as: 'ignored' | 'kept', not: 'ignored' | 'kept'): Uint8Array | null {
    if (!this.#readings.some((decision) => decision.as === as)) return null;
    const marks = new Uint8Array(ts.length);
    for (const decision of this.#readings) {
      const mark = decision.as === not ? 0 : 1;
      for (let i = lowerBound(ts, decision.from); i < ts.length && ts[i]! <= decision.to; i += 1) marks[i] = mark;
    }
    return marks;
  }
}

interface Columns {
  readonly ts: Float64Array;
  readonly value: Float64Array;
}

function merged(of: Columns, taken: readonly Of<'reading'>[]): Columns {
  const n = of.ts.length + taken.length;
  const ts = new Float64Array(n);
  const value = new Float64Array(n);
  for (let k = 0, i = 0, j = 0; k < n; k += 1) {
    const next = taken[j];
    if (next !== undefined && (i === of.ts.length || next.at < of.ts[i]!)) {
      ts[k] = next.at;
      value[k] = next.value;
      j += 1;
    } else {
      ts[k] = of.ts[i]!;
      value[k] = of.value[i]!;
      i += 1;
    }
  }
  return { ts, value };
}

const cache = new WeakMap<readonly Decision[], Map<string, Decided | null>>();

/** `null`: nothing was decided of this point. */
export function decidedOf(decisions: readonly Decision[] | undefined, point: string): Decided | null {
  if (decisions === undefined || decisions.length === 0) return null;
  let points = cache.get(decisions);
  if (points === undefined) cache.set(decisions, (points = new Map()));
  let decided = points.get(point);
  if (decided === undefined) {
    const own = decisions.filter((decision) => decision.point === point);
    points.set(point, (decided = own.length === 0 ? null : new Decided(own)));
  }
  return decided;
}

const nameOf = (from: number, to: number): string => `${from}~${to}`;

/** Index of the first entry that is not below `at`. */
export function lowerBound(ts: Float64Array, at: number): number {
  let low = 0;
  let high = ts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ts[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
