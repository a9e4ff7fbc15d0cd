import { amountOf, exact, sumOf, toFen, written, type Exact } from '../money.ts';
import type { Settlement, SettlementInputs, SettlementLine, TraceInput } from '../settlement.ts';
import { differences } from './difference.ts';

interface LineText {
  readonly quantity?: string;
  readonly unit?: string;
  readonly price?: string;
  readonly formula: string;
  readonly trace: readonly TraceInput[];
}

export function lineOf(code: SettlementLine['code'], amount: Exact, text: LineText): SettlementLine {
  return {
    code,
    quantity: text.quantity ?? null,
    unit: text.unit ?? null,
    price: text.price ?? null,
    amount: written(amountOf(amount)),
    formula: text.formula,
    trace: text.trace,
  };
}

/** The lines, those that settle earlier periods, and their sum: what is printed adds up to what is paid. */
export function settlementOf(
  inputs: SettlementInputs,
  payer: Settlement['payer'],
  own: readonly SettlementLine[],
  carried: Exact,
): Settlement {
  const lines = [...own, ...differences(inputs)];
  return {
    period: inputs.period,
    payer,
    lines,
    payable: toFen(sumOf(lines.map((line) => exact(line.amount)))),
    carried: written(carried),
  };
}
