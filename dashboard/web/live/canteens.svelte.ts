import type { WireCanteen } from '../../../domain/wire-canteens.ts';
import { canteens } from '../api/canteens.ts';

const everyMs = 300_000;

/** The canteens that this viewer may see: how many, for the navigation; their names, for pages that tell of them. */
class OwnCanteens {
  /** null: not known. */
  list: readonly WireCanteen[] | null = $state.raw(null);

  start(): () => void {
    this.list = null;
    const abort = new AbortController();
    const ask = async () => {
      try {
        const answer = await canteens(abort.signal);
        if (!abort.signal.aborted && answer.ok) this.list = answer.value;
      } catch (error) {
        if (!abort.signal.aborted) throw error;
      }
    };
    void ask();
    const timer = setInterval(() => document.visibilityState === 'visible' && void ask(), everyMs);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }
}

export const ownCanteens = new OwnCanteens();
