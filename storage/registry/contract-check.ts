import { hoursIn } from '../../domain/contract/hours.ts';
import type { Amount } from '../../domain/contract/item.ts';
import { isPlainPrice } from '../../domain/contract/read.ts';
import type { ImportFault } from './port.ts';
import type { Item } from './portfolio-schema.ts';
import { fault } from './value-check.ts';

type Contract = Item<'contracts'>;
type Maybe<T> = T | null | undefined;

/** What of the rest a contract's fields rest on. */
export interface ContractContext {
  /** Of a meter of the file or the registry; null = there is none. */
  carrierOf(meter: string): string | null;
  hasTariff(id: string): boolean;
}

/** Rules of one contract whose single fields are right, each fault with the path of its field. */
export function checkContract(item: Contract, path: string, context: ContractContext): ImportFault[] {
  const check = new ContractCheck(path);
  check.base(item);
  check.amounts(item);
  check.years('guarantee', item.guarantee);
  check.years('share', item.share);
  check.twice('guarantee', item.guarantee, 'kwh', 'amount');
  check.twice('adjustments', item.adjustments, 'kwhPerDay', 'amountPerDay');
  check.price(item, context);
  check.drivers(item);
  check.milestones(item);
  check.comfort(item, context);
  return check.faults;
}

class ContractCheck {
  readonly faults: ImportFault[] = [];
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** A base that ends with the term's first day means up to it (`read.ts`). */
  base({ base, start }: Contract): void {
    const field = (base?.to ?? null) === null ? 'from' : 'to';
    const last = base?.[field] ?? null;
    const overlaps = last !== null && start && (field === 'to' ? last > start : last >= start);
    if (overlaps) this.#add(`base.${field}`, 'base-in-term', `must lie before the term, which starts on ${start}`);
  }

  amounts({ guarantee, share, shareCap, custody, priceFloor, investment, comfort, data }: Contract): void {
    for (const [at, { kwh, amount }] of (guarantee ?? []).entries()) {
      this.#notNegative(`guarantee[${at}].kwh`, kwh);
      this.#notNegative(`guarantee[${at}].amount`, amount);
    }
    for (const [at, { contractorPct }] of (share ?? []).entries()) {
      this.#percent(`share[${at}].contractorPct`, contractorPct);
    }
    this.#notNegative('shareCap', shareCap);
    this.#notNegative('priceFloor', priceFloor);
    this.#notNegative('custody.monthlyFee', custody?.monthlyFee);
    this.#notNegative('custody.baseKwh', custody?.baseKwh);
    this.#notNegative('custody.baseAmount', custody?.baseAmount);
    if (custody) this.#twice('custody', custody, 'baseKwh', 'baseAmount');
    const { basePrice = null, peopleFactor = null } = custody ?? {};
    if (basePrice !== null && Number(basePrice) <= 0) {
      this.#add('custody.basePrice', 'not-positive', 'must be greater than 0: changes of the price are measured by it');
    }
    for (const [name, limit] of Object.entries(custody?.thresholds ?? {})) {
      this.#notNegative(`custody.thresholds.${name}`, limit);
    }
    if (peopleFactor !== null && !isWithin(peopleFactor, 1)) {
      this.#add('custody.peopleFactor', 'out-of-range', 'must be between 0 and 1');
    }
    for (const [at, { amount, latePct, verified }] of (investment ?? []).entries()) {
      this.#notNegative(`investment[${at}].amount`, amount);
      this.#percent(`investment[${at}].latePct`, latePct);
      for (const [n, paid] of (verified ?? []).entries()) {
        this.#notNegative(`investment[${at}].verified[${n}].amount`, paid.amount);
      }
    }
    this.#percent('comfort.tolerancePct', comfort?.tolerancePct);
    this.#notNegative('comfort.perZoneDay', comfort?.perZoneDay);
    this.#percent('data.completenessPct', data?.completenessPct);
    this.#notNegative('data.perMonth', data?.perMonth);
  }

