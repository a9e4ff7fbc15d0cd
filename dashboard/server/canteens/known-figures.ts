import { mealFigures } from '../../../domain/canteen/figures.ts';
import { judgeWeighings } from '../../../domain/canteen/judge.ts';
import type { CanteenClock } from '../../../domain/canteen/clock.ts';
import type { CanteenRules, MealFigures, Weighing, WeighingFinding } from '../../../domain/canteen/types.ts';
import type { CanteenBook } from '../../../storage/registry/canteen-port.ts';
import type { House } from '../house.ts';
import type { KnownEvents } from './known-events.ts';
import { recentFrom } from './known-events.ts';
import { KeptMonths } from './kept-months.ts';

const dayMs = 86_400_000;
/** A run of odd weighings may go on over the end of a month. */
const daysAfter = 7;
const mostOldMonths = 800;

export interface MonthFigures {
  /** Ascending by date, then meal. */
  readonly meals: readonly MealFigures[];
  /** Those that touch the month, and those of the days before that its judgement rests on. */
  readonly findings: readonly WeighingFinding[];
}

type Options = Pick<House, 'calendar' | 'now'> & {
  readonly events: KnownEvents;
  readonly book: Pick<CanteenBook, 'corrections' | 'entries'>;
  readonly rules: CanteenRules;
  readonly clock: CanteenClock;
};

/**
 * Figures of canteens by local month, computed of their events and of what people said, and remembered until one of
 * these changes. A month's judgement rests on the days around it, so an event touches the months that lie near.
 */
export class KnownFigures {
  readonly #options: Options;
  readonly #months: KeptMonths<Promise<MonthFigures>>;

  constructor(options: Options) {
    this.#options = options;
    this.#months = new KeptMonths(mostOldMonths, () => recentFrom(options));
  }

  month(canteen: string, start: number): Promise<MonthFigures> {
    const known = this.#months.get(canteen, start);
    if (known !== undefined) return known;
    const figures = this.#compute(canteen, start);
    this.#months.set(canteen, start, figures);
    figures.catch(() => this.#months.drop(canteen, start, figures));
    return figures;
  }

  /**
   * An event of that local date came. People are only added up; a weighing may change what is said of others around it.
   * @returns the first local date of which something may have changed
   */
  touched(canteen: string, date: string, weighed: boolean): string {
    const { calendar, rules, clock } = this.#options;
    const day = clock.startOf(date);
    if (!weighed) {
      this.#months.delete(canteen, calendar.startOfMonth(day));
      return date;
    }
    // Judged with so many days before it, and so many after it.
    const first = calendar.startOfMonth(day - daysAfter * dayMs);
    const last = day + (rules.driftDays + 1) * dayMs;
    for (let at = first; at <= last; at = calendar.nextMonth(at)) this.#months.delete(canteen, at);
    return clock.dateOf(first);
  }

  forget(canteen: (id: string) => boolean): void {
    this.#months.forget(canteen);
  }

  async #compute(canteen: string, start: number): Promise<MonthFigures> {
    const { calendar, rules, clock, book } = this.#options;
    const end = calendar.nextMonth(start);
    const first = start - rules.driftDays * dayMs;
    const last = end + daysAfter * dayMs;
    const [near, corrections, entries] = await Promise.all([
      this.#weighings(canteen, first, last),
      book.corrections(canteen, start, end),
      book.entries(canteen, clock.dateOf(start), clock.dateOf(end)),
    ]);
    // In memory by now.
    const own = await this.#options.events.month(canteen, start);
    const findings = judgeWeighings(near, rules, clock);
    const standing = <T extends { readonly undone: unknown }>(records: readonly T[]) =>
      records.filter(({ undone }) => undone === null);
    const meals = mealFigures({
      weighings: own.weighings(),
      counts: own.counts(),
      corrections: standing(corrections),
      entries: standing(entries),
      findings: findings.filter((one) => one.last.ts >= start && one.first.ts < end),
      rules,
      clock,
    });
    return { meals, findings };
  }

  async #weighings(canteen: string, from: number, to: number): Promise<Weighing[]> {
    const { calendar, events, now } = this.#options;
    // Nothing is taken that lies further ahead (collector/judge.ts).
    const until = Math.min(to, now() + 3 * dayMs);
    const months = [];
    for (let at = calendar.startOfMonth(from); at < until; at = calendar.nextMonth(at)) {
      months.push(events.month(canteen, at));
    }
    return (await Promise.all(months)).flatMap((columns) => columns.weighings(from, to));
  }
}
