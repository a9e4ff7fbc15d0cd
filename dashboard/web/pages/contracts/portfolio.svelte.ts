import { untrack } from 'svelte';
import type { WireContractItem, WireContractsRun } from '../../../../domain/wire-contracts.ts';
import type { WireMatter } from '../../../../domain/wire-matters.ts';
import * as calls from '../../api/contracts.ts';
import { matters } from '../../api/matters.ts';
import type { ApiProblem } from '../../api/problem.ts';

const idleMs = 60_000;
const runningMs = 2_000;

/** The contracts as they were judged last, what is overdue about them, and how far the job is that judges them. */
export class PortfolioStore {
  items: readonly WireContractItem[] | null = $state.raw(null);
  problem: ApiProblem | null = $state.raw(null);
  run: WireContractsRun | null = $state.raw(null);
  /** Overdue matters about each contract. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced as a whole
  overdue: ReadonlyMap<string, number> = $state.raw(new Map());
  /** Those that wait for a remedy, the nearest deadline of each contract. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced as a whole
  deadlines: ReadonlyMap<string, string> = $state.raw(new Map());
  #abort: AbortController | null = null;

  start(): () => void {
    const abort = (this.#abort = new AbortController());
    let timer: ReturnType<typeof setTimeout> | undefined;
    const turn = async () => {
      const before = this.run?.running ?? false;
      if (document.visibilityState === 'visible') await this.#follow(abort.signal);
      if (abort.signal.aborted) return;
      if (before && this.run?.running === false) await this.load();
      timer = setTimeout(() => void turn(), this.run?.running ? runningMs : idleMs);
    };
    void this.load();
    // What the turn reads of the run before is no reason to begin again.
    void untrack(turn);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }

  async load(): Promise<void> {
    const signal = this.#abort?.signal;
    try {
      const [answer, open] = await Promise.all([calls.contracts(signal), this.#open(signal)]);
      if (signal?.aborted) return;
      this.problem = answer.ok ? null : answer.problem;
      if (answer.ok) this.items = answer.value;
      if (open) this.#count(open);
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  }

  /** @returns why it did not begin. */
  async evaluate(): Promise<ApiProblem | null> {
    const answer = await calls.evaluate();
    if (answer.ok) this.run = answer.value;
    return answer.ok ? null : answer.problem;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const answer = await calls.evaluation(signal).catch(() => null);
    if (answer?.ok) this.run = answer.value;
  }

  /** Overdue ones come first, then by deadline: one page is what a list can say. */
  async #open(signal: AbortSignal | undefined): Promise<readonly WireMatter[] | null> {
    const answer = await matters({ kind: 'contract', state: 'open', limit: 500 }, signal);
    return answer.ok ? answer.value.items : null;
  }

  #count(open: readonly WireMatter[]): void {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced as a whole
    const overdue = new Map<string, number>();
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced as a whole
    const deadlines = new Map<string, string>();
    for (const { subject, standing } of open) {
      if (subject.kind !== 'contract') continue;
      if (standing.overdue) overdue.set(subject.id, (overdue.get(subject.id) ?? 0) + 1);
      const before = deadlines.get(subject.id);
      if (standing.deadline !== null && (before === undefined || standing.deadline < before))
        deadlines.set(subject.id, standing.deadline);
    }
    this.overdue = overdue;
    this.deadlines = deadlines;
  }
}
