import type { LiveCanteen, WireCanteenDay } from '../../../domain/wire-canteens.ts';
import { live } from './live.svelte.ts';
import type { TopicPhase } from './topic.ts';

/** One canteen live: the server tells the whole day of the meal that is served, with each event that counts. */
export class LiveCanteenStore {
  /** As told last; of the present meal and of plate waste. */
  day: WireCanteenDay | null = $state.raw(null);
  phase: TopicPhase = $state('waiting');
  readonly #id: string;
  /** Something of this canteen changed: other meals, streams and lists may be asked for again. */
  onNews: (day: WireCanteenDay) => void = () => {};

  constructor(id: string) {
    this.#id = id;
  }

  start(): () => void {
    const take = ({ day }: LiveCanteen) => {
      this.day = day;
      this.onNews(day);
    };
    return live.follow<LiveCanteen, LiveCanteen>(`canteen:${this.#id}`, {
      snapshot: take,
      delta: take,
      phase: (phase) => (this.phase = phase),
    });
  }
}
