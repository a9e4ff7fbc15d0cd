import type { WireHealth } from '../../../../domain/wire-devices.ts';
import * as calls from '../../api/health.ts';
import type { ApiProblem } from '../../api/problem.ts';
import { clock } from '../../live/clock.svelte.ts';
import { withSample, type Samples } from './samples.ts';

const everyMs = 2_000;
type Figure = keyof WireHealth['ingest'];

/** The state of the house, asked for every two seconds while somebody looks. */
export class Health {
  now: WireHealth | null = $state.raw(null);
  problem: ApiProblem | null = $state.raw(null);
  history: Readonly<Partial<Record<Figure, Samples>>> = $state.raw({});
  #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  start(): () => void {
    this.#abort = new AbortController();
    void this.#round();
    return () => {
      this.#abort.abort();
      clearTimeout(this.#timer);
    };
  }

  async #round(): Promise<void> {
    if (document.visibilityState === 'visible') await this.load();
    if (!this.#abort.signal.aborted) this.#timer = setTimeout(() => void this.#round(), everyMs);
  }

  async load(): Promise<void> {
    const { signal } = this.#abort;
    try {
      const answer = await calls.health(signal);
      if (signal.aborted) return;
      this.problem = answer.ok ? null : answer.problem;
      if (answer.ok) {
        this.now = answer.value;
        clock.sync(Date.parse(answer.value.at));
      }
      this.#keep(answer.ok ? answer.value.ingest : null);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #keep(ingest: WireHealth['ingest'] | null): void {
    if (this.now === null) return;
    const names = Object.keys(this.now.ingest) as Figure[];
    this.history = Object.fromEntries(
      names.map((name) => [name, withSample(this.history[name] ?? [], ingest?.[name] ?? null)]),
    );
  }
}
