import type { DayKind } from '../places/day-kind.ts';
import type { Tariff } from '../tariff/tariff.ts';
import type { LocalCalendar } from '../time/calendar.ts';
import type { PriceBasis } from './contract.ts';
import { DayPrices, type PriceSlot } from './tariff-day.ts';

/** Days of a meter, and how they lie within the day where a tariff tells hours apart. */
export interface LotInputs {
  readonly price: PriceBasis;
  readonly tariffs: readonly Tariff[];
  readonly calendar: LocalCalendar;
  readonly dayKindOf: (date: string) => DayKind;
  /** n + 1 local midnights. */
  readonly edges: Float64Array;
  /** By day; NaN = unknown. */
  readonly expected: Float64Array;
  readonly actual: Float64Array;
  /** Use by quarter hour of a day (92, 96 or 100); asked only for days of several prices. */
  readonly quarterActual?: (day: number) => Float64Array;
  /** Only its shape counts: the day's expected is spread by it; without one by the shape of the use. */
  readonly quarterExpected?: (day: number) => Float64Array;
}

/** A day's part of a lot, in millionths of the unit: whole numbers, so that all sums are exact. */
export interface LotPart {
  readonly slot: PriceSlot;
  readonly expected: bigint;
  readonly actual: bigint;
}

/**
 * Days that have both sides, each in its parts by price (mandv.md §10: each interval at its tariff period, never
 * kWh × average price): what lots are summed of, and what a lot is traced back to. Days that lack a side have none. The
 * parts add up to the day exactly: its amount is taken to 6 decimals once, and the last price takes the spreading's dust.
 * `unknown`: the day is known, its quarter hours are not, and they cost differently.
 */
export function* lotDays(inputs: LotInputs): Generator<{
  readonly day: number;
  readonly date: string;
  readonly parts: readonly LotPart[];
  readonly unknown: boolean;
}> {
  const { edges, calendar } = inputs;
  const prices = new DayPrices(inputs.price, inputs.tariffs, calendar, inputs.dayKindOf);
  for (let day = 0; day + 1 < edges.length; day += 1) {
    const [expected, actual] = [inputs.expected[day]!, inputs.actual[day]!];
    if (!Number.isFinite(expected) || !Number.isFinite(actual)) continue;
    const date = calendar.iso(edges[day]!).slice(0, 10);
    const { slots, byQuarter } = prices.of(date, edges[day]!, edges[day + 1]!);
    const whole = { expected: millionths(expected), actual: millionths(actual) };
    if (slots.length === 1) {
      yield { day, date, parts: [{ slot: slots[0]!, ...whole }], unknown: false };
      continue;
    }
    const used = bySlot(inputs.quarterActual?.(day), slots.length, byQuarter);
    if (used === null) {
      const slot = { kind: '', tariff: slots[0]!.tariff, price: null };
      yield { day, date, parts: [{ slot, ...whole }], unknown: true };
      continue;
    }
    const shape = bySlot(inputs.quarterExpected?.(day), slots.length, byQuarter) ?? used;
    const clock = new Float64Array(slots.length);
    for (const slot of byQuarter) clock[slot]! += 1;
    const expectedOf = spread(whole.expected, expected, shape, clock);
    const actualOf = spread(whole.actual, actual, used, clock);
    const parts = slots.flatMap((slot, i) =>
      clock[i] === 0 ? [] : { slot, expected: expectedOf[i]!, actual: actualOf[i]! },
    );
    yield { day, date, parts, unknown: false };
  }
}

/** Sums of a day's quarter hours by slot; null when one of them is missing. */
function bySlot(column: Float64Array | undefined, slots: number, byQuarter: Uint8Array): Float64Array | null {
  if (column === undefined || column.length !== byQuarter.length) return null;
  const sums = new Float64Array(slots);
  for (let i = 0; i < byQuarter.length; i += 1) {
    if (!Number.isFinite(column[i]!)) return null;
    sums[byQuarter[i]!]! += column[i]!;
  }
  return sums;
}

/**
 * A day's amount over its slots: as the quarter hours say when they add up to it, else in proportion to them, else (a
 * shape with both signs, or of nothing) by the clock. The last slot that the day has takes the dust.
 */
function spread(total: bigint, amount: number, shape: Float64Array, clock: Float64Array): bigint[] {
  const [sum, size] = [shape.reduce((a, b) => a + b, 0), shape.reduce((a, b) => a + Math.abs(b), 0)];
  const alike = Math.abs(amount - sum) <= 1e-9 * Math.max(1, size, Math.abs(amount));
  const weights = alike || (sum > 0 && shape.every((part) => part >= 0)) ? shape : clock;
  const scale = alike ? 1 : amount / weights.reduce((a, b) => a + b, 0);
  const last = clock.findLastIndex((quarters) => quarters > 0);
  let rest = total;
  const parts = Array.from(weights, (weight, i) => {
    const part = i === last || clock[i] === 0 ? 0n : millionths(weight * scale);
    rest -= part;
    return part;
  });
  parts[last] = rest;
  return parts;
}

/** To 6 decimals, half away from 0. */
function millionths(amount: number): bigint {
  return BigInt(Math.sign(amount) * Math.round(Math.abs(amount) * 1e6));
}
