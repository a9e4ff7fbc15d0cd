import type { WirePlaceUse } from '../../../../domain/wire-places.ts';

/** Hours down, local days across. */
export interface HourGrid {
  readonly dates: readonly string[];
  /** w workday, e weekend, h holiday, m make-up workday; one letter a day. */
  readonly dayTypes: string;
  /** 24 values a day, day after day; NaN = nothing known. */
  readonly value: Float64Array;
  /** 24 letters a day, m e h x; ' ' = no such hour (the future, or an hour that the clock skipped). */
  readonly quality: string;
  /** Lowest and highest value of the colour scale. */
  readonly low: number;
  readonly high: number;
  readonly unit: string;
}
export const hoursADay = 24;
const hourMs = 3_600_000;
const patienceMs = 1_800_000;

/**
 * A year of hours as a grid. The instants carry the installation's offset, so that their text is the local date and hour.
 * Where the clock repeats an hour, the cell is the mean of both: its colour is a rate.
 */
export function gridOf(
  use: Pick<WirePlaceUse, 'ts' | 'value' | 'quality' | 'dayTypes' | 'unit'>,
  now = Infinity,
): HourGrid {
  const dates: string[] = [];
  let types = '';
  const values: number[] = [];
  const letters: string[] = [];
  let last = '';
  for (let i = 0; i < use.ts.length; i++) {
    const ts = use.ts[i]!;
    const date = ts.slice(0, 10);
    if (date !== last) {
      last = date;
      dates.push(date);
      types += use.dayTypes?.[i] ?? 'w';
      for (let hour = 0; hour < hoursADay; hour++) {
        values.push(NaN);
        letters.push(' ');
      }
    }
    const cell = (dates.length - 1) * hoursADay + Number(ts.slice(11, 13));
    const letter = use.quality[i] ?? 'x';
    // The hour that runs, and one whose last quarter is on its way, are not yet missing.
    if (letter === '-' || (letter === 'x' && i > use.ts.length - 30 && Date.parse(ts) > now - hourMs - patienceMs))
      continue;
    const value = use.value[i] ?? NaN;
    const twice = letters[cell] !== ' ' && !Number.isNaN(values[cell]!);
    values[cell] = twice ? (values[cell]! + value) / 2 : value;
    letters[cell] = letter;
  }
  const value = Float64Array.from(values);
  return { dates, dayTypes: types, value, quality: letters.join(''), unit: use.unit, ...domainOf(value, letters) };
}

/** The middle 98% of whole hours: one fault of a meter doesn't make the rest of the year pale. */
function domainOf(value: Float64Array, letters: readonly string[]): { low: number; high: number } {
  const whole = value.filter((v, i) => !Number.isNaN(v) && letters[i] !== 'x').sort();
  if (whole.length === 0) return { low: 0, high: 1 };
  const low = whole[Math.floor(0.01 * (whole.length - 1))]!;
  const high = whole[Math.ceil(0.99 * (whole.length - 1))]!;
  return low < high ? { low, high } : { low: Math.min(0, low), high: high > 0 ? high : 1 };
}

export const levels = 7;

/** Step of the ramp, 0…6, for a value. */
export function levelOf({ low, high }: Pick<HourGrid, 'low' | 'high'>, value: number): number {
  return Math.max(0, Math.min(levels - 1, Math.floor(((value - low) / (high - low)) * levels)));
}

/** A cell without its whole hour: its value, if any, is a part only and gets no colour. */
export const lacks = (quality: string, cell: number): boolean => quality[cell] === 'x';
