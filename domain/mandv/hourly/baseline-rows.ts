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
  const order = validRows(data);
  const clock = new LocalHours(data.timeZone, dayTypes);
  const rows = {
    startsAt: new Float64Array(order.length),
    energy: new Float64Array(order.length),
    temperatureF: new Float64Array(order.length),
    cell: new Int32Array(order.length),
    day: new Int32Array(order.length),
    months: Array.from({ length: 12 }, (): [number, number][] => []),
  };
  let month = -1;
  for (let row = 0; row < order.length; row += 1) {
    const from = order[row]!;
    const startsAt = data.observations.startsAt[from]!;
    clock.locate(startsAt);
    rows.startsAt[row] = startsAt;
    rows.energy[row] = data.observations.energy[from]!;
    rows.temperatureF[row] = fahrenheit(data.observations.temperature[from]!);
    rows.cell[row] = clock.month * hoursOfWeek + clock.hourOfWeek;
    rows.day[row] = clock.day;
    if (clock.month !== month) rows.months[(month = clock.month)]!.push([row, row]);
    rows.months[month]!.at(-1)![1] = row + 1;
  }
  return rows;
}

/**
 * Places of rows with both values, by time: uploads may come in any order, and sums taken by time give the same model
 * to the last bit.
 */
function validRows({ carrier, observations }: BaselineData<HourlyObservations>): Int32Array {
  const { startsAt, energy, temperature } = observations;
  const zeroIsMissing = carrier === 'electricity';
  const order = new Int32Array(startsAt.length);
  let rows = 0;
  let sorted = true;
  for (let i = 0; i < startsAt.length; i += 1) {
    const used = energy[i]!;
    if (!Number.isFinite(used) || !Number.isFinite(temperature[i]!) || (zeroIsMissing && used === 0)) continue;
    if (rows > 0 && startsAt[order[rows - 1]!]! > startsAt[i]!) sorted = false;
    order[rows] = i;
    rows += 1;
  }
  const valid = order.subarray(0, rows);
  return sorted ? valid : valid.sort((a, b) => startsAt[a]! - startsAt[b]!);
}

/** Lowest and highest temperature of the rows in some months 0…11, °C; null without any. */
export function temperatureRangeC(rows: BaselineRows, months: readonly number[]): [number, number] | null {
  let [least, most] = [Infinity, -Infinity];
  for (const [first, end] of months.flatMap((month) => rows.months[month]!)) {
    for (let row = first; row < end; row += 1) {
      least = Math.min(least, rows.temperatureF[row]!);
      most = Math.max(most, rows.temperatureF[row]!);
    }
  }
  return least <= most ? [(least - 32) / 1.8, (most - 32) / 1.8] : null;
}
