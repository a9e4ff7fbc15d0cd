import type { CommittedEvent } from '../../../collector/port.ts';
import { addDays, type CanteenClock } from '../../../domain/canteen/clock.ts';
import type { FigureInputs } from '../../../domain/canteen/figures.ts';
import { canteenRules } from '../../../domain/canteen/rules.ts';
import type { CanteenRules, Meal, MealFigures, WeighingFinding } from '../../../domain/canteen/types.ts';
import type { WireCanteenDay } from '../../../domain/wire-canteens.ts';
import type { CanteenBook, CanteenEntry } from '../../../storage/registry/canteen-port.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import { ownViewer, type House } from '../house.ts';
import { breath } from '../places/breath.ts';
import { dayTypesOf } from '../places/read.ts';
import { tellsAge } from '../newest.ts';
import { canteenClock } from './clock.ts';
import type { EventColumns } from './event-columns.ts';
import { KnownEvents, recentFrom } from './known-events.ts';
import { KnownFigures } from './known-figures.ts';
import { CanteenPast } from './past.ts';

type Options = Pick<House, 'store' | 'collector' | 'registry' | 'calendar' | 'now' | 'log' | 'timezone'> & {
  readonly rules?: CanteenRules;
};
type Listener = (canteens: ReadonlySet<string>) => void;

const dayMs = 86_400_000;
const endOfTime = 8_000_000_000_000_000;
/** Of so many months each is looked up; of more only those in which there is something. */
const fewMonths = 6;

/**
 * Canteens and their figures. Sums and judgements are made of stored events and of what people said, remembered by
 * canteen and month, and made again for exactly what an event or a word touches.
 */
