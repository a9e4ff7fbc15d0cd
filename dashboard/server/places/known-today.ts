import type { DerivedChange } from '../../../collector/port.ts';
import type { IntervalColumns } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';
import { KeptByMeter } from './kept-by-meter.ts';
import type { PlaceMeter } from './place-index.ts';
import { FeedsInto, readUse } from './read-use.ts';

/** Meters whose quarter hours of today are kept, 2 KB each: a large city's main meters. */
const mostMeters = 16_000;

type Options = Pick<House, 'store' | 'collector' | 'registry' | 'calendar' | 'now'>;

/**
 * Quarter hours of the running day, of each meter as it was last derived: pages, live views and completeness of the data
 * all rest on them, and of thousands of meters only some change between two questions.
 */
export class KnownToday {
  readonly #options: Options;
  readonly #kept = new KeptByMeter<IntervalColumns>(mostMeters);
  readonly #feeds = new FeedsInto();
  #day = NaN;

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
  }

  /** @param dayStart of the running local day; the columns reach to its end and are not to be written to */
  of(meters: readonly PlaceMeter[], dayStart: number): Promise<readonly IntervalColumns[]> {
    if (dayStart !== this.#day) this.forget();
    this.#day = dayStart;
    const { calendar } = this.#options;
    const end = calendar.nextDay(dayStart);
    this.#feeds.know(meters);
    return this.#kept.of(meters, (few) => readUse(this.#options, few, '15m', dayStart, end));
  }

  #derived(changes: readonly DerivedChange[]): void {
    for (const { meter, to } of changes) {
      if (to > this.#day) for (const fed of this.#feeds.of(meter)) this.#kept.touch(fed);
    }
  }
}
