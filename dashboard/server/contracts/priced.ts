import { unitsText } from '../../../domain/contract/lots.ts';
import { exact, sumOf, toFen, zero, type Exact } from '../../../domain/contract/money.ts';
import type { NotSettled, SavingLot } from '../../../domain/contract/settlement.ts';
import type { MeterResult, PricedDays } from './job.ts';

/** Whole millionths of the unit of one slot. */
interface Sum {
  expected: number;
  actual: number;
}

/** Lots of a meter by month of the term, ascending; what has no price is in none (`unpriced`). */
export function lotsOf(meter: string, { edges, priced }: MeterResult, monthOf: (ts: number) => string): SavingLot[] {
  const months = new Map<string, Map<number, Sum>>();
  eachPart(priced, 0, edges.length - 1, (day, slot, expected, actual) => {
    const month = monthOf(edges[day]!);
    let sums = months.get(month);
    if (sums === undefined) months.set(month, (sums = new Map()));
    const sum = sums.get(slot) ?? { expected: 0, actual: 0 };
    sum.expected += expected;
    sum.actual += actual;
    sums.set(slot, sum);
  });
  return [...months].flatMap(([month, sums]) =>
    [...sums]
      .flatMap(([at, { expected, actual }]): SavingLot[] => {
        const { kind, tariff, price } = priced.slots[at]!;
        if (price === null) return [];
        const [all, used] = [BigInt(expected), BigInt(actual)];
        const texts = { expected: unitsText(all), actual: unitsText(used), saving: unitsText(all - used) };
        return [{ meter, month, kind, tariff, price, ...texts }];
      })
      .sort(
        (a, b) => byText(a.kind, b.kind) || byText(a.tariff ?? '', b.tariff ?? '') || Number(a.price) - Number(b.price),
      ),
  );
}

/** What of days [from, to) has no price, in words; null: all that counts has one. */
export function unpriced(meter: string, { priced }: MeterResult, from: number, to: number): NotSettled | null {
  const found: { slot: PricedDays['slots'][number] | null; days: number } = { slot: null, days: 0 };
  eachPart(priced, from, to, (_, at, expected, actual) => {
    const slot = priced.slots[at]!;
    if (slot.price !== null || (expected === 0 && actual === 0)) return;
    found.slot ??= slot;
    found.days += 1;
  });
  if (found.slot === null) return null;
  const { days, slot } = found;
  const [zh, en] = slot.unknown
    ? ['当天各时刻的用量不明，无法按分时电价计价', 'the hours of its use are not known, and they cost differently']
    : slot.tariff === null
      ? ['当天没有有效的价目', 'no version of the tariff is valid']
      : [`价目 ${slot.tariff} 的 ${slot.kind || '部分'} 时段没有单价`, `${slot.tariff} has no price for some hours`];
  return {
    code: 'no-price',
    message: { zh: `${meter} 有 ${days} 天无法计价：${zh}`, en: `${days} days of ${meter} have no price: ${en}` },
  };
}

/** Yuan of the saving of days [from, to), to fen; null: nothing of it is known, or a part has no price. */
export function moneyOf(results: readonly MeterResult[], from: number, to: number): string | null {
  let any = false;
  const sums: Exact[] = [];
  for (const { model, priced } of results) {
    if (model === null) continue;
    const saved = new Map<number, number>();
    eachPart(priced, from, to, (_, slot, expected, actual) =>
      saved.set(slot, (saved.get(slot) ?? 0) + expected - actual),
    );
    for (const [slot, saving] of saved) {
      const { price } = priced.slots[slot]!;
      if (price === null && saving !== 0) return null;
      any = true;
      sums.push(price === null ? zero : exact(unitsText(BigInt(saving))).times(price));
    }
  }
  return any ? toFen(sumOf(sums)) : null;
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

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
