import type { LivePlaceCarrier, UseCarrier, WirePlaceDay } from '../../../../domain/wire-places.ts';
import { placeDay, type PlaceName } from '../../api/places.ts';
import { KeptAnswer } from './kept-answer.svelte.ts';
import { withQuarters } from './live-quarters.ts';
import type { LivePlaceStore } from './live-place.svelte.ts';

/** The answer of a day follows its quarter hours this often at most: sums and comparisons rest on all meters. */
const leastBetweenMs = 15_000;
/** Long enough to join what one message derives. */
const settleMs = 1_200;

/**
 * One day of a place: asked for once, kept with the days before it, and while it is today joined by the quarter hours
 * that become known (`store`). A tab that nobody looks at asks nothing until it is looked at.
 */
export class LiveDay {
  readonly answers = new KeptAnswer<WirePlaceDay>();
  readonly #of: PlaceName;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #askedAt = 0;
  #due = false;

  constructor(of: PlaceName) {
    this.#of = of;
  }

  get day(): WirePlaceDay | null {
    return this.answers.value;
  }

  show(carrier: UseCarrier, date: string): void {
    this.answers.show(`${carrier} ${date}`, (signal) => placeDay(this.#of, carrier, date, signal));
  }

  start(store: LivePlaceStore): () => void {
    store.onQuarters = (date, carriers) => this.#hear(date, carriers);
    store.onFresh = () => this.#askAgain();
    const seen = () => {
      if (document.visibilityState === 'visible' && this.#due) this.#askAgain();
    };
    document.addEventListener('visibilitychange', seen);
    return () => {
      document.removeEventListener('visibilitychange', seen);
      clearTimeout(this.#timer);
      this.answers.stop();
    };
  }

  #hear(date: string, carriers: readonly LivePlaceCarrier[]): void {
    const day = this.answers.value;
    if (day === null || day.date !== date) return;
    const own = carriers.find(({ carrier }) => carrier === day.carrier);
    const pv = day.pv === null ? undefined : carriers.find(({ carrier }) => carrier === 'pv');
    if (own) this.answers.change((value) => withQuarters(value, own.quarters));
    if (own || pv) this.#askAgain();
  }

  #askAgain(): void {
    this.#due = true;
    if (document.visibilityState !== 'visible' || this.#timer !== undefined) return;
    const wait = Math.max(settleMs, this.#askedAt + leastBetweenMs - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#due = false;
      this.#askedAt = Date.now();
      void this.answers.again();
    }, wait);
  }
}
