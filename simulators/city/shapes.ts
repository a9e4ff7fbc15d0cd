import { slotsPerDay, type LoadShape } from './accumulation.ts';
import type { CityDay } from './day.ts';
import { chance } from './noise.ts';
import { meanTemperature } from './weather.ts';

/** Building blocks of a plausible day. Hours are local, 0…24. */

const hours = (slot: number) => (slot * 24) / slotsPerDay;

/** Rises from 0 to 1 between the first two hours, falls between the last two. */
export function during(hour: number, from: number, full: number, until: number, gone: number): number {
  const up = Math.min(1, Math.max(0, (hour - from) / (full - from)));
  const down = Math.min(1, Math.max(0, (gone - hour) / (gone - until)));
  return Math.min(up, down);
}

/** A hump of an hour and a half or so. */
export const around = (hour: number, middle: number, width: number) => Math.exp(-(((hour - middle) / width) ** 2));

const present = { work: 1, rest: 0.16, holiday: 0.07 } as const;
/** How many people are in an office: 1 on a working day, a few at weekends, guards on holidays. */
export const presence = (day: CityDay) => present[day.kind];
export const lessons = (day: CityDay) =>
  day.kind === 'work' && !day.schoolBreak ? 1 : day.kind === 'work' ? 0.15 : 0.08;

/** Degrees that must be cooled or heated away; buildings of the region do both with electricity. */
export const degrees = (mean: number) => Math.max(0, mean - 22) + 0.55 * Math.max(0, 13 - mean);

/**
 * A load with a scatter of its own for each day and slot.
 * @param stream its own chances
 * @param scatter share by which a day differs from what it should be
 * @param dayTotal thousandths of the register's unit in a day
 */
export function loadOf(
  seed: number,
  stream: number,
  scatter: number,
  dayTotal: (day: CityDay, mean: number) => number,
  weight: (day: CityDay, hour: number, mean: number) => number,
): LoadShape {
  // Asked for each slot of a day, one day after the other.
  let [known, mean] = [NaN, NaN];
  const meanOf = (day: CityDay) => {
    if (day.index !== known) [known, mean] = [day.index, meanTemperature(seed, day)];
    return mean;
  };
  return {
    dayTotal: (day) => dayTotal(day, meanOf(day)) * (1 + scatter * (chance(seed, stream, day.index) - 0.5)),
    weight: (day, slot) =>
      weight(day, hours(slot), meanOf(day)) *
      (1 + 2 * scatter * (chance(seed, stream + 1000, day.index * slotsPerDay + slot) - 0.5)),
  };
}
