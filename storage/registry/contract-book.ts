import type { Transaction } from 'kysely';
import { ContractBaselines } from './contract-baselines.ts';
import { ContractEntries } from './contract-entries.ts';
import { ContractEvaluations } from './contract-evaluations.ts';
import type { ContractParts } from './contract-parts.ts';
import type { Contracts } from './contract-port.ts';
import { recordsOf } from './contract-records.ts';
import { ContractSettlements } from './contract-settlements.ts';
import { ContractTexts } from './contract-texts.ts';
import type { Tables } from './tables.ts';

/** Contracts in the register. Each change and its audit are one transaction; triggers keep what was written. */
export class ContractBook implements Contracts {
  readonly #texts: ContractTexts;
  readonly #baselines: ContractBaselines;
  readonly #entries: ContractEntries;
  readonly #settlements: ContractSettlements;
  readonly #evaluations: ContractEvaluations;
  readonly #parts: ContractParts;
  readonly #listeners: ((contract: string) => void)[] = [];

  constructor(parts: ContractParts) {
    this.#parts = parts;
    this.#texts = new ContractTexts(parts);
    this.#baselines = new ContractBaselines(parts);
    this.#entries = new ContractEntries(parts);
    this.#settlements = new ContractSettlements(parts);
    this.#evaluations = new ContractEvaluations(parts);
  }

  readonly page: Contracts['page'] = (viewer, query) => this.#texts.page(viewer, query);
  readonly one: Contracts['one'] = (viewer, id) => this.#texts.one(viewer, id);
  readonly asOf: Contracts['asOf'] = (id, at) => this.#texts.asOf(id, at);

  readonly baseline: Contracts['baseline'] = (id, asOf) => this.#baselines.baseline(id, asOf);
  readonly freeze: Contracts['freeze'] = (id, baseline, by) => this.#told(id, this.#baselines.freeze(id, baseline, by));
  readonly sign: Contracts['sign'] = (id, side, sha256, by) =>
    this.#told(id, this.#baselines.sign(id, side, sha256, by));

  readonly entries: Contracts['entries'] = (id, asOf) => this.#entries.entries(id, asOf);
  readonly enter: Contracts['enter'] = (id, entry, by) => this.#told(id, this.#entries.enter(id, entry, by));
  readonly stepEntry: Contracts['stepEntry'] = (id, entry, step, by) =>
    this.#told(id, this.#entries.stepEntry(id, entry, step, by));

  readonly settlements: Contracts['settlements'] = (id, options) => this.#settlements.settlements(id, options);
  readonly allSettlements: Contracts['allSettlements'] = () => this.#settlements.allSettlements();
  readonly records: Contracts['records'] = () => recordsOf(this.#parts.db);
  readonly issue: Contracts['issue'] = (id, issued, by) => this.#told(id, this.#settlements.issue(id, issued, by));
  readonly stepSettlement: Contracts['stepSettlement'] = (id, period, step, by) =>
    this.#told(id, this.#settlements.stepSettlement(id, period, step, by));

  readonly remember: Contracts['remember'] = (id, evaluation) => this.#evaluations.remember(id, evaluation);
  readonly summaries: Contracts['summaries'] = (ids) => this.#evaluations.summaries(ids);
  readonly changes: Contracts['changes'] = (id, limit) => this.#evaluations.changes(id, limit);

  onWritten(listener: (contract: string) => void): void {
    this.#listeners.push(listener);
  }

  async #told<T>(contract: string, change: Promise<T>): Promise<T> {
    const done = await change;
    if (done !== 'unknown' && done !== 'refused') for (const listener of this.#listeners) listener(contract);
    return done;
  }
}

/** In the transaction that takes the demo's rows out: what stands on its contracts, steps before what they are of. */
export async function leaveContracts(trx: Transaction<Tables>): Promise<void> {
  const demo = trx.selectFrom('contracts').select('id').where('demo', '=', 1);
  const baselines = trx.selectFrom('contract_baselines').select('id').where('contract', 'in', demo);
  await trx.deleteFrom('contract_signatures').where('baseline', 'in', baselines).execute();
  const entries = trx.selectFrom('contract_entries').select('id').where('contract', 'in', demo);
  await trx.deleteFrom('contract_entry_steps').where('entry', 'in', entries).execute();
  const settlements = trx.selectFrom('contract_settlements').select('id').where('contract', 'in', demo);
  await trx.deleteFrom('contract_settlement_steps').where('settlement', 'in', settlements).execute();
  for (const table of [
    'contract_baselines',
    'contract_entries',
    'contract_settlements',
    'contract_summaries',
    'contract_verdicts',
    'contract_versions',
  ] as const) {
    await trx.deleteFrom(table).where('contract', 'in', demo).execute();
  }
}
