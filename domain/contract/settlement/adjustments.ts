import type { Custody } from '../contract.ts';
import { exact, quantityText, rounded, written, zero, type Exact } from '../money.ts';
import type { SettlementInputs, SettlementLine, TraceInput } from '../settlement.ts';
import { lineOf } from './lines.ts';
import type { PeriodPrice } from './price.ts';
import { proRata } from './pro-rata.ts';
import { field, partly, traced } from './trace.ts';

export function hasBasePrice(custody: Custody): boolean {
  return custody.baseAmount !== null && custody.basePrice !== null;
}

/**
 * Q0 × (p − p0), when the price is off by more than its threshold. Q0 is a month's: of a month that the term covers
 * partly, its part by days, as F0. No line without Q0 and p0; nothing comes of it without a price that is agreed.
 */
export function priceLine(inputs: SettlementInputs, custody: Custody, price: PeriodPrice | null): SettlementLine[] {
  const { baseAmount, basePrice, thresholds } = custody;
  if (baseAmount === null || basePrice === null) return [];
  const { unit } = inputs;
  const part = partly(inputs);
  const formula = part.length > 0 ? 'Q0 × d ÷ D × (p − p0)' : 'Q0 × (p − p0)';
  const base = [
    traced('Q0', baseAmount, unit, field('custody.baseAmount')),
    ...part,
    traced('p0', basePrice, `CNY/${unit}`, field('custody.basePrice')),
  ];
  if (price === null) return [lineOf('price-adjustment', zero, { formula, trace: base })];
  const change = price.price.minus(basePrice);
  const { passed, trace } = threshold(change, exact(basePrice), thresholds.pricePct, 'pricePct');
  const p = traced('p', price.text, `CNY/${unit}`, ...price.sources);
  const quantity = proRata(inputs, baseAmount);
  return [
    lineOf('price-adjustment', passed ? quantity.times(change) : zero, {
      ...(passed ? { quantity: quantityText(quantity), unit, price: written(change) } : {}),
      formula,
      trace: [...base, p, ...trace],
    }),
  ];
}

/** (F0 ÷ S0) × (S − S0) beyond the threshold; no line where the contract knows no area. */
export function areaLine(inputs: SettlementInputs, custody: Custody, fee: Exact): SettlementLine[] {
  const now = inputs.drivers.areaM2;
  const base = firstOf(custody, 'areaM2');
  if (now === null || base === null) return [];
  const change = exact(now).minus(base.value);
  const { passed, trace } = threshold(change, exact(base.value), custody.thresholds.areaPct, 'areaPct');
  return [
    lineOf('area-adjustment', passed ? fee.times(change).dividedBy(base.value) : zero, {
      ...(passed ? { quantity: quantityText(change), unit: 'm²' } : {}),
      formula: 'F0 ÷ S0 × (S − S0)',
      trace: [
        ...feeTrace(inputs, custody),
        traced('S0', quantityText(exact(base.value)), 'm²', field(base.path)),
        traced('S', quantityText(exact(now)), 'm²', field('custody.drivers')),
        ...trace,
      ],
    }),
  ];
}

/** f × (F0 ÷ N0) × (N − N0) beyond the threshold, f the part of the fee that follows people. */
export function peopleLine(inputs: SettlementInputs, custody: Custody, fee: Exact): SettlementLine[] {
  const now = inputs.drivers.people;
  const base = firstOf(custody, 'people');
  if (now === null || base === null) return [];
  const change = exact(now).minus(base.value);
  const { passed, trace } = threshold(change, exact(base.value), custody.thresholds.peoplePct, 'peoplePct');
  const amount = fee.times(custody.peopleFactor).times(change).dividedBy(base.value);
  return [
    lineOf('people-adjustment', passed ? amount : zero, {
      ...(passed ? { quantity: quantityText(change), unit: 'people' } : {}),
      formula: 'f × F0 ÷ N0 × (N − N0)',
      trace: [
        ...feeTrace(inputs, custody),
        traced('people-factor', custody.peopleFactor, null, field('custody.peopleFactor')),
        traced('N0', quantityText(exact(base.value)), 'people', field(base.path)),
        traced('N', quantityText(exact(now)), 'people', field('custody.drivers')),
        ...trace,
      ],
    }),
  ];
}

/** Changes that both sides agreed on: energy a day × days × price, each on a line of its own. */
export function agreedLines(inputs: SettlementInputs, price: PeriodPrice | null): SettlementLine[] {
  const { unit } = inputs;
  if (price === null) return [];
  return inputs.adjustments.map(({ id, days, amountPerDay, reason }) => {
    const source = { kind: 'adjustment', id } as const;
    const quantity = exact(amountPerDay).times(days);
    return lineOf('agreed-adjustment', quantity.times(price.price), {
      quantity: quantityText(quantity),
      unit,
      price: price.text,
      formula: 'a × d × p',
      trace: [
        traced('reason', reason, null, source),
        traced('amount-per-day', amountPerDay, unit, source),
        traced('days', String(days), null, source),
        traced('p', price.text, `CNY/${unit}`, ...price.sources),
      ],
    });
  });
}

export function feeTrace(inputs: SettlementInputs, custody: Custody): readonly TraceInput[] {
  return [traced('F0', custody.monthlyFee, 'CNY', field('custody.monthlyFee')), ...partly(inputs)];
}

/** Beyond, in either direction; a change of exactly the threshold is within it. */
function threshold(change: Exact, base: Exact, pct: number, path: 'pricePct' | 'areaPct' | 'peoplePct') {
  const passed = change.abs().times(100).greaterThan(base.abs().times(pct));
  const relative = base.isZero() ? [] : [rounded(change.times(100).dividedBy(base), 6)];
  return {
    passed,
    trace: [
      ...relative.map((value) => traced('change', value.toFixed(), '%')),
      traced(
        passed ? 'threshold-passed' : 'threshold-not-passed',
        exact(pct).toFixed(),
        '%',
        field(`custody.thresholds.${path}`),
      ),
    ],
  };
}

/** What it was when the fee was agreed: the earliest that the contract names. A driver of 0 is the base of nothing. */
function firstOf(custody: Custody, of: 'areaM2' | 'people'): { readonly value: number; readonly path: string } | null {
  let first = -1;
  custody.drivers.forEach((driver, at) => {
    if (driver[of] !== null && (first < 0 || driver.from < custody.drivers[first]!.from)) first = at;
  });
  const value = custody.drivers[first]?.[of];
  return value === undefined || value === null || value === 0
    ? null
    : { value, path: `custody.drivers[${first}].${of}` };
}
