import { cityDay, dayIndex, timeOfDay, type CityDay } from './day.ts';

export const slotsPerDay = 288;
export const slotMs = 86_400_000 / slotsPerDay;
/** Every register of the demo begins here; earlier times show its opening value. */
const originDay = Math.floor(Date.UTC(2024, 0, 1) / 86_400_000);

/** Something that uses (or gives) energy, water, gas or heat, in thousandths of the register's unit: Wh, L, MJ. */
export interface LoadShape {
  /** Of the whole day, ≥ 0. */
  readonly dayTotal: (day: CityDay) => number;
  /** Relative share of a five-minute slot, ≥ 0. */
  readonly weight: (day: CityDay, slot: number) => number;
}

/**
 * What a load has used since the beginning, at any instant: whole thousandths, never falling, the same whenever it is
 * asked. Day totals are summed once; inside a day the total is spread over its slots and runs evenly in each.
 */
export class Accumulation {
  readonly #shape: LoadShape;
  /** Used before day i (counted from the origin). */
  readonly #before: number[] = [0];
  /** Shares of the last two days that were asked for: now and a moment ago, or a day and the next in a history. */
  readonly #shares = new Map<number, Float64Array>();
  /** Of a day that is forgotten: years are counted in days, and each new array would cost more than what is in it. */
  #unused: Float64Array | undefined;

  constructor(shape: LoadShape) {
    this.#shape = shape;
  }

  usedUntil(ts: number): number {
    const index = dayIndex(ts);
    if (index < originDay) return 0;
    const before = this.#usedBefore(index);
    const total = this.#usedBefore(index + 1) - before;
    const shares = this.#sharesOf(index);
    const at = timeOfDay(ts) / slotMs;
    const slot = Math.floor(at);
    const share = shares[slot]! + (shares[slot + 1]! - shares[slot]!) * (at - slot);
    return before + Math.floor(total * share);
  }

  /** Thousandths an hour. */
  rateAt(ts: number): number {
    const index = dayIndex(ts);
    if (index < originDay) return 0;
    const shares = this.#sharesOf(index);
    const slot = Math.floor(timeOfDay(ts) / slotMs);
    const total = this.#usedBefore(index + 1) - this.#usedBefore(index);
    return (total * (shares[slot + 1]! - shares[slot]!) * 3_600_000) / slotMs;
  }

  /** Adds `times` what is used within this day by each edge of its slots: from 0 to the day's total. */
  addDay(index: number, edges: Float64Array, times: 1 | -1): void {
    const total = times * (this.#usedBefore(index + 1) - this.#usedBefore(index));
    const shares = this.#sharesOf(index);
    for (let edge = 0; edge <= slotsPerDay; edge++) edges[edge]! += total * shares[edge]!;
  }

  #usedBefore(index: number): number {
    for (let day = this.#before.length; day <= index - originDay; day++) {
      const total = Math.round(this.#shape.dayTotal(cityDay(originDay + day - 1)));
      this.#before.push(this.#before[day - 1]! + Math.max(0, total));
    }
    return this.#before[index - originDay]!;
  }

  /** Part of the day's total that is used before each slot, 0…1. */
  #sharesOf(index: number): Float64Array {
    const known = this.#shares.get(index);
    if (known) return known;
    const day = cityDay(index);
    const shares = this.#unused ?? new Float64Array(slotsPerDay + 1);
    shares[0] = 0;
    for (let slot = 0; slot < slotsPerDay; slot++) {
      shares[slot + 1] = shares[slot]! + Math.max(0, this.#shape.weight(day, slot));
    }
    const sum = shares[slotsPerDay]!;
    for (let i = 1; i <= slotsPerDay; i++) shares[i] = sum > 0 ? shares[i]! / sum : i / slotsPerDay;
    // Exactly 1, so that midnight leaves no seam.
    shares[slotsPerDay] = 1;
    this.#unused = forgetOldest(this.#shares, 2);
    this.#shares.set(index, shares);
    return shares;
  }
}

/** Makes room for one more. @returns what was forgotten */
export function forgetOldest<T>(days: Map<number, T>, most: number): T | undefined {
  if (days.size < most) return undefined;
  const oldest = days.keys().next().value!;
  const forgotten = days.get(oldest);
  days.delete(oldest);
  return forgotten;
}
