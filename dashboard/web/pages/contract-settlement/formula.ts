import type { SettlementLine } from '../../../../domain/contract/settlement.ts';
import { plain, sumOf } from './yuan.ts';

/** Symbols of formulas and the inputs that they stand for, the first that the line has. */
const inputsOf: Readonly<Record<string, readonly string[]>> = {
  ΔE: ['saving'],
  p: ['p', 'price'],
  Σl: ['late-pct'],
  s: ['share'],
  U: ['half-width'],
  G: ['guarantee'],
  C: ['worth'],
  K: ['carried'],
  Y: ['worth-of-year-before'],
  B: ['cap'],
  F_Y: ['year-as-a-whole'],
  d: ['days-in-term', 'days'],
  D: ['days-in-period'],
  f: ['people-factor'],
  k: ['people-factor'],
  a: ['amount-per-day'],
  n: ['zone-days'],
  r: ['per-zone-day', 'per-month'],
  settled: ['settled-since'],
};

/** `F0` as people write it: F₀. */
export function symbols(formula: string): string {
  return formula.replace(/([A-Za-z])0(?![\d.])/g, '$1₀').replace(/^−(?=\S)/, '− ');
}

/**
 * The formula with its numbers: `Q0 × (p − p0)` → `80,000 kWh × (0.72 − 0.70)`. A saving of several meters is the line's
 * quantity; a name that has no single number behind it stays a symbol; null when nothing was filled in.
 */
export function filled({ formula, trace, quantity, unit }: SettlementLine): string | null {
  let any = false;
  const text = formula.replace(/[ΣΔ]?[A-Za-z][A-Za-z0-9_]*(-[a-z]+)*/g, (name) => {
    const names = inputsOf[name] ?? [name];
    const found = names.map((one) => trace.filter((input) => input.name === one)).find((inputs) => inputs.length > 0);
    const summed = name.startsWith('Σ') && found !== undefined;
    const input = summed
      ? { name, value: sumOf(found.map(({ value }) => value)), unit: found[0]!.unit }
      : found?.length === 1
        ? found[0]
        : name === 'ΔE' && quantity !== null
          ? { name, value: quantity, unit }
          : null;
    if (!input || !/^-?\d+(\.\d+)?$/.test(input.value)) return name;
    any = true;
    const value = plain(input.value);
    // Prices in pairs are read with the same digits; a unit follows energy only.
    const shown = input.unit?.startsWith('CNY') ? atLeastTwo(value) : value;
    const after =
      input.unit === '%' ? '%' : input.unit !== null && /^(kWh|m³|GJ)$/.test(input.unit) ? `\u202f${input.unit}` : '';
    return `${value.startsWith('−') ? `(${shown}${after})` : `${shown}${after}`}`;
  });
  return any ? symbols(text) : null;
}

const atLeastTwo = (value: string): string => {
  const [whole = '', part = ''] = value.split('.');
  return `${whole}.${part.padEnd(2, '0')}`;
};

/** Of a line that came to nothing since a change did not pass its threshold: both, in percent. */
export function notPassed({ trace }: SettlementLine): { readonly change: string; readonly threshold: string } | null {
  const change = trace.find(({ name }) => name === 'change');
  const threshold = trace.find(({ name }) => name === 'threshold-not-passed');
  if (!change || !threshold) return null;
  return {
    change: `${change.value.startsWith('-') ? '' : '+'}${plain(change.value)}%`,
    threshold: `${plain(threshold.value)}%`,
  };
}
