import { lotDays, type LotInputs } from './lot-days.ts';
import type { PriceSlot } from './tariff-day.ts';

/** Days of a meter in their parts by price: what lots, their traces and all money are summed of. */
export interface PricedDays {
  /** `unknown`: a part whose quarter hours are not known. */
  readonly slots: readonly (PriceSlot & { readonly unknown: boolean })[];
  /** Columns of the parts, ascending by day: index of the day, of the slot, whole millionths of the unit. */
  readonly day: Int32Array;
  readonly slot: Int32Array;
  readonly expected: Float64Array;
  readonly actual: Float64Array;
}

export function pricedDays(inputs: LotInputs): PricedDays {
  const slots = new Map<string, PricedDays['slots'][number] & { readonly index: number }>();
  const columns = { day: [] as number[], slot: [] as number[], expected: [] as number[], actual: [] as number[] };
  for (const { day, parts, unknown } of lotDays(inputs)) {
    for (const { slot, expected, actual } of parts) {
      const key = JSON.stringify([slot.kind, slot.tariff, slot.price, unknown]);
      let known = slots.get(key);
      if (known === undefined) slots.set(key, (known = { ...slot, unknown, index: slots.size }));
      columns.day.push(day);
      columns.slot.push(known.index);
      columns.expected.push(Number(expected));
      columns.actual.push(Number(actual));
    }
  }
  return {
    slots: [...slots.values()].map(({ index: _, ...slot }) => slot),
    day: Int32Array.from(columns.day),
    slot: Int32Array.from(columns.slot),
    expected: Float64Array.from(columns.expected),
    actual: Float64Array.from(columns.actual),
  };
}

/** Parts of days [from, to), in the order of the days. */
export function eachPart(
  { day, slot, expected, actual }: PricedDays,
  from: number,
  to: number,
  tell: (day: number, slot: number, expected: number, actual: number) => void,
): void {
  for (let i = firstOf(day, from); i < day.length && day[i]! < to; i += 1) {
    tell(day[i]!, slot[i]!, expected[i]!, actual[i]!);
  }
}

/** Place of the first part of that day or a later one. */
function firstOf(day: Int32Array, from: number): number {
  let [low, high] = [0, day.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (day[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whole millionths of a unit as the shortest decimal text of units. */
export function unitsText(amount: number): string {
  const whole = BigInt(amount);
  const digits = String(whole < 0n ? -whole : whole).padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return `${whole < 0n ? '-' : ''}${digits.slice(0, -6)}${fraction === '' ? '' : `.${fraction}`}`;
}
