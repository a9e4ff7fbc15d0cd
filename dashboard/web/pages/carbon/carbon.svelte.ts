import { untrack } from 'svelte';
import type { WireCarbon } from '../../../../domain/wire-carbon.ts';
import type { WireBudget, WireRanking } from '../../../../domain/wire-quota.ts';
import type { WireApplicant, WireScheme } from '../../../../domain/wire-schemes.ts';
import * as accounts from '../../api/carbon.ts';
import * as targets from '../../api/carbon-targets.ts';
import type { ApiProblem } from '../../api/problem.ts';
import type { CarbonQuery } from '../../router/carbon.ts';
import { zeroCarbonScheme } from './candidates.ts';

/** What the page shows: an account, its institutions against their quotas, a budget, the candidates. Each comes by itself. */
export class CarbonStore {
  account: WireCarbon | null = $state.raw(null);
  problem: ApiProblem | null = $state.raw(null);
  /** What is shown is of before the last choice. */
  stale = $state(false);
  ranking: WireRanking | null = $state.raw(null);
  rankingProblem: ApiProblem | null = $state.raw(null);
  budget: WireBudget | null = $state.raw(null);
  scheme: WireScheme | null = $state.raw(null);
  applicants: readonly WireApplicant[] | null = $state.raw(null);
  #abort: AbortController | null = null;

  /** Asks for all that the address names; what it asked for before is given up. */
  follow(query: Pick<CarbonQuery, 'place' | 'method' | 'year' | 'indicator'>): () => void {
    const abort = (this.#abort = new AbortController());
    untrack(() => {
      this.stale = this.account !== null;
      void this.#quietly(abort.signal, () => this.#account(query, abort.signal));
      void this.#quietly(abort.signal, () => this.#ranking(query, abort.signal));
      void this.#quietly(abort.signal, () => this.#budget(query, abort.signal));
      void this.#quietly(abort.signal, () => this.#candidates(query, abort.signal));
    });
    return () => abort.abort();
  }
  reload(query: Pick<CarbonQuery, 'place' | 'method' | 'year' | 'indicator'>): void {
    this.#abort?.abort();
    this.follow(query);
  }

  async #quietly(signal: AbortSignal, ask: () => Promise<void>): Promise<void> {
    try {
      await ask();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
  async #account({ place, year, method }: Pick<CarbonQuery, 'place' | 'method' | 'year'>, signal: AbortSignal) {
    const answer = await accounts.account(place, { year, method }, signal);
    if (signal.aborted) return;
    this.stale = false;
    this.problem = answer.ok ? null : answer.problem;
    // Another place's figures would stand under this place's name.
    this.account = answer.ok ? answer.value : null;
  }
  async #ranking({ place, year, indicator }: Pick<CarbonQuery, 'place' | 'year' | 'indicator'>, signal: AbortSignal) {
    const region = place.kind === 'region' ? place.id : null;
    const answer = await targets.ranking({ indicator, year, region }, signal);
    if (signal.aborted) return;
    this.rankingProblem = answer.ok ? null : answer.problem;
    this.ranking = answer.ok ? answer.value : null;
  }
  async #budget({ place, year }: Pick<CarbonQuery, 'place' | 'year'>, signal: AbortSignal) {
    this.budget = null;
    if (place.kind !== 'institution') return;
    const answer = await targets.budget(place.id, year, signal);
    if (!signal.aborted && answer.ok) this.budget = answer.value;
  }
  async #candidates({ year }: Pick<CarbonQuery, 'year'>, signal: AbortSignal) {
    const schemes = this.scheme === null ? await targets.schemes(signal) : null;
    if (signal.aborted) return;
    if (schemes?.ok) this.scheme = zeroCarbonScheme(schemes.value.items);
    if (this.scheme === null) return;
    const answer = await targets.applicants(this.scheme.id, year, signal);
    if (!signal.aborted && answer.ok) this.applicants = answer.value.items;
  }
}
