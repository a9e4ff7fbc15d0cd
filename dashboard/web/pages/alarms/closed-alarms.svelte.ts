import type { WireAlarm } from '../../../../domain/wire-alarms.ts';
import { alarms } from '../../api/alarms.ts';
import type { ApiProblem } from '../../api/problem.ts';
import type { AlarmsQuery } from '../../router/alarms.ts';

const pageSize = 50;

/** Closed alarms, the newest first, a page at a time. */
export class ClosedAlarms {
  list: readonly WireAlarm[] = $state.raw([]);
  next: string | null = $state(null);
  loaded = $state(false);
  problem: ApiProblem | null = $state.raw(null);
  #key: string | null = null;
  #query: Pick<AlarmsQuery, 'kind' | 'building'> = { kind: null, building: null };
  #abort = new AbortController();

  show({ kind, building }: Pick<AlarmsQuery, 'kind' | 'building'>): void {
    const key = JSON.stringify([kind, building]);
    if (key === this.#key) return;
    this.#key = key;
    this.#query = { kind, building };
    void this.load();
  }

  async load(more = false): Promise<void> {
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    try {
      const cursor = more ? this.next : null;
      const answer = await alarms({ ...this.#query, state: 'closed', limit: pageSize, cursor }, signal);
      if (signal.aborted) return;
      this.problem = answer.ok ? null : answer.problem;
      if (!answer.ok) return;
      this.list = more ? [...this.list, ...answer.value.items] : answer.value.items;
      this.next = answer.value.next;
      this.loaded = true;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** One was closed on this page just now. */
  put(alarm: WireAlarm): void {
    this.list = [alarm, ...this.list.filter(({ id }) => id !== alarm.id)];
  }

  stop(): void {
    this.#abort.abort();
    this.#key = null;
  }
}
