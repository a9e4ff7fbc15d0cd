/**
 * Exact decimals on doubles. A register is a decimal number with a last digit; its double is only the nearest one to
 * it. So a reading is split into whole units and a count of `quantum`s, both integers, and differences of those are
 * exact; one final division gives the double that is nearest to the true decimal.
 */

/** Decimals kept of a reading and of an interpolated edge: 10^-6 of the last digit of a register with 4 decimals. */
export const quantumDecimals = 10;
export const quantaPerUnit = 10 ** quantumDecimals;

const powers = Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));

/** 10^n, exact for 0 ≤ n ≤ 22. */
export function pow10(n: number): number {
  return powers[n] ?? Number(`1e${n}`);
}

// Above this count of last digits a double has no room for another decimal digit.
const mostTicks = 4e14;
// A device that computes its own reading leaves a few units in the last place: 12345.670000000001 has 2 decimals.
const dust = 1e-15;

/**
 * Decimals of a double's shortest form, at most `quantumDecimals`, floating-point dust left out.
 * @param least start here: answers `least` for anything with fewer decimals
 */
export function decimalsOf(value: number, least = 0): number {
  const size = Math.abs(value);
  let decimals = least;
  for (; decimals < quantumDecimals; decimals += 1) {
    const ticks = size * pow10(decimals);
    if (ticks >= mostTicks || Math.abs(Math.round(ticks) - ticks) <= ticks * dust) break;
  }
  return decimals;
}

/** Quick form of `decimalsOf(value) <= decimals`, on the safe side. */
export function hasDecimals(value: number, decimals: number): boolean {
  const unit = pow10(decimals);
  const ticks = value * unit;
  return Math.abs(ticks) < mostTicks && Math.round(ticks) / unit === value;
}

/** The value as an integer count of its last decimal; `decimals` as `decimalsOf` gives it. */
export function toTicks(value: number, decimals: number): number {
  return Math.round(value * pow10(decimals));
}

/** a − b to the last decimal that either has, as the nearest double. */
export function difference(a: number, b: number): number {
  const unit = pow10(Math.max(decimalsOf(a), decimalsOf(b)));
  return Math.round((a - b) * unit) / unit;
}

/** Whole units, and quanta (`quantaPerUnit` to the unit, 0 ≤ quanta) beyond them: both exact integers. */
export function splitDecimal(value: number): { readonly whole: number; readonly quanta: number } {
  const decimals = decimalsOf(value);
  const unit = pow10(decimals);
  const ticks = toTicks(value, decimals);
  const whole = Math.floor(ticks / unit);
  return { whole, quanta: (ticks - whole * unit) * pow10(quantumDecimals - decimals) };
}

/** `integer` ÷ 10^`decimals` as the nearest double, however long the integer is. */
export function fromTicks(integer: bigint, decimals: number): number {
  return Number(`${integer}e-${decimals}`);
}

/** Sums of doubles that stand for decimals: without the dust that adding them leaves. */
export function withoutDust(value: number): number {
  return Number(value.toPrecision(15));
}
