import { zero, type Exact } from '../money.ts';
import type { Custody } from '../contract.ts';
import type { NotSettled, Settlement, SettlementInputs, SettlementLine } from '../settlement.ts';
import { agreedLines, areaLine, hasBasePrice, peopleLine, priceLine } from './adjustments.ts';
import { comfortLine, dataLine, investmentLine } from './deductions.ts';
import { lineOf, settlementOf } from './lines.ts';
import { priceOf } from './price.ts';
import { proRata } from './pro-rata.ts';
import { refuse } from './refusal.ts';
import { field, partly, traced } from './trace.ts';

/**
 * A month of energy-cost custody (能源费用托管): the agreed fee, by days where the term covers a part of the month, with
 * what prices, floor area, people and agreed changes add, less what was not kept. Savings don't enter it: they are the
 * contractor's margin.
 */
export function custodyMonth(inputs: SettlementInputs): Settlement | NotSettled {
  const { custody, price: basis } = inputs.contract;
  if (!custody) return refuse.noCustody();
  const price = priceOf(inputs);
  const priced = inputs.adjustments.length > 0 || (basis !== null && hasBasePrice(custody));
  if (price === null && priced) return refuse.noPrice();
  const fee = proRata(inputs, custody.monthlyFee);
  const lines = [
    baseFee(inputs, custody, fee),
    ...priceLine(inputs, custody, price),
    ...areaLine(inputs, custody, fee),
    ...peopleLine(inputs, custody, fee),
    ...agreedLines(inputs, price),
    ...comfortLine(inputs),
    ...investmentLine(inputs, fee),
    ...dataLine(inputs),
  ];
  return settlementOf(inputs, 'institution', lines, zero);
}

function baseFee(inputs: SettlementInputs, custody: Custody, fee: Exact): SettlementLine {
  const part = partly(inputs);
  return lineOf('base-fee', fee, {
    formula: part.length > 0 ? 'F0 × d ÷ D' : 'F0',
    trace: [traced('F0', custody.monthlyFee, 'CNY', field('custody.monthlyFee')), ...part],
  });
}
