import type { Contract } from '../../../domain/contract/contract.ts';
import { milestoneStates, shortfallOf } from '../../../domain/contract/investment.ts';
import { stateOf } from '../../../domain/contract/steps.ts';
import type { WireContract } from '../../../domain/wire-contracts.ts';
import type { ContractEntry } from '../../../storage/registry/contract-port.ts';

/** Where each milestone stands today: of the contract's text, and of payments that the owner's side has verified. */
export function milestonesOf(
  { investment }: Pick<Contract, 'investment'>,
  entries: readonly ContractEntry[],
  today: string,
): WireContract['investment'] {
  const payments = entries.flatMap(({ id, body, steps }) => {
    if (body.kind !== 'payment' || stateOf(steps) !== 'agreed') return [];
    const attachments = steps.flatMap((step) => step.attachments);
    return [{ entry: id, date: body.date, amount: body.amount, attachments }];
  });
  return milestoneStates(investment, payments, today).map((state, i) => ({
    ...state,
    amount: investment[i]!.amount,
    shortfall: shortfallOf(state, today),
  }));
}
