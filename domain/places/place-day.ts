/**
 * One day of a place in its quarter hours: the sum of its main meters, what like days were, and how far today is from
 * it. Columns hold one number a quarter hour; NaN = nothing known. Amounts are in the carrier's unit a quarter hour.
 */

/** m measured, e estimated, x missing, h by hand, - not yet. */
export type QualityLetter = 'm' | 'e' | 'x' | 'h' | '-';

export interface MeterDay {
  readonly value: Float64Array;
  /** One letter a quarter hour. */
  readonly quality: string;
}

export interface SummedDay {
  readonly value: Float64Array;
  readonly quality: string;
}

/** Like days of one meter that say something of a quarter hour, before one may speak of what is usual. */
const enoughLikeDays = 3;

/** A place is told by its other meters while those that are missing are usually at most this part of it. */
const smallPart = 0.1;

/** Mean of the like days at each quarter hour; NaN where fewer than three of them are known. */
export function expectedOf(likeDays: readonly Float64Array[], length: number): Float64Array {
  const expected = new Float64Array(length).fill(NaN);
  for (let i = 0; i < length; i++) {
    let sum = 0;
    let known = 0;
    for (const day of likeDays) {
      const value = day[i];
      if (value === undefined || Number.isNaN(value)) continue;
      sum += value;
      known++;
    }
    if (known >= enoughLikeDays) expected[i] = sum / known;
  }
  return expected;
}

export interface Band {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly expected: Float64Array;
}

/** The least and the most of the like days, and their mean; NaN where fewer than three of them are known. */
export function bandOf(likeDays: readonly Float64Array[], length: number): Band {
  const low = new Float64Array(length).fill(NaN);
  const high = new Float64Array(length).fill(NaN);
  for (let i = 0; i < length; i++) {
    let [known, least, most] = [0, Infinity, -Infinity];
    for (const day of likeDays) {
      const value = day[i];
      if (value === undefined || Number.isNaN(value)) continue;
      known++;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    if (known < enoughLikeDays) continue;
    low[i] = least;
    high[i] = most;
  }
  return { low, high, expected: expectedOf(likeDays, length) };
}

/**
 * Sum of a place's main meters. Where some are missing their usual amount stands in for them, marked as an estimate,
 * while it is a tenth of the place's usual amount at most; else the place is missing there too.
 * @param expected usual amount of each meter (`expectedOf`), in the order of `meters`
 * @param isNew meters that have only begun to speak, or have not yet: before their first reading they lack nowhere
 */
export function sumOfMeters(
  meters: readonly MeterDay[],
  expected: readonly Float64Array[],
  length: number,
  isNew: readonly boolean[] = [],
): SummedDay {
  const value = new Float64Array(length).fill(NaN);
  const letters = new Array<QualityLetter>(length);
  const isSilentYet = meters.map((_, m) => isNew[m] === true);
  for (let i = 0; i < length; i++) {
    let known = 0;
    let standIn = 0;
    let usual = 0;
    let missing = 0;
    let notYet = 0;
    let future = meters.length > 0;
    let letter: QualityLetter = 'm';
    // Thousands of meters times the quarter hours of a week of days come by here: no closure, no iterator.
    for (let m = 0; m < meters.length; m++) {
      const meter = meters[m]!;
      const own = meter.quality[i] as QualityLetter | undefined;
      const amount = meter.value[i] ?? NaN;
      const usually = expected[m]?.[i] ?? NaN;
      if (own !== '-') future = false;
      const isUnknown = own === 'x' || own === '-' || Number.isNaN(amount);
      if (isUnknown && isSilentYet[m]!) {
        notYet++;
        continue;
      }
      isSilentYet[m] = false;
      if (isNew[m] !== true) usual += usually;
      if (isUnknown) {
        missing++;
        standIn += usually;
        continue;
      }
      known += amount;
      if (own === 'e' || (own === 'h' && letter === 'm')) letter = own;
    }
    if (future) {
      letters[i] = '-';
      continue;
    }
    const told = missing === 0 || (missing < meters.length - notYet && standIn <= smallPart * usual);
    if (notYet === meters.length || !told) {
      letters[i] = 'x';
      continue;
    }
    value[i] = known + (missing === 0 ? 0 : standIn);
    letters[i] = missing === 0 ? letter : 'e';
  }
  return { value, quality: letters.join('') };
}

/** Sum of a column over [from, to), leaving out what is not known; NaN when nothing is. */
export function sumOver(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  let known = false;
  for (let i = Math.max(0, from); i < Math.min(to, values.length); i++) {
    if (Number.isNaN(values[i]!)) continue;
    sum += values[i]!;
    known = true;
  }
  return known ? sum : NaN;
}

/** Sums of two columns over the quarter hours in which both are known, in [from, to). NaN when there is none. */
export function sumsWhereBoth(a: Float64Array, b: Float64Array, from: number, to: number): readonly [number, number] {
  let [sumA, sumB, known] = [0, 0, false];
  for (let i = Math.max(0, from); i < Math.min(to, a.length, b.length); i++) {
    if (Number.isNaN(a[i]!) || Number.isNaN(b[i]!)) continue;
    sumA += a[i]!;
    sumB += b[i]!;
    known = true;
  }
  return known ? [sumA, sumB] : [NaN, NaN];
}
