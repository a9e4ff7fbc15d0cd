import type { DerivedChange } from '../../../collector/port.ts';
import { bandOf, expectedOf, sumOfMeters, type Band } from '../../../domain/places/place-day.ts';
import type { House } from '../house.ts';
import { KeptByMeter } from './kept-by-meter.ts';
import type { PlaceMeter } from './place-index.ts';
import { readDay } from './read.ts';
import { FeedsInto } from './read-use.ts';

/** What a meter used on the like days of a day, with NaN for what is missing, and what is usual for it. */
export interface MeterUsual {
  readonly days: readonly Float64Array[];
  readonly expected: Float64Array;
  /** Grows: what was read again has another. */
  readonly stamp: number;
}

/** Like days of a day, and the number of its quarter hours. */
export interface UsualDay {
  readonly dayStart: number;
  readonly like: readonly number[];
  readonly length: number;
}

/** Meters whose like days are kept, 4 KB each: a large city's main meters. */
const mostMeters = 16_000;

type Options = Pick<House, 'store' | 'collector' | 'registry' | 'calendar' | 'now'>;
type Bands = WeakMap<readonly PlaceMeter[], { readonly stamp: number; readonly band: Band }>;

/**
 * What is usual for meters and places on the running day. It rests on days that are over: kept until a derivation
 * touches one of them, the register changes or the day ends.
 */
export class KnownUsual {
  readonly #options: Options;
  readonly #kept = new KeptByMeter<MeterUsual>(mostMeters);
  readonly #feeds = new FeedsInto();
  #bands: Bands = new WeakMap();
  #day: UsualDay | null = null;
  #stamps = 0;
  /** Most meters of a register have no reading on some day: they share one column. */
  #nothing: Float64Array = new Float64Array(0);

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    this.#options.collector.onDerived((changes) => this.#derived(changes));
    this.#options.registry.onChanged(() => this.forget());
  }

  /** All derived content was made again. */
  forget(): void {
    this.#kept.forget();
    this.#bands = new WeakMap();
  }

  /** Of each meter, in their order. Another day than the running one is read each time. */
  of(meters: readonly PlaceMeter[], day: UsualDay): Promise<readonly MeterUsual[]> {
    const { calendar, now } = this.#options;
    const read = (few: readonly PlaceMeter[]) => this.#read(few, day);
    if (day.dayStart !== calendar.startOfDay(now())) return new KeptByMeter<MeterUsual>(0).of(meters, read);
    if (this.#day?.dayStart !== day.dayStart) this.forget();
    this.#day = day;
    this.#feeds.know(meters);
    return this.#kept.of(meters, read);
  }

  /** The band of a place whose main meters these are; an array that is asked again is answered from memory. */
  bandOf(mains: readonly PlaceMeter[], usual: readonly MeterUsual[], { like, length, dayStart }: UsualDay): Band {
    let stamp = dayStart;
    for (const own of usual) stamp = Math.max(stamp, dayStart + own.stamp);
    const known = this.#bands.get(mains);
    if (known?.stamp === stamp) return known.band;
    const expected = usual.map((own) => own.expected);
    const sums = like.map(
      (_, i) =>
        sumOfMeters(
          usual.map(({ days }) => ({ value: days[i]!, quality: '' })),
          expected,
          length,
        ).value,
    );
    const band = bandOf(sums, length);
    this.#bands.set(mains, { stamp, band });
    return band;
  }

  async #read(meters: readonly PlaceMeter[], { like, length }: UsualDay): Promise<readonly MeterUsual[]> {
    const read = await Promise.all(like.map((start) => readDay(this.#options, meters, start)));
    return meters.map((_, m) => {
      const days = read.map((own) => this.#known(own[m]!));
      return { days, expected: this.#shared(expectedOf(days, length)), stamp: ++this.#stamps };
    });
  }

  /** A day's values without what was missing: its known part would pass for the whole. */
  #known({ value, quality }: { readonly value: Float64Array; readonly quality: string }): Float64Array {
    // A copy: the column is a part of what was read of many meters.
    const told = Float64Array.from(value);
    for (let i = 0; i < told.length; i++) if (quality[i] === 'x' || quality[i] === '-') told[i] = NaN;
    return this.#shared(told);
  }

  #shared(column: Float64Array): Float64Array {
    for (const value of column) if (!Number.isNaN(value)) return column;
    if (this.#nothing.length !== column.length) this.#nothing = column;
    return this.#nothing;
  }

  #derived(changes: readonly DerivedChange[]): void {
    const day = this.#day;
    if (day === null) return;
    const { calendar } = this.#options;
    for (const { meter, from, to } of changes) {
      if (!day.like.some((start) => start < to && calendar.nextDay(start) > from)) continue;
      for (const fed of this.#feeds.of(meter)) this.#kept.touch(fed);
    }
  }
}
