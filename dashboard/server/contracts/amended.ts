import { canonicalJson } from '../../../domain/contract/canonical.ts';
import type { Contract } from '../../../domain/contract/contract.ts';
import type { SavingLot, SettlementInputs } from '../../../domain/contract/settlement.ts';
import type { IssuedSettlement } from '../../../storage/registry/contract-port.ts';
import type { ContractView } from './view.ts';

/**
 * An issued settlement that stands. A text that is amended afterwards holds from then on: what the settlement would come
 * to now is computed by the text that it froze, of the data of now.
 */
export interface Standing {
  readonly issued: IssuedSettlement;
  readonly frozen: SettlementInputs;
  /** Of the text that it froze; the present one's own where that has not changed. */
  readonly view: ContractView;
}

/**
 * The text that was frozen. What was agreed as an adjustment and verified as a payment has dates of its own, and is data
 * as readings are: of now. Payments count by their dates alone, so that all of them may stand at the first milestone.
 */
export function frozenText(frozen: Contract, now: Contract): Contract {
  const verified = now.investment.flatMap((milestone) => milestone.verified);
  return {
    ...frozen,
    adjustments: now.adjustments,
    investment: frozen.investment.map((milestone, i) => ({ ...milestone, verified: i === 0 ? verified : [] })),
  };
}

export const sameText = (a: Contract, b: Contract): boolean => canonicalJson(a) === canonicalJson(b);

/** Lots up to a period, those of months that were issued at the price that these were issued at: losses go on from them. */
export function lotsAsIssued(
  view: ContractView,
  lots: readonly SavingLot[],
  before: readonly Standing[],
): readonly SavingLot[] {
  const others = new Map(
    before.filter((one) => one.view !== view).map(({ issued, view: then }) => [issued.period, then]),
  );
  if (!lots.some(({ month }) => others.has(month))) return lots;
  const places = new Map(view.contract.meters.map((meter, i) => [meter, i]));
  const placeOf = ({ meter }: SavingLot): number => places.get(meter) ?? places.size;
  const issued = [...others].flatMap(([period, then]) => then.lots.filter(({ month }) => month === period));
  return [...lots.filter(({ month }) => !others.has(month)), ...issued].sort(
    (a, b) => placeOf(a) - placeOf(b) || (a.month < b.month ? -1 : Number(a.month > b.month)),
  );
}
