import type { LoadShape } from './accumulation.ts';
import type { BuildingKind, DemoBuilding } from './buildings.ts';
import type { CityDay, DayCharacter } from './day.ts';
import { around, degrees, during, lessons, loadOf, presence, roofOf } from './shapes.ts';
import { cloudCover } from './weather.ts';

/** What uses something in a building; its load is called `4.lighting`. */
export const uses = [
  'lighting',
  'hvac',
  'services',
  'charging',
  'kitchenPower',
  'kitchenGas',
  'boilerGas',
  'water',
  'chilled',
  'roof',
] as const;
export type Use = (typeof uses)[number];

export const loadName = (building: DemoBuilding, use: Use) => `${building.number}.${use}`;

/** How a kind of building lives. Amounts are kWh, m³ and MJ a square metre and full day. */
interface Habit {
  /** How much is going on, 0…1. */
  readonly busy: (day: DayCharacter) => number;
  /** When, by hour. */
  readonly open: (hour: number) => number;
  readonly lighting: number;
  /** A degree of outdoor air beyond comfort. */
  readonly hvac: number;
  /** What never sleeps, and what comes on top of it while people are there. */
  readonly base: number;
  readonly services: number;
  /** Litres. */
  readonly water: number;
}

const always = () => 1;
const officeHours = (hour: number) => during(hour, 7, 8.6, 17.4, 19.5);
/** A library closes on Mondays and stays open in the evening. */
const libraryDay = ({ kind, monday }: DayCharacter) => (kind === 'holiday' ? 0.6 : monday ? 0.12 : 1);

const habits: Readonly<Record<BuildingKind, Habit>> = {
  office: {
    busy: presence,
    open: officeHours,
    lighting: 0.041,
    hvac: 0.0082,
    base: 0.018,
    services: 0.024,
    water: 1.2,
  },
  civic: { busy: presence, open: officeHours, lighting: 0.048, hvac: 0.0095, base: 0.046, services: 0.03, water: 1.6 },
  hospital: {
    busy: ({ kind }) => (kind === 'work' ? 1 : 0.82),
    open: (hour) => 0.42 + 0.58 * during(hour, 6, 8, 17, 21),
    lighting: 0.07,
    hvac: 0.0125,
    base: 0.052,
    services: 0.068,
    water: 6.2,
  },
  school: {
    busy: lessons,
    open: (hour) => during(hour, 6.4, 7.6, 16.6, 17.6) + 0.55 * during(hour, 18, 18.4, 20.6, 21.2),
    lighting: 0.034,
    hvac: 0.0034,
    base: 0.006,
    services: 0.011,
    water: 2.8,
  },
  library: {
    busy: libraryDay,
    open: (hour) => during(hour, 7.6, 9, 20.4, 21.3),
    lighting: 0.062,
    hvac: 0.0105,
    base: 0.014,
    services: 0.021,
    water: 1.1,
  },
  sports: {
    busy: ({ kind }) => (kind === 'work' ? 0.8 : 1),
    open: (hour) => 0.5 * during(hour, 7, 9, 17, 18) + during(hour, 17.5, 18.6, 21, 22.2),
    lighting: 0.05,
    hvac: 0.0062,
    base: 0.012,
    services: 0.028,
    water: 3.1,
  },
  archive: {
    busy: always,
    open: (hour) => 0.8 + 0.2 * officeHours(hour),
    lighting: 0.009,
    hvac: 0.0068,
    base: 0.031,
    services: 0.006,
    water: 0.5,
  },
};

const kwh = 1000;
const litres = 1;

