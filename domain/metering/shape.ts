const quarterMs = 900_000;

/** How the energy of a stretch lies in its time, by weights of its quarter hours. */
export class Shape {
  readonly #from: number;
  readonly #to: number;
  readonly #weights: readonly number[];
  /** What lies before each quarter hour. */
  readonly #before: Float64Array;
  readonly #total: number;

  /** @param weights of the quarter hours from `from` (rounded down to one) on; what they don't reach has none */
  constructor(from: number, to: number, weights: readonly number[]) {
    this.#from = from;
    this.#to = to;
    this.#weights = weights;
    const quarters = Math.ceil(to / quarterMs) - Math.floor(from / quarterMs);
    this.#before = new Float64Array(quarters + 1);
    for (let k = 0; k < quarters; k += 1)
      this.#before[k + 1] = this.#before[k]! + this.#weightOf(k) * this.#part(k, to);
    this.#total = this.#before[quarters]!;
  }

  /** Share of the energy that lies before `at`, 0…1. */
  shareAt(at: number): number {
    if (at <= this.#from) return 0;
    if (at >= this.#to) return 1;
    if (!(this.#total > 0)) return (at - this.#from) / (this.#to - this.#from);
    const k = Math.floor(at / quarterMs) - Math.floor(this.#from / quarterMs);
    return (this.#before[k]! + this.#weightOf(k) * this.#part(k, at)) / this.#total;
  }

  #weightOf(k: number): number {
    return Math.max(0, this.#weights[k] ?? 0);
  }

  /** How much of quarter k lies in the stretch before `until`, 0…1. */
  #part(k: number, until: number): number {
    const start = (Math.floor(this.#from / quarterMs) + k) * quarterMs;
    return Math.max(0, Math.min(until, this.#to, start + quarterMs) - Math.max(start, this.#from)) / quarterMs;
  }
}
