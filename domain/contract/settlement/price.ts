import { exact, rounded, sumOf, written, type Exact } from '../money.ts';
import type { SavingLot, SettlementInputs, TraceInput, TraceSource } from '../settlement.ts';
import { liesIn } from './period.ts';
import { field, tariffOf } from './trace.ts';

export interface PeriodPrice {
  readonly price: Exact;
  readonly text: string;
  readonly sources: TraceInput['sources'];
}

/**
 * What a unit costs in the period: the fixed price as it is written, or the mean of what the tariff says weighted by
 * what was used, to six decimals. null: no price is agreed, or nothing was used that could weigh it.
 */
export function priceOf(inputs: SettlementInputs): PeriodPrice | null {
  const basis = inputs.contract.price;
  if (basis === null) return null;
  if (basis.kind === 'fixed') return { price: exact(basis.price), text: basis.price, sources: [field('price.price')] };
  const lots = inputs.lots.filter((lot) => liesIn(lot.month, inputs.period));
  const price = mean(lots);
  return price && { price, text: written(price), sources: tariffsOf(lots) };
}

function mean(lots: readonly SavingLot[]): Exact | null {
  const first = lots[0];
  if (!first) return null;
  // One price is the mean whatever was used, nothing included.
  if (lots.every((lot) => exact(lot.price).equals(first.price))) return exact(first.price);
  const used = sumOf(lots.map((lot) => exact(lot.actual)));
  if (!used.greaterThan(0)) return null;
  return rounded(sumOf(lots.map((lot) => exact(lot.actual).times(lot.price))).dividedBy(used), 6);
}

function tariffsOf(lots: readonly SavingLot[]): readonly TraceSource[] {
  const seen = new Map<string | null, readonly TraceSource[]>();
  for (const lot of lots) if (!seen.has(lot.tariff)) seen.set(lot.tariff, tariffOf(lot));
  return [...seen.values()].flat();
}