/** The loads of one building. Streams of chance are its own, so that buildings of a kind don't move as one. */
export function buildingLoads(seed: number, building: DemoBuilding): Readonly<Partial<Record<Use, LoadShape>>> {
  const { kind, areaM2: area, pvKw = 0, chargers = 0, people } = building;
  const { busy, open, ...habit } = habits[kind];
  const streamOf = (use: Use) => 10_000 + building.number * 40 + uses.indexOf(use);
  const load = (use: Use, ...shape: Parameters<typeof loadOf> extends [number, number, ...infer R] ? R : never) =>
    loadOf(seed, streamOf(use), ...shape);
  const cooled = (day: DayCharacter) => 0.15 + 0.85 * busy(day);
  return {
    lighting: load(
      'lighting',
      0.08,
      (day) => habit.lighting * area * kwh * (0.16 + 0.84 * busy(day)),
      (day, hour) => 0.1 + busy(day) * open(hour),
    ),
    hvac: load(
      'hvac',
      0.1,
      (day, mean) => habit.hvac * area * kwh * (0.5 + degrees(mean) * cooled(day)),
      (day, hour) => 0.06 + (0.1 + 0.9 * busy(day)) * open(hour) * (0.8 + 0.2 * around(hour, 14.5, 3)),
    ),
    services: load(
      'services',
      0.05,
      (day) => area * kwh * (habit.base + habit.services * busy(day)),
      (day, hour) => habit.base + 2 * habit.services * busy(day) * open(hour),
    ),
    ...(chargers > 0 && {
      charging: load(
        'charging',
        0.5,
        (day) => chargers * 11 * kwh * (0.12 + 0.88 * presence(day)),
        (_day, hour) => 0.02 + around(hour, 9.3, 1.1) + 0.7 * around(hour, 13.8, 1.2) + 0.25 * around(hour, 20, 1.5),
      ),
    }),
    ...(building.kitchen && {
      kitchenPower: load(
        'kitchenPower',
        0.12,
        (day) => people * 1.3 * kwh * (0.22 + 0.78 * busy(day)),
        (_day, hour) =>
          0.22 + 0.6 * around(hour, 6.8, 0.9) + 1.3 * around(hour, 10.9, 1.1) + 0.7 * around(hour, 16.8, 1),
      ),
      kitchenGas: load(
        'kitchenGas',
        0.15,
        (day) => people * 240 * busy(day) + 400,
        (_day, hour) =>
          0.001 + 0.5 * around(hour, 6.4, 0.6) + 1.2 * around(hour, 10.7, 0.8) + 0.6 * around(hour, 16.6, 0.7),
      ),
    }),
    ...(building.boiler && {
      boilerGas: load(
        'boilerGas',
        0.1,
        (day, mean) => area * (6 + 2.4 * Math.max(0, 18 - mean)) * (0.4 + 0.6 * busy(day)),
        (_day, hour) => 0.25 + around(hour, 6.5, 1.4) + 0.8 * around(hour, 19.5, 2),
      ),
    }),
    water: load(
      'water',
      0.2,
      (day) => habit.water * area * litres * (0.07 + 0.93 * busy(day)),
      // At night hardly a tap runs: what does then is a leak.
      (day, hour) => nightWater(kind) + busy(day) * (open(hour) + 0.7 * around(hour, 12.3, 0.6)),
    ),
    ...(building.heatMeter && {
      chilled: load(
        'chilled',
        0.1,
        (day, mean) => 0.084 * area * degrees(mean) * cooled(day),
        (_day, hour) => 0.01 + open(hour) * (0.8 + 0.2 * around(hour, 14.5, 3)),
      ),
    }),
    ...(pvKw > 0 && {
      roof: roofOf(
        seed,
        streamOf('roof'),
        (day) => pvKw * sunHours(day) * (1 - 0.82 * cloudCover(seed, day.index)) * kwh,
      ),
    }),
  };
}

const nightWater = (kind: BuildingKind) => ({ hospital: 0.22, sports: 0.02 })[kind as string] ?? 0.012;
/** Full hours of sun on a clear day. */
const sunHours = (day: CityDay) => 4 * (0.75 - 0.3 * Math.cos(2 * Math.PI * (day.season - 0.03)));
