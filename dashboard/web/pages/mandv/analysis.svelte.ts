import type { LiveMandvDelta, WireMandvAnalysis, WireMandvToday } from '../../../../domain/wire-mandv.ts';
import * as calls from '../../api/mandv.ts';
import type { ApiProblem } from '../../api/problem.ts';
import { live } from '../../live/live.svelte.ts';
import { withHours } from './today.ts';

const pollMs = 60_000;

/** One analysis on screen: read once, its today by the live topic, or by polling where the topic is not given. */
export class AnalysisStore {
  value: WireMandvAnalysis | null = $state.raw(null);
  today: WireMandvToday | null = $state.raw(null);
  problem: ApiProblem | null = $state.raw(null);
  readonly #id: string;
  #heard = 0;

  constructor(id: string) {
    this.#id = id;
  }

  start(): () => void {
    const abort = new AbortController();
    void this.load(abort.signal);
    const stop = live.follow<WireMandvToday, LiveMandvDelta>(`mandv:${this.#id}`, {
      snapshot: (today) => this.#show(today),
      delta: (delta) => this.#apply(delta),
    });
    const timer = setInterval(() => {
      const quiet = Date.now() - this.#heard > pollMs;
      if (quiet && document.visibilityState === 'visible') void this.#poll(abort.signal);
    }, pollMs);
    return () => {
      clearInterval(timer);
      stop();
      abort.abort();
    };
  }

  async load(signal?: AbortSignal): Promise<void> {
    const answer = await calls.analysis(this.#id, signal).catch(() => null);
    if (answer === null) return;
    this.problem = answer.ok ? null : answer.problem;
    if (!answer.ok) return;
    this.value = answer.value;
    this.today ??= answer.value.today;
  }

  async #poll(signal?: AbortSignal): Promise<void> {
    const answer = await calls.today(this.#id, signal).catch(() => null);
    if (answer?.ok) this.today = answer.value;
    // A day later the whole has been computed anew.
    if (answer?.ok && answer.value && this.value?.today && answer.value.date !== this.value.today.date)
      await this.load(signal);
  }

  #show(today: WireMandvToday | null): void {
    this.#heard = Date.now();
    if (today) this.today = today;
  }

  #apply(delta: LiveMandvDelta): void {
    this.#heard = Date.now();
    if (this.today?.date === delta.date) this.today = withHours(this.today, delta);
    else void this.#poll();
  }
}