export class CanteenService {
  readonly rules: CanteenRules;
  readonly clock: CanteenClock;
  /** What is usual at a date. */
  readonly past: CanteenPast;
  readonly #options: Options;
  readonly #book: CanteenBook;
  readonly #events: KnownEvents;
  readonly #figures: KnownFigures;
  readonly #listeners: Listener[] = [];
  /** First and newest event of canteens, where the recent months do not tell; null = there is none. */
  readonly #first = new Map<string, Promise<number | null>>();
  readonly #before = new Map<string, Promise<number | null>>();
  #version = 0;
  #stopped = false;
  #warm: Promise<void> = Promise.resolve();
  #reading: Promise<void> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
    this.#book = options.registry.canteenBook;
    this.rules = options.rules ?? canteenRules;
    this.clock = canteenClock(options.calendar);
    this.#events = new KnownEvents(options);
    const { calendar, now } = options;
    this.#figures = new KnownFigures({
      ...{ calendar, now, rules: this.rules, clock: this.clock },
      ...{ events: this.#events, book: this.#book },
    });
    this.past = new CanteenPast(this, dayTypesOf(options.timezone));
  }

  start(): void {
    this.#options.collector.onEvents((events) => this.#committed(events));
    this.#book.onChanged((canteens) => this.#said(new Set(canteens)));
    this.#options.registry.onChanged(() => (this.#reading = this.#reading.then(() => this.#register())));
    this.#warm = this.#warmUp();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#warm;
  }

  /** Resolves when the recent months of every canteen have been read. */
  warm(): Promise<void> {
    return this.#warm;
  }

  /** Resolves when the register's last change is known here. */
  settled(): Promise<void> {
    return this.#reading;
  }

  /** Another one when anything that figures rest on has changed. */
  get version(): number {
    return this.#version;
  }

  /** Figures of these canteens changed: an event was stored, or something was said of one. */
  onChanged(listener: Listener): void {
    this.#listeners.push(listener);
  }

  visible(viewer: Viewer): Promise<readonly CanteenEntry[]> {
    return this.#book.visible(viewer);
  }
  one(viewer: Viewer, id: string): Promise<CanteenEntry | null> {
    return this.#book.one(viewer, id);
  }
  /** Every canteen of the city, for means that all are held against. */
  all(): Promise<readonly CanteenEntry[]> {
    return this.#book.visible(ownViewer);
  }

  /** Meals with a local date in [from, to) that have events or entries; ascending by date, then meal. */
  async meals(canteen: string, from: string, to: string): Promise<readonly MealFigures[]> {
    const months = await this.#monthsOf(canteen, from, to);
    const parts = await Promise.all(months.map((start) => this.#figures.month(canteen, start)));
    return parts.flatMap(({ meals }) => meals.filter(({ date }) => date >= from && date < to));
  }

  /** What is odd about weighings of the month of that date, and of the days before that this rests on. */
  async findings(canteen: string, date: string): Promise<readonly WeighingFinding[]> {
    const { calendar } = this.#options;
    const start = calendar.startOfMonth(this.clock.startOf(date));
    return (await this.#figures.month(canteen, start)).findings;
  }

  /** What the figures of local dates in [from, to) are made of, entries left out; at most `driftDays` days. */
  async inputs(canteen: string, from: string, to: string): Promise<Omit<FigureInputs, 'entries' | 'rules' | 'clock'>> {
    const { calendar } = this.#options;
    const [start, end] = [this.clock.startOf(from), this.clock.startOf(to)];
    const months: Promise<EventColumns>[] = [];
    for (let at = calendar.startOfMonth(start); at < end; at = calendar.nextMonth(at)) {
      months.push(this.#events.month(canteen, at));
    }
    const [columns, corrections, findings] = await Promise.all([
      Promise.all(months),
      this.#book.corrections(canteen, start, end),
      this.findings(canteen, addDays(to, -1)),
    ]);
    return {
      weighings: columns.flatMap((one) => one.weighings(start, end)),
      counts: columns.flatMap((one) => one.counts(start, end)),
      corrections: corrections.filter(({ undone }) => undone === null),
      findings,
    };
  }

  /** The menu of a meal, as it was noted last. */
  async note(canteen: string, date: string, meal: Meal): Promise<WireCanteenDay['note']> {
    const notes = await this.#book.notes(canteen, date, addDays(date, 1));
    const note = notes.findLast((one) => one.meal === meal);
    return note === undefined ? null : { text: note.text, by: note.by, at: this.#options.calendar.iso(note.at) };
  }

  /** Instant of the newest event, by its own time; null = none yet. One of a clock that runs ahead tells nothing. */
  async lastEventAt(canteen: string): Promise<number | null> {
    const { calendar, store, now } = this.#options;
    const until = now();
    const recent = recentFrom(this.#options);
    for (let start = calendar.startOfMonth(until); start >= recent; start = calendar.startOfMonth(start - 1)) {
      const newest = (await this.#events.month(canteen, start)).newest(until);
      if (newest !== null && tellsAge(newest, until)) return newest;
    }
    return remembered(this.#before, canteen, async () => {
      const [event] = await store.events({ canteen, from: 0, to: recent, limit: 1, newestFirst: true });
      return event?.ts ?? null;
    });
  }

  #firstEventAt(canteen: string): Promise<number | null> {
    return remembered(this.#first, canteen, async () => {
      const [event] = await this.#options.store.events({ canteen, from: 0, to: endOfTime, limit: 1 });
      return event?.ts ?? null;
    });
  }

  /** Starts of the local months that hold dates of [from, to); of a long span those in which there is something. */
  async #monthsOf(canteen: string, from: string, to: string): Promise<number[]> {
    const { calendar, now } = this.#options;
    const startOf = (date: string) => calendar.startOfMonth(this.clock.startOf(date));
    const months = (first: number, until: number) => {
      const found: number[] = [];
      for (let at = first; at < until; at = calendar.nextMonth(at)) found.push(at);
      return found;
    };
    const [first, end] = [startOf(from), this.clock.startOf(to)];
    // Months to come hold what was entered for them, and are kept no longer than they are asked for.
    const near = end <= calendar.nextMonth(calendar.startOfMonth(now() + 3 * dayMs));
    if (near && end - first < fewMonths * 31 * dayMs) return months(first, end);
    const [firstEvent, entries] = await Promise.all([
      this.#firstEventAt(canteen),
      this.#book.entries(canteen, from, to),
    ]);
    const eventful =
      firstEvent === null
        ? []
        : months(Math.max(first, calendar.startOfMonth(firstEvent)), Math.min(end, now() + 3 * dayMs));
    return [...new Set([...eventful, ...entries.map(({ date }) => startOf(date))])].sort((a, b) => a - b);
  }

  #committed(events: readonly CommittedEvent[]): void {
    const touched = new Map<string, Map<string, boolean>>();
    for (const event of events) {
      const { canteen, ts, type, outcome } = event;
      if (canteen === null || outcome === 'duplicate') continue;
      this.#events.committed(event);
      const dates = touched.get(canteen) ?? new Map<string, boolean>();
      const date = this.clock.dateOf(ts);
      touched.set(canteen, dates.set(date, dates.get(date) === true || type !== 'meals'));
    }
    for (const [canteen, dates] of touched) {
      for (const [date, weighed] of dates) {
        this.past.touched(canteen, this.#figures.touched(canteen, date, weighed));
      }
      this.#first.delete(canteen);
      this.#before.delete(canteen);
    }
    this.#tell(new Set(touched.keys()));
  }

  #said(canteens: ReadonlySet<string>): void {
    this.#figures.forget((id) => canteens.has(id));
    this.past.forget((id) => canteens.has(id));
    this.#tell(canteens);
  }

  /** What left the register may come back under its name and be another. */
  async #register(): Promise<void> {
    const { log } = this.#options;
    this.#version++;
    try {
      const known = new Set((await this.all()).map(({ id }) => id));
      const gone = (id: string) => !known.has(id);
      this.#events.forget(gone);
      this.#figures.forget(gone);
      this.past.forget(gone);
      for (const map of [this.#first, this.#before]) for (const id of map.keys()) if (gone(id)) map.delete(id);
    } catch (err) {
      log.error({ err }, 'the canteens of the register could not be read');
    }
  }

  #tell(canteens: ReadonlySet<string>): void {
    if (canteens.size === 0) return;
    this.#version++;
    for (const listener of this.#listeners) {
      try {
        listener(canteens);
      } catch (err) {
        this.#options.log.error({ err }, 'a listener to canteens failed');
      }
    }
  }

  /** Reads and judges the recent months, canteen by canteen, with a turn for everybody else in between. */
  async #warmUp(): Promise<void> {
    const { calendar, now, log } = this.#options;
    const startedAt = performance.now();
    try {
      const canteens = await this.all();
      for (const { id } of canteens) {
        const end = calendar.nextMonth(calendar.startOfMonth(now()));
        for (let start = recentFrom(this.#options); start < end; start = calendar.nextMonth(start)) {
          if (this.#stopped) return;
          await this.#figures.month(id, start);
          await breath();
        }
      }
      const ms = Math.round(performance.now() - startedAt);
      log.debug({ canteens: canteens.length, ms }, 'recent months of the canteens are read');
    } catch (err) {
      // Each is read again when it is asked for.
      if (!this.#stopped) log.warn({ err }, 'recent months of the canteens could not be read');
    }
  }
}

function remembered<T>(map: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  let value = map.get(key);
  if (value === undefined) {
    value = read();
    map.set(key, value);
    const own = value;
    own.catch(() => map.get(key) === own && map.delete(key));
  }
  return value;
}
