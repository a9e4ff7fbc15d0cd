import type { DayTypes } from '../../time/day-types.ts';
import type { BaselineData, HourlyObservations } from '../types.ts';
import { hoursOfWeek, LocalHours } from './hour-of-week.ts';
import { fahrenheit } from './temperature-bins.ts';

/** Hours with usage and temperature, by time, and where they lie. A cell is month · 168 + hour of week. */
export interface BaselineRows {
  readonly startsAt: Float64Array;
  readonly energy: Float64Array;
  readonly temperatureF: Float64Array;
  readonly cell: Int32Array;
  /** Local days from 1970-01-01. */
  readonly day: Int32Array;
  /** Rows [first, end) of each month 0…11 as they were met: a month of two years has two stretches. */
  readonly months: readonly (readonly [number, number])[][];
}

/** No filling: an hour without usage or without temperature isn't a row. Electricity of 0 is missing, gas of 0 is data. */
export function baselineRows(data: BaselineData<HourlyObservations>, dayTypes: DayTypes): BaselineRows {
  const { startsAt, energy, temperature } = data.observations;
  const zeroIsMissing = data.carrier === 'electricity';
  const order = ascending(startsAt).filter((i) => {
    const used = energy[i]!;
    return Number.isFinite(used) && Number.isFinite(temperature[i]!) && !(zeroIsMissing && used === 0);
  });
  const hours = new LocalHours(data.timeZone, dayTypes);
  const cell = new Int32Array(order.length);
  const day = new Int32Array(order.length);
  const months: [number, number][][] = Array.from({ length: 12 }, () => []);
  let month = -1;
  for (let row = 0; row < order.length; row += 1) {
    hours.locate(startsAt[order[row]!]!);
    cell[row] = hours.month * hoursOfWeek + hours.hourOfWeek;
    day[row] = hours.day;
    if (hours.month !== month) months[(month = hours.month)]!.push([row, row]);
    months[month]!.at(-1)![1] = row + 1;
  }
  const pick = (column: Float64Array): Float64Array => Float64Array.from(order, (i) => column[i]!);
  return {
    startsAt: pick(startsAt),
    energy: pick(energy),
    temperatureF: pick(temperature).map(fahrenheit),
    cell,
    day,
    months,
  };
}

/** Uploads may come in any order: sums are taken by time, so that the model is the same to the last bit. */
function ascending(startsAt: Float64Array): Int32Array {
  const order = Int32Array.from(startsAt, (_, i) => i);
  const sorted = startsAt.every((ts, i) => i === 0 || startsAt[i - 1]! <= ts);
  return sorted ? order : order.sort((a, b) => startsAt[a]! - startsAt[b]!);
}
