/**
 * Fractions of whole numbers, for the second calculation that settlements are held against: nothing is rounded before the
 * end, and nothing is shared with the code that settles.
 */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

/** Of a decimal text. */
export function fraction(text: string | number | bigint): Fraction {
  const [, sign, whole, decimals = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(text))!;
  const over = BigInt(`${whole}${decimals}`);
  return { over: sign ? -over : over, under: 10n ** BigInt(decimals.length) };
}

export const plus = (a: Fraction, b: Fraction): Fraction => ({
  over: a.over * b.under + b.over * a.under,
  under: a.under * b.under,
});
export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { over: -b.over, under: b.under });
export const times = (a: Fraction, b: Fraction): Fraction => ({ over: a.over * b.over, under: a.under * b.under });
export const dividedBy = (a: Fraction, b: Fraction): Fraction =>
  times(a, b.over < 0n ? { over: -b.under, under: -b.over } : { over: b.under, under: b.over });
export const less = (a: Fraction, b: Fraction): boolean => a.over * b.under < b.over * a.under;
export const greater = (a: Fraction, b: Fraction): Fraction => (less(a, b) ? b : a);
export const size = (a: Fraction): Fraction => ({ over: a.over < 0n ? -a.over : a.over, under: a.under });
export const total = (all: readonly Fraction[]): Fraction => all.reduce(plus, fraction(0));

/** Half away from zero. */
export function round(a: Fraction, decimals: number): Fraction {
  const under = 10n ** BigInt(decimals);
  const doubled = size(a).over * under * 2n;
  const over = (doubled + a.under) / (2n * a.under);
  return { over: a.over < 0n ? -over : over, under };
}

export function text(a: Fraction, decimals: number): string {
  const { over } = round(a, decimals);
  const digits = String(over < 0n ? -over : over).padStart(decimals + 1, '0');
  return `${over < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Whether so many roundings to six decimals could tip the fen that this is rounded to. */
export function atTheEdge(a: Fraction, roundings: number): boolean {
  const cents = times(size(a), fraction(100));
  const beyond = minus(cents, fraction(cents.over / cents.under));
  return less(size(minus(beyond, fraction('0.5'))), times(fraction('0.00005'), fraction(roundings)));
}
