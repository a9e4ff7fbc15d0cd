import type { TariffStretch } from '../tariff/tariff.ts';

/**
 * Mean price of a unit that is used evenly from `fromHour` to `toHour` of a local day; null where any part of it has
 * none.
 */
export function meanPrice(stretches: readonly TariffStretch[], fromHour: number, toHour: number): number | null {
  const [from, to] = [fromHour * 60, toHour * 60];
  let [money, covered] = [0, 0];
  for (const { fromMinute, toMinute, price } of stretches) {
    const minutes = Math.min(to, toMinute) - Math.max(from, fromMinute);
    if (minutes <= 0 || price === null) continue;
    covered += minutes;
    money += minutes * Number(price);
  }
  return covered < to - from || Number.isNaN(money) ? null : money / covered;
}
