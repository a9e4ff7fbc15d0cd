import { addDays } from '../../../domain/canteen/clock.ts';
import { normOf, type Norm } from '../../../domain/canteen/norm.ts';
import { rhythms, usualRhythm, usuallyWeighedBy, type UsualPoint } from '../../../domain/canteen/rhythm.ts';
import type { Meal, Stream } from '../../../domain/canteen/types.ts';
import type { DayTypes } from '../../../domain/time/day-types.ts';
import { KeptPast } from './kept-past.ts';
import { servedOnLikeDays } from './like-days.ts';
import type { CanteenService } from './service.ts';

export interface AtMeal {
  readonly date: string;
  readonly meal: Meal;
  readonly stream: Stream;
}

export interface UsualMeal {
  readonly usual: readonly UsualPoint[];
  /** Minute of the day by which plates were first weighed on most days; null: too few days. */
  readonly weighedBy: number | null;
}

type Source = Pick<CanteenService, 'meals' | 'inputs' | 'rules' | 'clock'>;

/** What is usual for a canteen on a date, from the days before it; remembered until one of these changes. */
export class CanteenPast {
  readonly #source: Source;
  readonly #dayTypes: DayTypes;
  readonly #norms = new KeptPast<Norm | null>();
  readonly #served = new KeptPast<boolean>();
  readonly #usual = new KeptPast<UsualMeal>();

  constructor(source: Source, dayTypes: DayTypes) {
    this.#source = source;
    this.#dayTypes = dayTypes;
  }

  norm(canteen: string, of: AtMeal): Promise<Norm | null> {
    const { rules } = this.#source;
    return this.#norms.of(canteen, of.date, `${of.meal} ${of.stream}`, async () =>
      normOf(await this.#before(canteen, of.date), of, rules),
    );
  }

  /** Whether it serves that meal on days like this one. */
  served(canteen: string, { date, meal }: Pick<AtMeal, 'date' | 'meal'>): Promise<boolean> {
    const { rules } = this.#source;
    return this.#served.of(canteen, date, meal, async () =>
      servedOnLikeDays(await this.#before(canteen, date), { date, meal }, rules.normDays, this.#dayTypes),
    );
  }

  /** How that meal usually grows, of days that can be compared; by when it is weighed, of all days on which it was. */
  usual(canteen: string, of: AtMeal): Promise<UsualMeal> {
    const { rules, clock } = this.#source;
    const { date, meal, stream } = of;
    return this.#usual.of(canteen, date, `${meal} ${stream}`, async () => {
      const from = addDays(date, -rules.normDays);
      const [meals, inputs] = await Promise.all([
        this.#before(canteen, date),
        this.#source.inputs(canteen, from, date),
      ]);
      const ok = new Set(meals.filter((one) => one.meal === meal && one.state === 'ok').map((one) => one.date));
      const days = [...rhythms({ ...inputs, rules, clock }, { meal, stream })];
      const comparable = days.filter(([day]) => ok.has(day)).map(([, own]) => own);
      // When a canteen weighs is known of every day on which it did, however few came.
      const all = days.map(([, own]) => own);
      return { usual: usualRhythm(comparable, rules), weighedBy: usuallyWeighedBy(all, rules) };
    });
  }

  touched(canteen: string, date: string): void {
    for (const kept of [this.#norms, this.#served, this.#usual]) kept.touched(canteen, date);
  }

  forget(which: (canteen: string) => boolean): void {
    for (const kept of [this.#norms, this.#served, this.#usual]) kept.forget(which);
  }

  #before(canteen: string, date: string) {
    return this.#source.meals(canteen, addDays(date, -this.#source.rules.normDays), date);
  }
}
