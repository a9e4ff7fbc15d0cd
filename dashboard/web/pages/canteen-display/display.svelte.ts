import type { WireDisplay } from '../../../../domain/wire-canteens.ts';
import { canteenDisplay } from '../../api/canteen.ts';
import { LiveCanteenStore } from '../../live/canteen.svelte.ts';

/** Asked for this often whatever happens; news of the live line ask at once. */
const everyMs = 15_000;
const settleMs = 400;
/** Older than this, the figure is no longer said to be of now. */
export const staleMs = 60_000;

/**
 * What the screen of a dining hall shows. Nobody stands beside it: a lost line, a server that starts again and a sleeping
 * computer are all got over by asking again.
 */
export class DisplayStore {
  value: WireDisplay | null = $state.raw(null);
  /** When the server answered last, epoch ms of this computer; null = not yet. */
  heardAt: number | null = $state(null);
  readonly #id: string;
  readonly #live: LiveCanteenStore;
  #abort: AbortController | null = null;
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(id: string) {
    this.#id = id;
    this.#live = new LiveCanteenStore(id);
  }

  start(): () => void {
    this.#live.onNews = () => {
      this.#soon ??= setTimeout(() => {
        this.#soon = undefined;
        void this.#ask();
      }, settleMs);
    };
    const stop = this.#live.start();
    void this.#ask();
    const timer = setInterval(() => void this.#ask(), everyMs);
    const online = () => void this.#ask();
    addEventListener('online', online);
    return () => {
      stop();
      clearInterval(timer);
      clearTimeout(this.#soon);
      removeEventListener('online', online);
      this.#abort?.abort();
    };
  }

  async #ask(): Promise<void> {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    try {
      const answer = await canteenDisplay(this.#id, abort.signal);
      if (!answer.ok) return;
      this.value = answer.value;
      this.heardAt = Date.now();
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    }
  }
}
