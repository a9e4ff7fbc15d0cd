import type { WireCanteenDay, WireCanteenEvent, WireEntry, WireTrend } from '../../../../domain/wire-canteens.ts';
import * as calls from '../../api/canteen.ts';
import { addDays, addMonths, startOfMonth, startOfWeek } from '../../format/index.ts';
import { LiveCanteenStore } from '../../live/canteen.svelte.ts';
import type { CanteenQuery } from '../../router/canteens.ts';
import { KeptAnswer } from '../place/kept-answer.svelte.ts';

/** Lists and other streams follow the live day this often at most. */
const leastBetweenMs = 4_000;
/** Long enough to join what one message brings. */
const settleMs = 300;

/**
 * What the page of one canteen shows: the day at a meal and stream, what was weighed, what was entered, the trend. The day
 * that is served now is told live; all else is asked for again when there is news.
 */
export class CanteenStore {
  readonly day = new KeptAnswer<WireCanteenDay>(5_000);
  readonly trend = new KeptAnswer<WireTrend>();
  readonly events = new KeptAnswer<readonly WireCanteenEvent[]>(5_000);
  readonly entries = new KeptAnswer<readonly WireEntry[]>(5_000);
  readonly live: LiveCanteenStore;
  readonly #id: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #askedAt = 0;
  #due = false;

  constructor(id: string) {
    this.#id = id;
    this.live = new LiveCanteenStore(id);
  }

  start(): () => void {
    this.live.onNews = (day) => this.#hear(day);
    const stop = this.live.start();
    const seen = () => {
      if (document.visibilityState === 'visible' && this.#due) this.#askSoon();
    };
    document.addEventListener('visibilitychange', seen);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', seen);
      clearTimeout(this.#timer);
      for (const answer of [this.day, this.trend, this.events, this.entries]) answer.stop();
    };
  }

  show({ date, meal, stream }: Pick<CanteenQuery, 'date' | 'meal' | 'stream'>): void {
    this.day.show(`${date ?? ''} ${meal ?? ''} ${stream}`, (signal) =>
      calls.canteenDay(this.#id, { date, meal, stream }, signal),
    );
  }

  /** What stands beside the day that is on screen. */
  showBeside(
    { date, meal, stream }: Pick<WireCanteenDay, 'date' | 'meal' | 'stream'>,
    every: WireTrend['every'],
  ): void {
    const items = async <T>(
      answer: ReturnType<typeof calls.canteenEvents> | ReturnType<typeof calls.canteenEntries>,
    ) => {
      const found = await answer;
      return found.ok ? ({ ok: true, value: found.value.items as readonly T[] } as const) : found;
    };
    const next = addDays(date, 1);
    this.events.show(date, (signal) => items<WireCanteenEvent>(calls.canteenEvents(this.#id, date, signal)));
    this.entries.show(date, (signal) => items<WireEntry>(calls.canteenEntries(this.#id, date, next, signal)));
    const from = trendFrom(date, every);
    this.trend.show(`${from} ${next} ${every} ${meal} ${stream}`, (signal) =>
      calls.canteenTrend(this.#id, { from, to: next, every, meal, stream }, signal),
    );
  }

  /** After what a person did here: all of it is asked for at once. */
  async again(): Promise<void> {
    this.#askedAt = Date.now();
    await Promise.all([this.day, this.events, this.entries, this.trend].map((answer) => answer.again()));
  }

  #hear(told: WireCanteenDay): void {
    const shown = this.day.value;
    if (shown === null || shown.date !== told.date) return;
    if (shown.meal === told.meal && shown.stream === told.stream) this.day.change(() => told);
    this.#askSoon();
  }

  #askSoon(): void {
    this.#due = true;
    if (document.visibilityState !== 'visible' || this.#timer !== undefined) return;
    const wait = Math.max(settleMs, this.#askedAt + leastBetweenMs - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#due = false;
      void this.again();
    }, wait);
  }
}

/** Ten weeks by day, a year by week, two years by month: as many as can be read beside each other. */
export function trendFrom(date: string, every: WireTrend['every']): string {
  if (every === 'day') return addDays(startOfWeek(date), -63);
  return every === 'week' ? addDays(startOfWeek(date), -51 * 7) : addMonths(startOfMonth(date), -23);
}
