import type { WireDecision, WireVerdict, WireVerdictPage } from '../../../../domain/wire-quality.ts';
import type { ApiProblem, Answer } from '../../api/problem.ts';
import * as calls from '../../api/quality.ts';
import { openVerdicts } from '../../api/open-verdicts.svelte.ts';
import type { QualityQuery } from '../../router/quality.ts';
import { byNeed } from './order.ts';

type Asked = Pick<QualityQuery, 'rule' | 'building' | 'meter'>;
type List = 'unknown' | 'flagged' | 'judged';

const pageSize = 200;

/** Verdicts that nobody decided, and decisions; asked for anew when the filter changes or somebody decided. */
export class Verdicts {
  /** Needs a person: what is missing first. */
  open: readonly WireVerdict[] = $state.raw([]);
  automatic: readonly WireVerdict[] = $state.raw([]);
  decisions: readonly WireDecision[] = $state.raw([]);
  problem: ApiProblem | null = $state.raw(null);
  loaded = $state(false);
  /** Whether a list goes on. */
  more: Readonly<Record<'open' | 'automatic' | 'decided', boolean>> = $state.raw({
    ...{ open: false, automatic: false, decided: false },
  });
  #asked: Asked = { rule: null, building: null, meter: null };
  #cursors: Record<List | 'decided', string | null> = { unknown: null, flagged: null, judged: null, decided: null };
  #abort = new AbortController();

  show(asked: Asked): void {
    this.#asked = asked;
    this.loaded = false;
    void this.load();
  }

  stop(): void {
    this.#abort.abort();
  }

  /** All lists from their beginning; what is shown stays until then. */
  async load(): Promise<void> {
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    try {
      const [unknown, flagged, judged, decided] = await Promise.all([
        this.#page('unknown', null, signal),
        this.#page('flagged', null, signal),
        this.#page('judged', null, signal),
        this.#decided(null, signal),
      ]);
      const failed = [unknown, flagged, judged, decided].find((answer) => !answer.ok);
      this.problem = failed && !failed.ok ? failed.problem : null;
      if (!unknown.ok || !flagged.ok || !judged.ok || !decided.ok) return;
      this.open = [...unknown.value.items, ...flagged.value.items].sort(byNeed);
      this.automatic = judged.value.items;
      this.decisions = decided.value.items;
      openVerdicts.told(unknown.value.open);
      this.#told();
      this.loaded = true;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async loadMore(tab: QualityQuery['tab']): Promise<void> {
    const { signal } = this.#abort;
    try {
      if (tab === 'decided') {
        const answer = await this.#decided(this.#cursors.decided, signal);
        if (answer.ok) this.decisions = [...this.decisions, ...answer.value.items];
      } else {
        const lists: readonly List[] = tab === 'automatic' ? ['judged'] : ['unknown', 'flagged'];
        for (const list of lists) {
          const cursor = this.#cursors[list];
          if (cursor === null) continue;
          const answer = await this.#page(list, cursor, signal);
          if (!answer.ok) continue;
          if (list === 'judged') this.automatic = [...this.automatic, ...answer.value.items];
          else this.open = [...this.open, ...answer.value.items].sort(byNeed);
        }
      }
      this.#told();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Decided just now: it leaves the list before the server is asked again. */
  gone(ids: readonly string[]): void {
    this.open = this.open.filter(({ id }) => !ids.includes(id));
    this.automatic = this.automatic.filter(({ id }) => !ids.includes(id));
    void this.load();
  }

  #told(): void {
    const { unknown, flagged, judged, decided } = this.#cursors;
    this.more = { open: unknown !== null || flagged !== null, automatic: judged !== null, decided: decided !== null };
  }

  async #page(effect: List, cursor: string | null, signal: AbortSignal): Promise<Answer<WireVerdictPage>> {
    const answer = await calls.verdicts({ ...this.#asked, state: 'open', effect, limit: pageSize, cursor }, signal);
    if (answer.ok) this.#cursors[effect] = answer.value.next;
    return answer;
  }

  async #decided(cursor: string | null, signal: AbortSignal): Promise<Answer<calls.DecisionPage>> {
    const answer = await calls.decisions({ meter: this.#asked.meter, limit: pageSize, cursor }, signal);
    if (answer.ok) this.#cursors.decided = answer.value.next;
    return answer;
  }
}

/** A verdict that a link names and no list on screen holds, decided or not; null = there is none. */
export async function findVerdict(id: string, signal: AbortSignal): Promise<WireVerdict | null> {
  const [meter] = id.split('~');
  const answer = await calls.verdicts({ meter: meter!, state: 'all', limit: 1000 }, signal);
  return answer.ok ? (answer.value.items.find((one) => one.id === id) ?? null) : null;
}
