import type { LiveAlarms, LiveAlarmsDelta, WireAlarm } from '../../../domain/wire-alarms.ts';
import { alarms } from '../api/alarms.ts';
import type { ApiProblem } from '../api/problem.ts';
import { applied, byCost } from './alarm-list.ts';
import { live } from './live.svelte.ts';
import type { TopicPhase } from './topic.ts';

const everyMs = 60_000;
const pageSize = 200;

/** The alarms that are not closed: one list for the navigation, the overview, a building and their own page. */
class OpenAlarms {
  list: readonly WireAlarm[] = $state.raw([]);
  loaded = $state(false);
  problem: ApiProblem | null = $state.raw(null);
  #phase: TopicPhase = 'waiting';
  #abort = new AbortController();

  start(): () => void {
    this.#abort = new AbortController();
    this.list = [];
    this.loaded = false;
    void this.load();
    const unfollow = live.follow<LiveAlarms, LiveAlarmsDelta>('alarms', {
      snapshot: (data) => this.#take([...data.open].sort(byCost)),
      delta: (data) => this.#take(applied(this.list, data)),
      phase: (phase) => (this.#phase = phase),
    });
    // Where the live connection doesn't reach, the list is asked for.
    const timer = setInterval(() => {
      if (this.#phase !== 'current' && document.visibilityState === 'visible') void this.load();
    }, everyMs);
    return () => {
      unfollow();
      clearInterval(timer);
      this.#abort.abort();
    };
  }

  /** What a step of this person made of one, before the live news of it. */
  put(alarm: WireAlarm): void {
    this.#take(applied(this.list, { changed: [alarm] }));
  }

  async load(): Promise<void> {
    const { signal } = this.#abort;
    const found: WireAlarm[] = [];
    try {
      for (let cursor: string | null = null; ;) {
        const answer = await alarms({ limit: pageSize, cursor }, signal);
        if (signal.aborted) return;
        if (!answer.ok) return void (this.problem = answer.problem);
        const open = answer.value.items.filter(({ state }) => state !== 'closed');
        found.push(...open);
        cursor = answer.value.next;
        // The closed ones follow the open ones.
        if (cursor === null || open.length < answer.value.items.length) break;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      return;
    }
    if (this.#phase !== 'current') this.#take(found.sort(byCost));
  }

  #take(list: readonly WireAlarm[]): void {
    this.list = list;
    this.loaded = true;
    this.problem = null;
  }
}

export const openAlarms = new OpenAlarms();
