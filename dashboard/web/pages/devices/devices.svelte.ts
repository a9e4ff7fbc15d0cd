import type { WireDevice, WireHealth, WireKnock } from '../../../../domain/wire-devices.ts';
import * as calls from '../../api/devices.ts';
import { health } from '../../api/health.ts';
import type { ApiProblem } from '../../api/problem.ts';
import { session } from '../../api/session.svelte.ts';
import { clock } from '../../live/clock.svelte.ts';

const everyMs = 10_000;
/** A whole city's list is some megabytes: it is asked for more rarely. */
const largeMs = 60_000;
const large = 1_000;

/** Devices, who knocked, and what comes in a minute: asked for again while somebody looks. */
export class Devices {
  list: readonly WireDevice[] = $state.raw([]);
  loaded = $state(false);
  problem: ApiProblem | null = $state.raw(null);
  knocks: readonly WireKnock[] = $state.raw([]);
  knocksLoaded = $state(false);
  knocksProblem: ApiProblem | null = $state.raw(null);
  health: WireHealth | null = $state.raw(null);
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
    clearTimeout(this.#timer);
    if (document.visibilityState === 'visible') await this.load();
    if (this.#abort.signal.aborted) return;
    this.#timer = setTimeout(() => void this.#round(), this.list.length > large ? largeMs : everyMs);
  }

  async load(): Promise<void> {
    const { signal } = this.#abort;
    try {
      // Who knocks and how the house is, is told to staff only.
      const staff = session.mayJudge;
      const [list, knocks, state] = await Promise.all([
        calls.devices(signal),
        staff ? calls.knocks() : null,
        staff ? health(signal) : null,
      ]);
      if (signal.aborted) return;
      if (list.ok) this.list = list.value;
      this.problem = list.ok ? null : list.problem;
      this.loaded ||= list.ok;
      if (knocks?.ok) this.knocks = knocks.value;
      this.knocksProblem = knocks === null || knocks.ok ? null : knocks.problem;
      this.knocksLoaded ||= knocks?.ok ?? false;
      if (state?.ok) {
        this.health = state.value;
        clock.sync(Date.parse(state.value.at));
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  forget(knock: WireKnock): void {
    this.knocks = this.knocks.filter((other) => other !== knock);
  }
}
