import { exact, sumOf, toFen, zero, type Exact } from './money.ts';
import { eachPart, unitsText, type PricedDays } from './priced-days.ts';
import type { NotSettled, SavingLot } from './settlement.ts';

/** Whole millionths of the unit of one slot. */
interface Sum {
  expected: number;
  actual: number;
}

/**
 * What was expected and used, by month and by what a unit costs: ascending by month, kind, version and price. What has no
 * price is in no lot (`unpriced`). Every lot of a month adds up to the month's days exactly.
 */
export function savingLots(meter: string, priced: PricedDays, monthOfDay: (day: number) => string): SavingLot[] {
  const months = new Map<string, Map<number, Sum>>();
  eachPart(priced, 0, Infinity, (day, slot, expected, actual) => {
    const month = monthOfDay(day);
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
        const saving = unitsText(expected - actual);
        return [
          { meter, month, kind, tariff, price, expected: unitsText(expected), actual: unitsText(actual), saving },
        ];
      })
      .sort(
        (a, b) => byText(a.kind, b.kind) || byText(a.tariff ?? '', b.tariff ?? '') || Number(a.price) - Number(b.price),
      ),
  );
}

/** What of days [from, to) has no price, in words; null: all that counts has one. */
export function unpriced(meter: string, priced: PricedDays, from: number, to: number): NotSettled | null {
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
export function moneyOf(meters: readonly PricedDays[], from: number, to: number): string | null {
  let any = false;
  const sums: Exact[] = [];
  for (const priced of meters) {
    const saved = new Map<number, number>();
    eachPart(priced, from, to, (_, slot, expected, actual) =>
      saved.set(slot, (saved.get(slot) ?? 0) + expected - actual),
    );
    for (const [slot, saving] of saved) {
      const { price } = priced.slots[slot]!;
      if (price === null && saving !== 0) return null;
      any = true;
      sums.push(price === null ? zero : exact(unitsText(saving)).times(price));
    }
  }
  return any ? toFen(sumOf(sums)) : null;
}

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
