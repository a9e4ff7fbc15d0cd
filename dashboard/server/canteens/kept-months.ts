interface Kept<T> {
  readonly canteen: string;
  readonly start: number;
  readonly value: T;
}

/**
 * Something of each canteen and local month. Recent months stay; of older ones those that were asked for last, so that
 * memory is bounded whatever is asked.
 */
export class KeptMonths<T> {
  readonly #kept = new Map<string, Kept<T>>();
  readonly #mostOld: number;
  readonly #recentFrom: () => number;

  /** @param recentFrom start of the oldest month that always stays, ms */
  constructor(mostOld: number, recentFrom: () => number) {
    this.#mostOld = mostOld;
    this.#recentFrom = recentFrom;
  }

  get size(): number {
    return this.#kept.size;
  }

  get(canteen: string, start: number): T | undefined {
    const key = keyOf(canteen, start);
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    // Asked for last = last of the map.
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.value;
  }

  set(canteen: string, start: number, value: T): void {
    this.#kept.set(keyOf(canteen, start), { canteen, start, value });
    if (start < this.#recentFrom()) this.#letGo();
  }

  /** Only that value: another one that took its place stays. */
  drop(canteen: string, start: number, value: T): void {
    const key = keyOf(canteen, start);
    if (this.#kept.get(key)?.value === value) this.#kept.delete(key);
  }

  forget(which: (canteen: string, start: number) => boolean): void {
    for (const [key, { canteen, start }] of this.#kept) if (which(canteen, start)) this.#kept.delete(key);
  }

  delete(canteen: string, start: number): void {
    this.#kept.delete(keyOf(canteen, start));
  }

  #letGo(): void {
    const recentFrom = this.#recentFrom();
    const old = [...this.#kept].filter(([, { start }]) => start < recentFrom);
    for (const [key] of old.slice(0, Math.max(0, old.length - this.#mostOld))) this.#kept.delete(key);
  }
}

const keyOf = (canteen: string, start: number): string => `${start} ${canteen}`;
