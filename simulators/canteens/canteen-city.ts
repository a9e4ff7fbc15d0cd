import { cityDay } from '../city/day.ts';
import { characters, plain } from './characters.ts';
import type { DemoCanteen, Meal } from './canteens.ts';
import { mealTimes } from './meal-times.ts';
import { countsOf } from './counts.ts';
import { personMeals } from './person-meals.ts';
import { weighingsOf, type Weighing } from './weighings.ts';

/** A weighing or a meal count as it goes over the wire (`interfaces.md`). */
export type CanteenEvent = Readonly<Record<string, string | number>> & { readonly ts: string; readonly seq: number };

/** An event of a scale or counter, and when it leaves it: at once, or later where the line was down. */
export interface SentEvent {
  readonly device: string;
  readonly at: number;
  readonly sentAt: number;
  readonly event: CanteenEvent;
}

/** Events of a device are numbered through: so many a day at most, since the device was put up. */
const numbersPerDay = 100;
const putUpOn = Date.parse('2022-01-01') / 86_400_000;

/**
 * The canteens of the demo on any day. What happens depends on seed, canteen and day only: a restart tells the same
 * events, with the same numbers and times, and so sends nothing that is not recognised.
 */
export class CanteenCity {
  readonly #seed: number;
  readonly #firstDay: number | null;

  /** @param firstDay index of the day of the demo's first start: changes in the last quarter end there; null: no changes */
  constructor(seed: number, firstDay: number | null = null) {
    this.#seed = seed;
    this.#firstDay = firstDay;
  }

  /** Everything that its scale and counter tell of this local day, in the order in which it happens. */
  eventsOf(canteen: DemoCanteen, dayIndex: number): readonly SentEvent[] {
    const day = cityDay(dayIndex);
    const since = this.#firstDay === null ? -10_000 : dayIndex - this.#firstDay;
    const character = this.#firstDay === null ? plain : (characters.get(canteen.number) ?? plain);
    const weighings: Weighing[] = [];
    const counts: { at: number; sentAt: number; meal: Meal; personMeals: number; again: boolean }[] = [];
    for (const meal of mealTimes.keys()) {
      const people = personMeals(this.#seed, canteen, day, meal);
      if (people === 0) continue;
      counts.push(...countsOf(this.#seed, canteen, day, meal, people, character));
      weighings.push(...weighingsOf(this.#seed, canteen, day, meal, people, character, since));
    }
    const first = (dayIndex - putUpOn) * numbersPerDay;
    const weighed = weighings
      .sort((a, b) => a.at - b.at)
      .map(({ at, ...weighing }, i) =>
        sent(canteen.scale, at, at, {
          type: 'weighing',
          ts: localTime(at),
          seq: first + i,
          canteen: canteen.id,
          ...weighing,
        }),
      );
    const counted = counts
      .sort((a, b) => a.at - b.at)
      .flatMap(({ at, sentAt, meal, personMeals, again }, i) => {
        const told = sent(canteen.counter, at, sentAt, {
          type: 'meals',
          ts: localTime(at),
          seq: first + i,
          canteen: canteen.id,
          meal,
          person_meals: personMeals,
        });
        // No acknowledgement came through: the counter says it once more.
        return again ? [told, { ...told, sentAt: sentAt + 25 * 60_000 }] : [told];
      });
    return [...weighed, ...counted].sort((a, b) => a.sentAt - b.sentAt || (a.device < b.device ? -1 : 1));
  }
}

const sent = (device: string, at: number, sentAt: number, event: CanteenEvent): SentEvent => ({
  device,
  at,
  sentAt,
  event,
});

/** Time in Wenzhou, as a Chinese device writes it. */
function localTime(ts: number): string {
  return new Date(ts + 8 * 3_600_000).toISOString().slice(0, 19) + '+08:00';
}
