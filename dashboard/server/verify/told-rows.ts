import type { ChainedEntry } from '../../../domain/audit/chain.ts';
import type { ContractRecord } from '../../../storage/registry/contract-port.ts';

const ofRows = /^contract\.(text|freeze|sign|verdict|(payment|adjustment|settlement)\.\w+)$/;
/** Entries of versions before this one end without the hash of their row. */
const tellsRow = /; row SHA-256 [0-9a-f]{64}$/;

type Told = Pick<ChainedEntry, 'id' | 'actor' | 'action' | 'subject' | 'detail'>;

/**
 * What the audit tells of rows under contracts, to be held against the rows: each entry answers for one. The audit's
 * own chain says whether its entries are as they were written.
 */
export class ToldRows {
  #waiting = new Map<string, Told[]>();
  /** Of the contracts of a demo, its rows left with it. */
  #demoLeftAt = 0;
  #last = 0;

  take({ id, actor, action, subject, result, detail }: ChainedEntry): void {
    if (id <= this.#last || result !== 'done') return;
    this.#last = id;
    if (action === 'demo.remove') this.#demoLeftAt = id;
    if (!ofRows.test(action)) return;
    // One that is new again has the name of one that left, with its rows.
    if (action === 'contract.text' && detail?.startsWith('a new contract')) this.#forget(subject);
    const key = keyOf(subject, action, detail);
    const same = this.#waiting.get(key);
    const told = { id, actor, action, subject, detail };
    if (same === undefined) this.#waiting.set(key, [told]);
    else same.push(told);
  }

  /** Whether an entry answers for this row; that entry answers for no other. */
  answersFor({ contract, action, by, detail, before }: ContractRecord): boolean {
    if (this.#answer(keyOf(contract, action, detail), by)) return true;
    return before !== null && !tellsRow.test(before) && this.#answer(keyOf(contract, action, before), by);
  }

  /** Entries up to a number that answered for no row, but for those of contracts that left with a demo. */
  unanswered(upTo: number, contracts: ReadonlyMap<string, { readonly demo: boolean }>): Told[] {
    const left = [...this.#waiting.values()].flat().filter(({ id, subject }) => {
      if (id > upTo) return false;
      return (contracts.get(subject)?.demo ?? true) ? id > this.#demoLeftAt : true;
    });
    return left.sort((a, b) => a.id - b.id);
  }

  #answer(key: string, by: string | null): boolean {
    const same = this.#waiting.get(key) ?? [];
    const at = same.findIndex(({ actor }) => by === null || actor === by);
    if (at >= 0) same.splice(at, 1);
    return at >= 0;
  }

  #forget(contract: string): void {
    for (const key of this.#waiting.keys()) {
      if (key.startsWith(`${contract}\n`)) this.#waiting.delete(key);
    }
  }
}

const keyOf = (contract: string, action: string, detail: string | null) => `${contract}\n${action}\n${detail ?? ''}`;
