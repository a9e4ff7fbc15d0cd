import type { DayKind } from '../places/day-kind.ts';
import type { Tariff } from '../tariff/tariff.ts';
import type { LocalCalendar } from '../time/calendar.ts';
import type { PriceBasis } from './contract.ts';
import { exact } from './money.ts';
import type { SavingLot } from './settlement.ts';
import { DayPrices, type PriceSlot } from './tariff-day.ts';

/** Days of one meter, and how they lie within the day where a tariff tells hours apart. */
export interface LotInputs {
  readonly meter: string;
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

/** A saving that has no price: in no lot, and not to be passed over. */
export interface LotProblem {
  /** `no-tariff`: no version is valid on that day; `no-price`: a gap in it; `quarters-unknown`: no telling which price. */
  readonly code: 'no-tariff' | 'no-price' | 'quarters-unknown';
  readonly meter: string;
  readonly month: string;
  readonly kind: string;
  readonly tariff: string | null;
  /** First of the days, and how many. */
  readonly date: string;
  readonly days: number;
  readonly expected: string;
  readonly actual: string;
  readonly saving: string;
}

export interface SavingLots {
  /** Ascending by month, kind, version and price. */
  readonly lots: readonly SavingLot[];
  readonly problems: readonly LotProblem[];
}

/**
 * What was expected and used, by month and by what a unit costs (mandv.md §10: each interval at its tariff period, never
 * kWh × average price). Days that lack a side are in no lot. Every lot of a month adds up to the month's days exactly: a
 * day's amount is taken to 6 decimals once, and the last of its prices takes the dust of the spreading.
 */
export function savingLots(inputs: LotInputs): SavingLots {
  const sums = new Map<string, Sum>();
  for (const { date, parts, unknown } of lotDays(inputs)) {
    const month = date.slice(0, 7);
    for (const { slot, expected, actual } of parts) {
      const code = unknown
        ? 'quarters-unknown'
        : slot.price !== null
          ? null
          : slot.tariff === null
            ? 'no-tariff'
            : 'no-price';
      if (code !== null && expected === 0n && actual === 0n) continue;
      const key = `${month} ${code} ${keyOf(slot)}`;
      let sum = sums.get(key);
      if (sum === undefined) sums.set(key, (sum = { month, slot, code, date, days: 0, expected: 0n, actual: 0n }));
      sum.days += 1;
      sum.expected += expected;
      sum.actual += actual;
    }
  }
  const sorted = [...sums.values()].sort(inOrder);
  return {
    lots: sorted.flatMap(({ month, slot, code, expected, actual }) =>
      code !== null
        ? []
        : {
            meter: inputs.meter,
            month,
            kind: slot.kind,
            tariff: slot.tariff,
            price: slot.price!,
            ...texts(expected, actual),
          },
    ),
    problems: sorted.flatMap(({ month, slot, code, date, days, expected, actual }) =>
      code === null
        ? []
        : {
            code,
            meter: inputs.meter,
            month,
            kind: slot.kind,
            tariff: slot.tariff,
            date,
            days,
            ...texts(expected, actual),
          },
    ),
  };
}

/** Slots live as long as the prices that they were made by: each is written once, not once a day. */
const keys = new WeakMap<PriceSlot, string>();
function keyOf(slot: PriceSlot): string {
  let key = keys.get(slot);
  if (key === undefined) keys.set(slot, (key = JSON.stringify([slot.kind, slot.tariff, slot.price])));
  return key;
}

interface Sum {
  readonly month: string;
  readonly slot: PriceSlot;
  readonly code: LotProblem['code'] | null;
  readonly date: string;
  days: number;
  expected: bigint;
  actual: bigint;
}

/**
 * Days that have both sides, each in its parts by price: what lots are summed of, and what a lot is traced back to.
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

function texts(expected: bigint, actual: bigint) {
  return { expected: unitsText(expected), actual: unitsText(actual), saving: unitsText(expected - actual) };
}

/** Millionths as the shortest decimal text. */
export function unitsText(amount: bigint): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -6)}${fraction === '' ? '' : `.${fraction}`}`;
}

function inOrder(a: Sum, b: Sum): number {
  return (
    byText(a.month, b.month) ||
    byText(a.slot.kind, b.slot.kind) ||
    byText(a.slot.tariff ?? '', b.slot.tariff ?? '') ||
    exact(a.slot.price ?? 0).cmp(exact(b.slot.price ?? 0)) ||
    byText(a.code ?? '', b.code ?? '')
  );
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
