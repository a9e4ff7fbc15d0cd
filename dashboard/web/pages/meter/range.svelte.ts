import type { WireEvery } from '../../../../domain/wire.ts';
import * as calls from '../../api/calls.ts';
import type { ApiProblem } from '../../api/problem.ts';
import { marksOf, merged, type Mark } from '../../charts/mark.ts';
import { due, toFetch, type Derived, type Span } from './derived.ts';

export interface RangeKey {
  readonly id: string;
  readonly point: string;
  readonly every: WireEvery;
  readonly from: number;
  readonly to: number;
  /** As known at that instant; absent = now. */
  readonly asOf?: number | undefined;
}

const parts = ['id', 'point', 'every', 'from', 'to', 'asOf'] as const satisfies readonly (keyof RangeKey)[];
const same = (a: RangeKey | null, b: RangeKey | null) =>
  a === b || (!!a && !!b && parts.every((part) => a[part] === b[part]));
/** Long enough to join what one message derives, short enough to look immediate. */
const settleMs = 600;

/** The marks of one point over one range: fetched whole when the range changes, and only in part when it is derived again. */
export class RangeSeries {
  marks: readonly Mark[] = $state.raw([]);
  unit: string | null = $state(null);
  loading = $state(false);
  problem: ApiProblem | null = $state.raw(null);
  #key: RangeKey | null = null;
  #abort: AbortController | null = null;
  #dirty: Span | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(key: RangeKey | null): void {
    if (same(key, this.#key)) return;
    this.#key = key;
    this.#dirty = null;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.marks = [];
    void this.load();
  }

  /** Fetches the whole range again; what is shown stays until then. */
  async load(): Promise<void> {
    this.#abort?.abort();
    const key = this.#key;
    this.problem = null;
    this.loading = key !== null;
    if (key === null) return;
    const marks = await this.#fetch(key, key.from, key.to, (this.#abort = new AbortController()));
    if (marks === null) return;
    this.loading = false;
    this.marks = marks;
  }

  /** Only the part of the range on screen that was derived again is fetched, from the start of its first interval on. */
  derivedAgain(ranges: readonly Derived[]): void {
    const key = this.#key;
    // What was known then does not change.
    if (!key || key.every === 'raw' || key.asOf !== undefined) return;
    this.#dirty = due(key, ranges, this.#dirty);
    if (this.#dirty === null || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.#refresh(), settleMs);
  }

  stop(): void {
    this.#abort?.abort();
    clearTimeout(this.#timer);
  }

  async #refresh(): Promise<void> {
    this.#timer = undefined;
    const key = this.#key;
    const dirty = this.#dirty;
    if (this.loading) {
      // The answer on its way may be older than what was derived.
      this.#timer = setTimeout(() => void this.#refresh(), settleMs);
      return;
    }
    this.#dirty = null;
    if (!key || !dirty) return;
    const { from, to } = toFetch(key, this.marks, dirty);
    const marks = await this.#fetch(key, from, to, new AbortController());
    if (marks !== null && same(key, this.#key)) this.marks = merged(this.marks, marks);
  }

  async #fetch(key: RangeKey, from: number, to: number, abort: AbortController): Promise<readonly Mark[] | null> {
    const known = key.asOf === undefined ? {} : { asOf: key.asOf };
    try {
      const answer = await calls.series(key.id, key.point, { from, to, every: key.every, ...known }, abort.signal);
      if (!same(key, this.#key)) return null;
      if (answer.ok) {
        this.unit = answer.value.unit;
        return marksOf(answer.value);
      }
      this.problem = answer.problem;
      this.loading = false;
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    }
    return null;
  }
}
