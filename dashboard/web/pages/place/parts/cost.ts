import type { WirePlaceDay } from '../../../../../domain/wire-places.ts';

export interface Cost {
  /** In the tariff's currency. */
  readonly value: number;
  /** Part of it that rests on estimates. */
  readonly estimated: number;
}

/**
 * What the known quarter hours of a day cost by the tariff of that day; null without a tariff, when a period of it names
 * no price, or when nothing is known.
 */
export function costOf(day: Pick<WirePlaceDay, 'ts' | 'today' | 'tariff'>): Cost | null {
  if (day.tariff.length === 0 || day.tariff.some(({ price }) => price === null)) return null;
  const periods = day.tariff.map(({ from, to, price }) => ({
    from: Date.parse(from),
    to: Date.parse(to),
    price: price!,
  }));
  let [value, estimated, known] = [0, 0, false];
  day.today.rate.forEach((rate, i) => {
    const at = Date.parse(day.ts[i]!);
    const price = periods.find(({ from, to }) => at >= from && at < to)?.price;
    if (rate === null || price === undefined) return;
    known = true;
    value += (rate / 4) * price;
    if (day.today.quality[i] === 'e') estimated += (rate / 4) * price;
  });
  return known ? { value, estimated } : null;
}

/** What was generated in the known quarter hours of the day. */
export function generated(day: Pick<WirePlaceDay, 'pv'>): number | null {
  const known = (day.pv?.rate ?? []).filter((rate): rate is number => rate !== null);
  return known.length === 0 ? null : known.reduce((sum, rate) => sum + rate, 0) / 4;
}
