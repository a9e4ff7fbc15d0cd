import { forgetOldest, slotMs, slotsPerDay, type Accumulation } from './accumulation.ts';
import { dayIndex, timeOfDay } from './day.ts';

/** What goes through a main meter within a day, by each edge of its slots. */
interface ExchangedDay {
  readonly taken: Float64Array;
  readonly given: Float64Array;
}

const edgesOfDay = () => new Float64Array(slotsPerDay + 1);

/**
 * A building with solar cells at its connection to the grid. At every instant it uses its own roof's energy first, takes
 * what is missing and gives what is left: used = taken + generated − given. Whole thousandths (Wh), never falling.
 */
export class GridExchange {
  readonly #uses: readonly Accumulation[];
  readonly #roof: Accumulation;
  /** From which day (index) it is counted; until then both registers stand at their opening. */
  readonly #since: number;
  /** Taken and given before day i (counted from `#since`). */
  readonly #takenBefore: number[] = [0];
  readonly #givenBefore: number[] = [0];
  /** The last two days that were asked for. */
  readonly #days = new Map<number, ExchangedDay>();
  /** Used less generated, while a day is worked out. */
  readonly #net = edgesOfDay();

  constructor(uses: readonly Accumulation[], roof: Accumulation, since: number) {
    this.#uses = uses;
    this.#roof = roof;
    this.#since = since;
  }

  takenUntil(ts: number): number {
    return this.#until(ts, this.#takenBefore, 'taken');
  }

  givenUntil(ts: number): number {
    return this.#until(ts, this.#givenBefore, 'given');
  }

  /** Wh an hour: below 0 while it gives. */
  rateAt(ts: number): number {
    return this.#uses.reduce((sum, use) => sum + use.rateAt(ts), 0) - this.#roof.rateAt(ts);
  }

  #until(ts: number, before: readonly number[], way: keyof ExchangedDay): number {
    const index = dayIndex(ts);
    if (index < this.#since) return 0;
    this.#countUpTo(index);
    const edges = this.#dayOf(index)[way];
    const at = timeOfDay(ts) / slotMs;
    const slot = Math.floor(at);
    const start = before[index - this.#since]!;
    const within = start + edges[slot]! + (edges[slot + 1]! - edges[slot]!) * (at - slot);
    // Not by the last bit beyond what the next slot begins with: a register doesn't fall.
    return Math.floor(Math.min(within, start + edges[slot + 1]!));
  }

  #countUpTo(index: number): void {
    for (let i = this.#takenBefore.length; i <= index - this.#since; i++) {
      const { taken, given } = this.#dayOf(this.#since + i - 1);
      this.#takenBefore.push(this.#takenBefore[i - 1]! + taken[slotsPerDay]!);
      this.#givenBefore.push(this.#givenBefore[i - 1]! + given[slotsPerDay]!);
    }
  }

  #dayOf(index: number): ExchangedDay {
    const known = this.#days.get(index);
    if (known) return known;
    const net = this.#net.fill(0);
    for (const use of this.#uses) use.addDay(index, net, 1);
    this.#roof.addDay(index, net, -1);
    const exchanged = forgetOldest(this.#days, 2) ?? { taken: edgesOfDay(), given: edgesOfDay() };
    const { taken, given } = exchanged;
    for (let slot = 0; slot < slotsPerDay; slot++) {
      const step = net[slot + 1]! - net[slot]!;
      taken[slot + 1] = taken[slot]! + Math.max(0, step);
      given[slot + 1] = given[slot]! + Math.max(0, -step);
    }
    this.#days.set(index, exchanged);
    return exchanged;
  }
}
