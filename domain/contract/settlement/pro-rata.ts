import { exact, type Exact } from '../money.ts';
import type { SettlementInputs } from '../settlement.ts';

/** A period's amount for those of its days that lie in the term. */
export function proRata({ days }: SettlementInputs, amount: string): Exact {
  return exact(amount).times(days.inTerm).dividedBy(days.inPeriod);
}
