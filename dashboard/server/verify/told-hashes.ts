import type { ChainedEntry } from '../../../domain/audit/chain.ts';

/** A settlement that the audit tells of. */
interface ToldSettlement {
  readonly contract: string;
  /** `2026-10 revision 1`. */
  readonly what: string;
  readonly sha256: string;
}

/**
 * What the audit says was hashed when it was done: who changes a settlement with its hash still has the audit against
 * them, whose chain would have to be written anew.
 */
export class ToldHashes {
  readonly #hashes = new Set<string>();
  #settlements: ToldSettlement[] = [];
  #beforeDemoLeft: ReadonlySet<ToldSettlement> = new Set();
  readonly #newest: () => Promise<readonly Pick<ChainedEntry, 'detail'>[]>;

  /** @param newest the newest entries, of the time since the audit was followed. */
  constructor(newest: () => Promise<readonly Pick<ChainedEntry, 'detail'>[]>) {
    this.#newest = newest;
  }

  take({ action, subject, result, detail }: ChainedEntry): void {
    if (action === 'demo.remove' && result === 'done') this.#beforeDemoLeft = new Set(this.#settlements);
    const [sha256] = this.#take(detail);
    const what = /^(\S+ revision \d+):/.exec(detail ?? '')?.[1];
    if (action === 'contract.settlement.proposed' && sha256 !== undefined && what !== undefined) {
      this.#settlements.push({ contract: subject, what, sha256 });
    }
  }

  /** Also what was entered while others were looked at. */
  async has(sha256: string): Promise<boolean> {
    if (!this.#hashes.has(sha256)) {
      for (const { detail } of await this.#newest()) this.#take(detail);
    }
    return this.#hashes.has(sha256);
  }

  #take(detail: string | null): readonly string[] {
    const found = [...(detail ?? '').matchAll(/\b[0-9a-f]{64}\b/g)].map(([sha256]) => sha256);
    for (const sha256 of found) this.#hashes.add(sha256);
    return found;
  }

  /**
   * Settlements that are told of and were not seen, of contracts that there are. Those of a demo left with it, though a
   * demo that came later has contracts of the same names.
   */
  missing(seen: ReadonlySet<string>, contracts: ReadonlyMap<string, { readonly demo: boolean }>): ToldSettlement[] {
    return this.#settlements.filter((told) => {
      const contract = contracts.get(told.contract);
      if (contract === undefined || (contract.demo && this.#beforeDemoLeft.has(told))) return false;
      return !seen.has(`${told.contract} ${told.what}`);
    });
  }
}
