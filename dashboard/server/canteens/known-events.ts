import type { CommittedEvent } from '../../../collector/port.ts';
import type { StoredEvent } from '../../../storage/series/port.ts';
import type { House } from '../house.ts';
import { DeviceNames, EventColumns } from './event-columns.ts';
import { KeptMonths } from './kept-months.ts';
import { readEvent } from './read-event.ts';

type Options = Pick<House, 'store' | 'calendar' | 'now' | 'log'>;

/** Read at once: parsing a page holds the main thread for about ten milliseconds. */
const eventsPerPage = 2_000;
/** Months of single canteens beyond the recent ones; about 1,000 events each. */
const mostOldMonths = 800;
/** What comparisons and norms look back on stays in memory. */
export const recentDays = 98;

interface Month {
  readonly columns: EventColumns;
  /** Resolves when everything that the store has of it is in the columns. */
  readonly read: Promise<EventColumns>;
}

/** Events of canteens by local month: read once from the store, then kept up with what is committed. */
export class KnownEvents {
  readonly #options: Options;
  readonly #names = new DeviceNames();
  readonly #months: KeptMonths<Month>;
  /** Canteens with an event that could not be read: told once. */
  readonly #odd = new Set<string>();

  constructor(options: Options) {
    this.#options = options;
    this.#months = new KeptMonths(mostOldMonths, () => recentFrom(options));
  }

  /** @param start of a local month, ms */
  month(canteen: string, start: number): Promise<EventColumns> {
    const known = this.#months.get(canteen, start);
    if (known !== undefined) return known.read;
    // Known before it is read: what is committed meanwhile goes into the same columns, and no identity twice.
    const columns = new EventColumns(this.#names);
    const month = { columns, read: this.#read(canteen, start, columns) };
    this.#months.set(canteen, start, month);
    month.read.catch(() => this.#months.drop(canteen, start, month));
    return month.read;
  }

  committed(event: CommittedEvent): void {
    if (event.canteen === null) return;
    const { calendar } = this.#options;
    const month = this.#months.get(event.canteen, calendar.startOfMonth(event.ts));
    if (month !== undefined) this.#add(month.columns, event);
  }

  forget(canteen: (id: string) => boolean): void {
    this.#months.forget(canteen);
  }

  get months(): number {
    return this.#months.size;
  }

  async #read(canteen: string, start: number, columns: EventColumns): Promise<EventColumns> {
    const { store, calendar } = this.#options;
    const span = { canteen, from: start, to: calendar.nextMonth(start), limit: eventsPerPage };
    for (let after: StoredEvent | undefined; ;) {
      const page = await store.events(after === undefined ? span : { ...span, after });
      for (const event of page) this.#add(columns, event);
      if (page.length < eventsPerPage) return columns;
      after = page.at(-1);
    }
  }

  #add(columns: EventColumns, event: StoredEvent): void {
    const body = readEvent(event.body);
    if (body !== null) columns.add(event, body);
    else this.#passOver(event);
  }

  #passOver({ canteen, device, seq, ts }: StoredEvent): void {
    if (canteen === null || this.#odd.has(canteen)) return;
    this.#odd.add(canteen);
    this.#options.log.warn({ canteen, device, seq, ts }, 'an event of a canteen can not be read and does not count');
  }
}

/** Start of the oldest month that is recent. */
export function recentFrom({ calendar, now }: Pick<House, 'calendar' | 'now'>): number {
  return calendar.startOfMonth(now() - recentDays * 86_400_000);
}
