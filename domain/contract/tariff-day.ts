import type { DayKind } from '../places/day-kind.ts';
import { weekdayOf } from '../places/day-kind.ts';
import { stretchesOf, tariffAt, type Tariff } from '../tariff/tariff.ts';
import type { LocalCalendar } from '../time/calendar.ts';
import type { PriceBasis } from './contract.ts';
import { dayOf } from './local-days.ts';
import { exact } from './money.ts';

/** What a unit costs in some quarter hours of a day: lots of a month are told apart by all three. */
export interface PriceSlot {
  readonly kind: string;
  /** `id@validFrom`; null with a fixed price, or when no version is valid. */
  readonly tariff: string | null;
  /** Decimal text; null: the tariff has none for this time. */
  readonly price: string | null;
}
/** The slots of a local day in the order of their first quarter hours, and which of them each quarter hour is in. */
export interface PricedDay {
  readonly slots: readonly PriceSlot[];
  /** Place in `slots` by quarter hour; of a day of one slot it may be empty. */
  readonly byQuarter: Uint8Array;
}

const quartersOfDay = 96;
const ordinaryMs = 86_400_000;
const none = new Uint8Array(0);

/**
 * Prices of local days. A quarter hour belongs to the stretch of the tariff in which it begins, by the clock on the
 * wall: on a day of 92 or 100 quarter hours the ones that are skipped or repeated are of their hour's stretch.
 */
export class DayPrices {
  readonly #basis: PriceBasis;
  readonly #tariffs: readonly Tariff[];
  readonly #calendar: LocalCalendar;
  readonly #dayKindOf: (date: string) => DayKind;
  // A year has a few dozen different days: months, weekdays, kinds of days and versions of the tariff.
  readonly #known = new Map<string, PricedDay>();
  readonly #fixed: PricedDay | null;

  constructor(
    basis: PriceBasis,
    tariffs: readonly Tariff[],
    calendar: LocalCalendar,
    dayKindOf: (date: string) => DayKind,
  ) {
    this.#basis = basis;
    this.#tariffs = tariffs;
    this.#calendar = calendar;
    this.#dayKindOf = dayKindOf;
    this.#fixed =
      basis.kind === 'fixed' ? { slots: [{ kind: '', tariff: null, price: basis.price }], byQuarter: none } : null;
  }

  /** @param start the day's first instant; `end` the next one's; `date` its local date. */
  of(date: string, start: number, end: number): PricedDay {
    if (this.#fixed !== null) return this.#fixed;
    const day = this.#kindOfDay(date);
    if (day.slots.length === 1 || end - start === ordinaryMs) return day;
    const starts = this.#calendar.quarterEdges(start).subarray(0, -1);
    const byQuarter = Uint8Array.from(starts, (at) => day.byQuarter[quarterOnTheWall(this.#calendar, at)]!);
    return { slots: day.slots, byQuarter };
  }

  #kindOfDay(date: string): PricedDay {
    const basis = this.#basis as Extract<PriceBasis, { kind: 'tariff' }>;
    const version = tariffAt(this.#tariffs, basis.tariff, date);
    const weekday = weekdayOf(dayOf(date));
    const dayKind = this.#dayKindOf(date);
    const month = Number(date.slice(5, 7));
    const key = `${version?.validFrom} ${month} ${weekday} ${dayKind}`;
    let known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, (known = slotsOf(version, basis.floor, month, weekday, dayKind)));
    return known;
  }
}

function slotsOf(
  version: Tariff | null,
  floor: string | null,
  month: number,
  weekday: number,
  dayKind: DayKind,
): PricedDay {
  if (version === null) {
    return { slots: [{ kind: '', tariff: null, price: null }], byQuarter: none };
  }
  const tariff = `${version.id}@${version.validFrom}`;
  const stretches = stretchesOf(version, month, weekday, dayKind);
  const slots: PriceSlot[] = [];
  const byQuarter = Uint8Array.from({ length: quartersOfDay }, (_, quarter) => {
    const minute = quarter * 15;
    const stretch = stretches.find(({ fromMinute, toMinute }) => minute >= fromMinute && minute < toMinute);
    const kind = stretch?.kind ?? '';
    const price = atLeast(stretch?.price ?? null, floor);
    const found = slots.findIndex((slot) => slot.kind === kind && slot.price === price);
    return found >= 0 ? found : slots.push({ kind, tariff, price }) - 1;
  });
  return { slots, byQuarter };
}

/** Shortest text, so that `0.70` and `0.7` are one price. A text that is no number is no price. */
function atLeast(price: string | null, floor: string | null): string | null {
  if (price === null || !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(price)) return null;
  const actual = exact(price.trim());
  return (floor === null || actual.gte(floor) ? actual : exact(floor)).toFixed();
}

function quarterOnTheWall(calendar: LocalCalendar, at: number): number {
  const iso = calendar.iso(at);
  return Number(iso.slice(11, 13)) * 4 + Math.floor(Number(iso.slice(14, 16)) / 15);
}
