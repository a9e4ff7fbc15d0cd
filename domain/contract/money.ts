import { Decimal } from 'decimal.js';

/**
 * Decimals of a precision that no contract reaches: sums, products and comparisons of what is written are exact; a
 * quotient (days ÷ days, area ÷ area) carries a hundred digits. Its own class: nobody else's settings count.
 */
const Exact = Decimal.clone({ defaults: true, precision: 100, rounding: Decimal.ROUND_HALF_UP });
export type Exact = Decimal;

/** A decimal text as it is written, or a number as its shortest decimal text. */
export function exact(value: string | number): Exact {
  return new Exact(value);
}

export const zero: Exact = exact(0);

export function sumOf(values: Iterable<Exact>): Exact {
  let sum = zero;
  for (const value of values) sum = sum.plus(value);
  return sum;
}

export function atLeastZero(value: Exact): Exact {
  return value.isNegative() ? zero : value;
}

/** Dust of quotients, far below anything that is written, must not decide which way half a fen goes. */
function without(dust: Exact): Exact {
  return dust.toDecimalPlaces(40);
}

/** At most so many decimals, half away from zero. */
export function rounded(value: Exact, decimals: number): Exact {
  const kept = without(value).toDecimalPlaces(decimals);
  return kept.isZero() ? zero : kept;
}

/** Every decimal that it has, never an exponent, at least two: `0.00`, `-1000.00`, `0.123456`. */
export function written(value: Exact): string {
  const kept = without(value);
  return kept.isZero() ? '0.00' : kept.toFixed(Math.max(2, kept.decimalPlaces()));
}

/** Yuan inside a settlement: six decimals (结算中间量). */
export function amountOf(value: Exact): Exact {
  return rounded(value, 6);
}

/** Yuan that are paid: fen. */
export function toFen(value: Exact): string {
  return rounded(value, 2).toFixed(2);
}

/** kWh or m³, six decimals at most, without zeros at the end. */
export function quantityText(value: Exact): string {
  return rounded(value, 6).toFixed();
}
