import { breath, metersAtOnce, portions } from './breath.ts';

/** Portions that are read beside each other: the store has two threads that answer. */
const readBeside = 2;

/** What was read of meters, until what it rests on changes. Bounded: what has no room is read each time. */
export class KeptByMeter<T> {
  readonly #most: number;
  #kept = new Map<string, T>();
  /** Count of the change that last touched a meter: what was being read meanwhile is not kept. */
  #changed = new Map<string, number>();
  #changes = 0;

  /** @param most meters kept */
  constructor(most: number) {
    this.#most = most;
  }

  touch(meter: string): void {
    this.#kept.delete(meter);
    this.#changed.set(meter, ++this.#changes);
  }

  forget(): void {
    this.#kept = new Map();
    this.#changed = new Map();
  }

  /** In the order of the meters. A meter that changes while this reads is as it was before, or after. */
  async of<M extends { readonly id: string }>(
    meters: readonly M[],
    read: (few: readonly M[]) => Promise<readonly T[]>,
  ): Promise<readonly T[]> {
    // Of before: after `forget` nobody looks at it any more.
    const kept = this.#kept;
    const found = meters.map(({ id }) => kept.get(id));
    const lacking = meters.flatMap((_, i) => (found[i] === undefined ? [i] : []));
    const waiting = portions(lacking, metersAtOnce);
    const lane = async () => {
      for (const few of waiting) {
        const since = this.#changes;
        const fresh = await read(few.map((i) => meters[i]!));
        few.forEach((i, n) => {
          found[i] = fresh[n]!;
          const { id } = meters[i]!;
          const stands = (this.#changed.get(id) ?? 0) <= since;
          if (stands && kept.size < this.#most) kept.set(id, fresh[n]!);
        });
        await breath();
      }
    };
    await Promise.all(Array.from({ length: readBeside }, lane));
    return found as T[];
  }
}
