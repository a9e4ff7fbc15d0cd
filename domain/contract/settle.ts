import type { NotSettled, Settlement, SettlementInputs } from './settlement.ts';
import { custodyYear, sharedYear } from './settlement/annual.ts';
import { custodyMonth } from './settlement/custody.ts';
import { guaranteedYear } from './settlement/guaranteed.ts';
import { isMonth, liesIn } from './settlement/period.ts';
import { refuse } from './settlement/refusal.ts';
import { sharedMonth } from './settlement/shared.ts';

/**
 * What a period of a contract comes to, of its frozen inputs alone: the same inputs give the same bytes. Lines are exact
 * to six decimals of a yuan, only `payable` is rounded to fen. Whether the period is over is the caller's to know
 * (`refuse.periodOpen`). Formulas: mandv.md 14, domain-cn.md 2.6.
 */
export function settle(inputs: SettlementInputs): Settlement | NotSettled {
  return refusalOf(inputs) ?? ways[inputs.contract.type](inputs);
}

export function isNotSettled(settled: Settlement | NotSettled | object): settled is NotSettled {
  return 'code' in settled;
}

const ways = {
  shared: (inputs) => (isMonth(inputs.period) ? sharedMonth(inputs) : sharedYear(inputs)),
  water: (inputs) => (isMonth(inputs.period) ? sharedMonth(inputs) : sharedYear(inputs)),
  guaranteed: guaranteedYear,
  custody: (inputs) => (isMonth(inputs.period) ? custodyMonth(inputs) : custodyYear(inputs)),
} satisfies Record<string, (inputs: SettlementInputs) => Settlement | NotSettled>;

/** What no type settles: in the order in which somebody could do something about it. */
function refusalOf(inputs: SettlementInputs): NotSettled | null {
  const { contract, period, completenessPct } = inputs;
  if (inputs.days.inTerm === 0) return refuse.outsideTerm(period);
  if (contract.type === 'guaranteed' && isMonth(period)) return refuse.guaranteedMonth();
  if (completenessPct < contract.minCompletenessPct)
    return refuse.incomplete(completenessPct, contract.minCompletenessPct);
  // A custody fee is owed whether a saving can be told or not.
  return contract.type === 'custody' ? null : savingUnknown(inputs);
}

/** A saving of which a meter's part is unknown isn't settled as if that part were 0. Without a price there are no lots. */
function savingUnknown(inputs: SettlementInputs): NotSettled | null {
  const { contract, period } = inputs;
  if (contract.type !== 'guaranteed' && contract.price === null) return refuse.noPrice();
  for (const meter of contract.meters) {
    const model = inputs.meters.some((one) => one.meter === meter && one.modelSha256 !== '');
    if (!model) return refuse.noModel(meter);
    const known = inputs.lots.some((lot) => lot.meter === meter && liesIn(lot.month, period));
    if (!known) return contract.price === null ? refuse.noPrice() : refuse.noModel(meter);
  }
  return null;
}