  years(field: string, entries: Maybe<readonly { readonly year?: Maybe<number> }[]>): void {
    const seen = new Set<number | null>();
    for (const [at, { year = null }] of (entries ?? []).entries()) {
      const what = year === null ? 'every other year' : String(year);
      if (seen.has(year)) this.#add(`${field}[${at}].year`, 'duplicate-year', `${what} is already there`);
      seen.add(year);
    }
  }

  twice<K extends string>(
    field: string,
    entries: Maybe<readonly { readonly [key in K]?: Maybe<Amount> }[]>,
    one: K,
    other: K,
  ): void {
    for (const [at, entry] of (entries ?? []).entries()) this.#twice(`${field}[${at}]`, entry, one, other);
  }

  price({ price }: Contract, { hasTariff }: ContractContext): void {
    if (price === null || price === undefined) return;
    if (isPlainPrice(price)) return this.#notNegative('price', price);
    if (!hasTariff(String(price))) {
      this.#add('price', 'unknown-tariff', `there is no tariff "${price}" in this file or the registry`);
    }
  }

  drivers({ custody }: Contract): void {
    const drivers = custody?.drivers ?? [];
    for (const [at, { areaM2, people }] of drivers.entries()) {
      this.#notNegative(`custody.drivers[${at}].areaM2`, areaM2);
      this.#notNegative(`custody.drivers[${at}].people`, people);
    }
    // Only the first may hold from the beginning.
    this.#ascending(
      drivers.map(({ from }, at) => from ?? (at === 0 ? null : '')),
      (at) => `custody.drivers[${at}].from`,
    );
  }

  milestones({ investment }: Contract): void {
    this.#ascending(
      (investment ?? []).map(({ due }) => due ?? null),
      (at) => `investment[${at}].due`,
    );
  }

  comfort({ comfort }: Contract, { carrierOf }: ContractContext): void {
    if (!comfort) return;
    const { minC = null, maxC = null, hours, meters } = comfort;
    if (minC !== null && maxC !== null && minC >= maxC) {
      this.#add('comfort.maxC', 'not-above', `must lie above minC, which is ${minC}`);
    }
    if (hoursIn(hours) === null) {
      const message = 'must be hours like "08:30-17:30", several of them with commas or as a list, or "all"';
      this.#add('comfort.hours', 'hours', message);
    }
    for (const [at, meter] of (meters ?? []).entries()) {
      const carrier = carrierOf(meter);
      const field = `comfort.meters[${at}]`;
      if (carrier === null) {
        this.#add(field, 'unknown-meter', `there is no meter "${meter}" in this file or the registry`);
      } else if (carrier !== 'indoor') {
        this.#add(field, 'not-indoor', `"${meter}" is a meter of ${carrier}; a zone is measured by an indoor meter`);
      }
    }
  }

  #ascending(dates: readonly (string | null)[], field: (at: number) => string): void {
    let last: string | null = null;
    for (const [at, date] of dates.entries()) {
      if (date !== null && last !== null && date <= last) {
        const [code, words] = date === last ? ['duplicate-date', 'is already there'] : ['not-ascending', 'comes later'];
        this.#add(
          field(at),
          code,
          date === last ? `${date} ${words}` : `must lie after ${last}, which ${words} above it`,
        );
      }
      if (date !== null && (last === null || date > last)) last = date;
    }
  }

  #twice<K extends string>(path: string, of: { readonly [key in K]?: Maybe<Amount> }, one: K, other: K): void {
    if ((of[one] ?? null) === null || (of[other] ?? null) === null) return;
    this.#add(`${path}.${other}`, 'amount-twice', `is the same as ${one}: give one of them`);
  }

  #notNegative(field: string, value: Maybe<Amount>): void {
    if (Number(value ?? 0) < 0) this.#add(field, 'negative', 'must not be below 0');
  }

  #percent(field: string, value: Maybe<Amount>): void {
    if (!isWithin(value ?? 0, 100)) this.#add(field, 'out-of-range', 'must be between 0 and 100');
  }

  #add(field: string, code: string, message: string): void {
    this.faults.push(fault(`${this.#path}.${field}`, code, message));
  }
}

function isWithin(value: Amount, most: number): boolean {
  return Number(value) >= 0 && Number(value) <= most;
}
