import { amountOf, exact, written } from '../money.ts';
import type { EarlierSettlement, SettlementInputs, SettlementLine } from '../settlement.ts';
import { traced } from './trace.ts';

/**
 * Late data never edits an issued settlement: what it would come to now less what it came to, and less what difference
 * lines have settled since, is paid with this one. Under a fen there is nothing to settle.
 */
export function differences(inputs: SettlementInputs): readonly SettlementLine[] {
  return inputs.earlier.filter(({ period }) => period !== inputs.period).flatMap(differenceOf);
}

function differenceOf(earlier: EarlierSettlement): SettlementLine[] {
  const amount = exact(earlier.now).minus(earlier.payable).minus(earlier.settledSince);
  if (amount.abs().lessThan('0.01')) return [];
  const source = { kind: 'settlement', period: earlier.period } as const;
  return [
    {
      code: 'difference',
      quantity: null,
      unit: null,
      price: null,
      amount: written(amountOf(amount)),
      formula: 'now − payable − settled',
      trace: [
        traced('now', earlier.now, 'CNY', source),
        traced('payable', earlier.payable, 'CNY', source),
        traced('settled-since', earlier.settledSince, 'CNY', source),
      ],
    },
  ];
}
