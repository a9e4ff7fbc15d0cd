import { decimalsOf, fromTicks, pow10, quantumDecimals, toTicks } from '../metering/decimal.ts';

/**
 * (value × multiply + add) ÷ divide, in whole numbers: 12345.67 Wh × 0.001 is (1234567 × 1) ÷ 100000, one division of
 * two exact numbers, so the nearest double to the true decimal and no dust behind it.
 */
export interface Conversion {
  readonly multiply: bigint;
  readonly add: bigint;
  /** Above 0. */
  readonly divide: bigint;
  /** The same as doubles, when all three are exact. */
  readonly quick: { readonly multiply: number; readonly add: number; readonly divide: number } | null;
}

const decimalForm = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/** A double as the decimal that it is written as: digits ÷ 10^decimals. */
export function exactDecimal(value: number): { readonly digits: bigint; readonly decimals: number } {
  const [, sign, whole, fraction = '', exponent = '0'] = decimalForm.exec(String(value))!;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const decimals = fraction.length - Number(exponent);
  return decimals >= 0 ? { digits, decimals } : { digits: digits * 10n ** BigInt(-decimals), decimals: 0 };
}

export function conversionOf(multiply: bigint, add: bigint, divide: bigint): Conversion {
  const common = gcd(gcd(abs(multiply), abs(add)), divide);
  const [m, a, d] = [multiply / common, add / common, divide / common];
  const safe = [m, a, d].every((n) => abs(n) <= BigInt(Number.MAX_SAFE_INTEGER));
  const quick = safe ? { multiply: Number(m), add: Number(a), divide: Number(d) } : null;
  return { multiply: m, add: a, divide: d, quick };
}

/** value × factor + offset */
export function affine(factor: number, offset: number): Conversion {
  const f = exactDecimal(factor);
  const o = exactDecimal(offset);
  const decimals = Math.max(f.decimals, o.decimals);
  const ten = (n: number) => 10n ** BigInt(n);
  return conversionOf(f.digits * ten(decimals - f.decimals), o.digits * ten(decimals - o.decimals), ten(decimals));
}

/** @param value finite */
export function convert(value: number, conversion: Conversion): number {
  const { quick } = conversion;
  const decimals = decimalsOf(value);
  if (quick !== null && decimals < quantumDecimals) {
    const unit = pow10(decimals);
    const product = toTicks(value, decimals) * quick.multiply;
    const sum = product + quick.add * unit;
    const divide = quick.divide * unit;
    if (isExact(product) && isExact(sum) && isExact(divide)) return sum / divide;
  }
  return slowly(value, conversion);
}

function isExact(n: number): boolean {
  return n <= Number.MAX_SAFE_INTEGER && n >= -Number.MAX_SAFE_INTEGER;
}

/** More digits than any double has: the rounding to a double is the only one. */
const guardDigits = 40;

function slowly(value: number, { multiply, add, divide }: Conversion): number {
  const { digits, decimals } = exactDecimal(value);
  const unit = 10n ** BigInt(decimals);
  const numerator = digits * multiply + add * unit;
  const shift = guardDigits + decimals;
  return fromTicks((numerator * 10n ** BigInt(shift)) / (divide * unit), shift);
}

function abs(n: bigint): bigint {
  return n < 0n ? -n : n;
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}
