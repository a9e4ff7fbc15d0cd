import { meanPrice } from '../../../domain/alarms/price.ts';
import { civilFromDays } from '../../../domain/time/civil.ts';
import { dayKind, weekdayOf } from '../../../domain/places/day-kind.ts';
import { stretchesOf, tariffFor } from '../../../domain/tariff/tariff.ts';
import type { DayTypes } from '../../../domain/time/day-types.ts';
import type { Registry } from '../../../storage/registry/port.ts';

/** Yuan a unit over hours of a local day, by the tariff in force; each is worked out once. */
export class PriceList {
  readonly #registry: Pick<Registry, 'tariffs'>;
  readonly #dayTypes: DayTypes;
  readonly #known = new Map<string, number | null>();

  constructor(registry: Pick<Registry, 'tariffs'>, dayTypes: DayTypes) {
    this.#registry = registry;
    this.#dayTypes = dayTypes;
  }

  /** null without a tariff, or where a part of these hours has no price. */
  of(carrier: 'electricity' | 'water', day: number, from: number, to: number): number | null {
    const key = `${carrier} ${day} ${from} ${to}`;
    let price = this.#known.get(key);
    if (price === undefined) this.#known.set(key, (price = this.#find(carrier, day, from, to)));
    return price;
  }

  #find(carrier: string, day: number, from: number, to: number): number | null {
    const { year, month, day: dayOfMonth } = civilFromDays(day);
    const two = (part: number) => String(part).padStart(2, '0');
    const tariff = tariffFor(this.#registry.tariffs(), carrier, `${year}-${two(month)}-${two(dayOfMonth)}`);
    if (tariff === null) return null;
    return meanPrice(stretchesOf(tariff, month, weekdayOf(day), dayKind(day, this.#dayTypes)), from, to);
  }
}
