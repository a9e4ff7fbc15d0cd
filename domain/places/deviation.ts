import { sumsWhereBoth, type Band } from './place-day.ts';

/** Why a place stands out today; pages say it in words. Hours are local, rates in the carrier's unit an hour. */
export interface DeviationReason {
  readonly code:
    'not-shut-down' | 'night-load' | 'early-start' | 'weekend-like-workday' | 'above-all-day' | 'below-all-day';
  readonly fromHour: number;
  readonly toHour: number;
  readonly rate: number;
  readonly usual: number;
}

export interface Deviation {
  /** Actual − expected since midnight, over the quarter hours in which both are known. NaN = cannot tell. */
  readonly amount: number;
  /** Of what was expected. */
  readonly share: number;
  /** Quarter hours above and below the band. */
  readonly above: number;
  readonly below: number;
  readonly reason: DeviationReason | null;
}

const quartersAnHour = 4;
/** A part of the day is told as the reason when it lies this far from what is usual… */
const tellingShare = 0.15;
/** …and this part of its quarter hours lies outside the band. */
const tellingTime = 0.6;
/** This far from usual it is told anyway: a fault that lasts is in the band of its second week. */
const tellingAlone = 0.4;

interface PartOfDay {
  readonly code: DeviationReason['code'];
  readonly from: number;
  readonly to: number;
}

/** In the order in which they are told: what is dearest to leave and easiest to mend first. */
const edgesOfDay: readonly PartOfDay[] = [
  { code: 'night-load', from: 0, to: 5 },
  { code: 'early-start', from: 5, to: 7 },
  { code: 'not-shut-down', from: 19, to: 24 },
];

/**
 * How far a day is from its like days, until quarter hour `until`, and the simplest reason that explains it.
 * @param offDay nobody was expected to work: a weekend or holiday
 */
export function deviationOf(actual: Float64Array, band: Band, until: number, offDay: boolean): Deviation {
  const [used, expected] = sumsWhereBoth(actual, band.expected, 0, until);
  let [above, below] = [0, 0];
  for (let i = 0; i < until; i++) {
    if (actual[i]! > band.high[i]!) above++;
    if (actual[i]! < band.low[i]!) below++;
  }
  // What differs by the dust of binary sums does not differ.
  const amount = Math.abs(used - expected) < 1e-9 * Math.abs(expected) ? 0 : used - expected;
  return { amount, share: amount / expected, above, below, reason: reasonFor(actual, band, until, offDay) };
}

/** Part of the quarter hours, of those in which both are known, that lie outside the band. */
export function outsideShare(actual: Float64Array, band: Band): number {
  let [outside, known] = [0, 0];
  for (let i = 0; i < actual.length; i++) {
    const value = actual[i]!;
    if (Number.isNaN(value) || Number.isNaN(band.low[i]!)) continue;
    known++;
    if (value < band.low[i]! || value > band.high[i]!) outside++;
  }
  return known === 0 ? 0 : outside / known;
}

function reasonFor(actual: Float64Array, band: Band, until: number, offDay: boolean): DeviationReason | null {
  const of = (part: PartOfDay) => partOf(actual, band, part, until);
  const working = of({ code: 'weekend-like-workday', from: 8, to: 18 });
  if (offDay && working !== null && working.rate > working.usual) return working;
  const day = of({ code: 'above-all-day', from: 0, to: 24 });
  const workingHigh = working !== null && working.rate > working.usual;
  // High by day too: then it is the whole day, not its night.
  if (day !== null && day.rate > day.usual && workingHigh) return day;
  const high = edgesOfDay.map(of).find((part) => part !== null && part.rate > part.usual);
  if (high) return high;
  if (day === null) return null;
  return day.rate > day.usual ? day : { ...day, code: 'below-all-day' };
}

/** The part with its rates when it is telling, else null. */
function partOf(
  actual: Float64Array,
  band: Band,
  { code, from, to }: PartOfDay,
  until: number,
): DeviationReason | null {
  const start = from * quartersAnHour;
  const end = Math.min(to * quartersAnHour, until);
  const [used, usual] = sumsWhereBoth(actual, band.expected, start, end);
  if (!(end - start >= quartersAnHour) || !(usual > 0)) return null;
  if (Math.abs(used - usual) < tellingShare * usual) return null;
  let [outside, known] = [0, 0];
  for (let i = start; i < end; i++) {
    if (Number.isNaN(actual[i]!) || Number.isNaN(band.expected[i]!)) continue;
    known++;
    if (used > usual ? actual[i]! > band.high[i]! : actual[i]! < band.low[i]!) outside++;
  }
  const faraway = Math.abs(used - usual) >= tellingAlone * usual;
  if (known < quartersAnHour || (outside < tellingTime * known && !faraway)) return null;
  const hours = known / quartersAnHour;
  return { code, fromHour: from, toHour: Math.ceil(end / quartersAnHour), rate: used / hours, usual: usual / hours };
}
