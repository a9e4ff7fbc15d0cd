import type { DerivedChange } from '../../../collector/port.ts';

/** What a remembered value was made of: intervals of these meters, which are read, in these stretches, ms UTC. */
export interface Foundations {
  readonly meters: readonly string[];
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}
interface Kept<V> {
  readonly value: Promise<V>;
  readonly on: Foundations;
}

/**
 * Values made of intervals, remembered until an interval that they rest on is derived again. The ones that were not
 * asked for longest make room.
 */
export class RestsOn<V> {
  readonly #most: number;
  readonly #kept = new Map<string, Kept<V>>();
  readonly #byMeter = new Map<string, Set<string>>();

  constructor(most: number) {
    this.#most = most;
  }

  of(key: string, on: Foundations, make: () => Promise<V>): Promise<V> {
    const known = this.#kept.get(key);
    if (known !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known.value;
    }
    const value = make();
    const kept = { value, on };
    this.#kept.set(key, kept);
    for (const meter of on.meters) {
      const keys = this.#byMeter.get(meter);
      if (keys === undefined) this.#byMeter.set(meter, new Set([key]));
      else keys.add(key);
    }
    value.catch(() => this.#kept.get(key) === kept && this.#forget(key));
    if (this.#kept.size > this.#most) this.#forget(this.#kept.keys().next().value!);
    return value;
  }

  derived(changes: readonly DerivedChange[]): void {
    for (const { meter, from, to } of changes) {
      for (const key of [...(this.#byMeter.get(meter) ?? [])]) {
        if (this.#kept.get(key)!.on.spans.some((span) => from < span.to && to > span.from)) this.#forget(key);
      }
    }
  }

  forget(): void {
    this.#kept.clear();
    this.#byMeter.clear();
  }

  #forget(key: string): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    for (const meter of kept.on.meters) {
      const keys = this.#byMeter.get(meter);
      keys?.delete(key);
      if (keys?.size === 0) this.#byMeter.delete(meter);
    }
  }
}
