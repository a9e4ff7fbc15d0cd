import type { SettlementLine } from '../../../../domain/contract/settlement.ts';
import { plain } from './yuan.ts';

/** What formulas call an input by another name than its trace. */
const also: Readonly<Record<string, string>> = { k: 'people-factor', settled: 'settled-since' };

/** `F0` as people write it: F₀. */
export function symbols(formula: string): string {
  return formula.replace(/([A-Za-z])0(?![\d.])/g, '$1₀');
}

/**
 * The formula with its numbers: `Q0 × (p − p0)` → `80,000 kWh × (0.72 − 0.70)`. A name that the trace does not have, or
 * has more than once, stays a symbol; null when nothing was filled in.
 */
export function filled({ formula, trace }: SettlementLine): string | null {
  let any = false;
  const text = formula.replace(/[A-Za-z][\w]*(-[a-z]+)*/g, (name) => {
    const found = trace.filter((input) => input.name === name || input.name === also[name]);
    const [input] = found;
    if (found.length !== 1 || !input || !/^-?\d+(\.\d+)?$/.test(input.value)) return name;
    any = true;
    const value = plain(input.value);
    // Prices in pairs are read with the same digits; a unit follows amounts only.
    const shown = /^(p|p0|price)$/.test(name) ? atLeastTwo(value) : value;
    const unit =
      input.unit === '%' ? '%' : input.unit !== null && /^(kWh|m³|GJ)$/.test(input.unit) ? ` ${input.unit}` : '';
    return `${value.startsWith('−') ? `(${shown})` : shown}${unit}`;
  });
  return any ? symbols(text) : null;
}

const atLeastTwo = (value: string): string => {
  const [whole = '', part = ''] = value.split('.');
  return `${whole}.${part.padEnd(2, '0')}`;
};
