import { fromTicks, pow10, quantaPerUnit, quantumDecimals } from './decimal.ts';
import type { Multipliers } from './multiplier.ts';

const coarseDecimals = 4;
const quantaPerCoarse = 10 ** (quantumDecimals - coarseDecimals);

/**
 * What is used in one interval, summed in exact integers, one pair of whole units and quanta for each multiplier; one
 * division at the end gives the double nearest to the decimal.
 */
export class Consumption {
  whole = 0;
  quanta = 0;
  #multiplier = 0;
  #earlier = 0n;
  #hasEarlier = false;
  readonly #multipliers: Multipliers;

  constructor(multipliers: Multipliers) {
    this.#multipliers = multipliers;
  }

  start(multiplier: number): void {
    this.whole = 0;
    this.quanta = 0;
    this.#multiplier = multiplier;
    this.#earlier = 0n;
    this.#hasEarlier = false;
  }

  /** From here on another multiplier holds. */
  change(multiplier: number): void {
    this.#earlier += this.#exact();
    this.#hasEarlier = true;
    this.whole = 0;
    this.quanta = 0;
    this.#multiplier = multiplier;
  }

  /** Energy itself, past any multiplier: `integer` × 10^−`decimals`, at most `quantumDecimals` of them. */
  addEnergy(integer: number, decimals: number): void {
    this.#earlier += BigInt(integer) * 10n ** BigInt(quantumDecimals - decimals + this.#multipliers.decimals);
    this.#hasEarlier = true;
  }

  value(): number {
    const { scaled, decimals } = this.#multipliers;
    const factor = scaled[this.#multiplier]!;
    if (!this.#hasEarlier) {
      const coarse = this.quanta / quantaPerCoarse;
      if (Number.isInteger(coarse)) {
        const exact = (this.whole * 10 ** coarseDecimals + coarse) * factor;
        if (Math.abs(exact) <= Number.MAX_SAFE_INTEGER) return exact / pow10(coarseDecimals + decimals);
      }
      const exact = (this.whole * quantaPerUnit + this.quanta) * factor;
      if (Math.abs(exact) <= Number.MAX_SAFE_INTEGER) return exact / pow10(quantumDecimals + decimals);
    }
    return fromTicks(this.#earlier + this.#exact(), quantumDecimals + decimals);
  }

  #exact(): bigint {
    const factor = BigInt(this.#multipliers.scaled[this.#multiplier]!);
    return (BigInt(this.whole) * BigInt(quantaPerUnit) + BigInt(this.quanta)) * factor;
  }
}
