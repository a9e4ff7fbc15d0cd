import type { WireMatter, WireMatterPage } from '../../../../domain/wire-matters.ts';
import { matters } from '../../api/matters.ts';
import type { ApiProblem } from '../../api/problem.ts';
import type { MatterTab } from '../../router/evaluation.ts';

const pageSize = 100;

/** Matters of one tab, a page at a time. */
export class MatterStore {
  list: readonly WireMatter[] = $state.raw([]);
  counts: WireMatterPage['counts'] | null = $state.raw(null);
  next: string | null = $state(null);
  /** The tab that `list` is of. */
  tab: MatterTab | null = $state(null);
  problem: ApiProblem | null = $state.raw(null);
  #asked: MatterTab = 'current';
  #abort = new AbortController();

  show(tab: MatterTab): void {
    this.#asked = tab;
    void this.load();
  }

  async load(more = false): Promise<void> {
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    const tab = this.#asked;
    try {
      const state = tab === 'current' ? null : tab;
      const answer = await matters({ state, limit: pageSize, cursor: more ? this.next : null }, signal);
      if (signal.aborted) return;
      this.problem = answer.ok ? null : answer.problem;
      if (!answer.ok) return;
      const { items, next, counts } = answer.value;
      // All of them come with the finished ones last: those are of other tabs.
      const shown = tab === 'current' ? items.filter(isCurrent) : items;
      this.list = more ? [...this.list, ...shown] : shown;
      this.next = tab === 'current' && shown.length < items.length ? null : next;
      this.counts = counts;
      this.tab = tab;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** One that was changed on this page just now; sums and order are asked for again. */
  put(matter: WireMatter): void {
    this.list = this.list.map((one) => (one.id === matter.id ? matter : one));
    void this.load();
  }

  stop(): void {
    this.#abort.abort();
  }
}
const isCurrent = ({ standing }: WireMatter) => standing.state === 'open' || standing.state === 'answered';
