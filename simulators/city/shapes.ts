import { slotsPerDay, type LoadShape } from './accumulation.ts';
import type { CityDay, DayCharacter } from './day.ts';
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
export const presence = (day: DayCharacter) => present[day.kind];
export const lessons = (day: DayCharacter) =>
  day.kind === 'work' && !day.schoolBreak ? 1 : day.kind === 'work' ? 0.15 : 0.08;

/** Degrees that must be cooled or heated away; buildings of the region do both with electricity. */
export const degrees = (mean: number) => Math.max(0, mean - 22) + 0.55 * Math.max(0, 13 - mean);

/** How high the sun stands: the course of a clear day. */
export function sunAt({ season }: CityDay, hour: number): number {
  const half = 6.1 - 0.9 * Math.cos(2 * Math.PI * (season - 0.03));
  const angle = ((hour - 11.95) / half) * (Math.PI / 2);
  return Math.abs(angle) < Math.PI / 2 ? Math.cos(angle) ** 1.3 : 0;
}

type DayTotal = (day: CityDay, mean: number) => number;

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
  dayTotal: DayTotal,
  weight: (day: DayCharacter, hour: number) => number,
): LoadShape {
  const courses = new Map<number, Float64Array>();
  const courseOf = (day: CityDay) => {
    const { kind, monday, schoolBreak } = day;
    const character = kinds.indexOf(kind) * 4 + Number(monday) * 2 + Number(schoolBreak);
    let course = courses.get(character);
    if (course === undefined) {
      course = Float64Array.from({ length: slotsPerDay }, (_, slot) => weight(day, hours(slot)));
      courses.set(character, course);
    }
    return course;
  };
  return scattered(seed, stream, scatter, dayTotal, (day, slot) => courseOf(day)[slot]!);
}
const kinds: readonly CityDay['kind'][] = ['work', 'rest', 'holiday'];

/** What a roof of solar cells makes: its course is another each day. */
export function roofOf(seed: number, stream: number, dayTotal: DayTotal): LoadShape {
  return scattered(seed, stream, 0.06, dayTotal, (day, slot) => sunAt(day, hours(slot)));
}

function scattered(
  seed: number,
  stream: number,
  scatter: number,
  dayTotal: DayTotal,
  weight: LoadShape['weight'],
): LoadShape {
  return {
    dayTotal: (day) =>
      dayTotal(day, meanTemperature(seed, day)) * (1 + scatter * (chance(seed, stream, day.index) - 0.5)),
    weight: (day, slot) =>
      weight(day, slot) * (1 + 2 * scatter * (chance(seed, stream + 1000, day.index * slotsPerDay + slot) - 0.5)),
  };
}
