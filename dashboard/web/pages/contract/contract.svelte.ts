import type {
  WireCompliance,
  WireContract,
  WireContractEntry,
  WireContractSavings,
  WireSettlement,
  WireSettlementItem,
} from '../../../../domain/wire-contracts.ts';
import type { WireMatterPage } from '../../../../domain/wire-matters.ts';
import * as calls from '../../api/contracts.ts';
import { KeptAnswer } from '../place/kept-answer.svelte.ts';

const minute = 60_000;

/** One contract and what is known of it. */
export class ContractStore {
  readonly contract = new KeptAnswer<WireContract>(minute);
  readonly savings = new KeptAnswer<WireContractSavings>(10 * minute);
  readonly compliance = new KeptAnswer<WireCompliance>(minute);
  readonly matters = new KeptAnswer<WireMatterPage>(minute);
  readonly entries = new KeptAnswer<{ readonly items: readonly WireContractEntry[] }>(minute);
  readonly settlements = new KeptAnswer<{ readonly items: readonly WireSettlementItem[] }>(minute);
  readonly settlement = new KeptAnswer<WireSettlement>(minute);

  show(id: string): void {
    this.contract.show(id, (signal) => calls.contract(id, signal));
    this.matters.show(id, (signal) => calls.matters(id, signal));
    this.settlements.show(id, (signal) => calls.settlements(id, signal));
    this.entries.show(id, (signal) => calls.entries(id, signal));
  }

  judged(id: string, asOf: string | null): void {
    this.compliance.show(`${id} ${asOf}`, (signal) => calls.compliance(id, asOf, signal));
  }

  saved(id: string, span: { readonly from: string; readonly to: string }): void {
    this.savings.show(`${id} ${span.from} ${span.to}`, (signal) => calls.savings(id, span, signal));
  }

  settled(id: string, period: string): void {
    this.settlement.show(`${id} ${period}`, (signal) => calls.settlement(id, period, signal));
  }

  stop(): void {
    for (const answer of [this.contract, this.savings, this.compliance, this.matters]) answer.stop();
    for (const answer of [this.entries, this.settlements, this.settlement]) answer.stop();
  }
}
