import type { LoadShape } from './accumulation.ts';
import type { CityDay, DayCharacter } from './day.ts';
import { around, degrees, during, lessons, loadOf, presence, roofOf } from './shapes.ts';
import { cloudCover } from './weather.ts';

/** Loads of the first three buildings, made by hand; the others follow their buildings (`building-loads.ts`). */
export type HandMadeLoad =
  | 'officeLighting'
  | 'officeCooling'
  | 'officeServices'
  | 'carCharging'
  | 'officeWater'
  | 'coldWater'
  | 'kitchenElectricity'
  | 'kitchenGas'
  | 'roof'
  | 'school'
  | 'schoolWater';

/** Each a plausible day by kind of day, season and weather. kWh a day are written × 1000 = Wh. */
export function handMadeLoads(seed: number): Readonly<Record<HandMadeLoad, LoadShape>> {
  const kwh = 1000;
  let stream = 100;
  const load = (
    scatter: number,
    dayTotal: (day: CityDay, mean: number) => number,
    weight: (day: DayCharacter, hour: number) => number,
  ): LoadShape => loadOf(seed, stream++, scatter, dayTotal, weight);

  return {
    officeLighting: load(
      0.08,
      (day) => 1150 * kwh * (0.18 + 0.82 * presence(day)),
      (day, hour) => 0.12 + presence(day) * (0.9 * during(hour, 7, 8.6, 17.4, 19.5) - 0.12 * around(hour, 12.7, 0.6)),
    ),
    officeCooling: load(
      0.1,
      (day, mean) => (120 + 230 * degrees(mean) * (0.15 + 0.85 * presence(day))) * kwh,
      (day, hour) =>
        0.06 + (0.1 + 0.9 * presence(day)) * during(hour, 6.5, 7.8, 17, 18.6) * (0.8 + 0.2 * around(hour, 14.5, 3)),
    ),
    // Lifts, pumps, the server room that never sleeps.
    officeServices: load(
      0.05,
      (day) => (760 + 420 * presence(day)) * kwh,
      (day, hour) => 0.6 + 0.4 * presence(day) * during(hour, 6.8, 8.3, 17.3, 19),
    ),
    carCharging: load(
      0.5,
      (day) => 260 * kwh * (0.1 + 0.9 * presence(day)),
      (_day, hour) => 0.02 + around(hour, 9.3, 1.1) + 0.7 * around(hour, 13.8, 1.2) + 0.25 * around(hour, 20, 1.5),
    ),
    officeWater: load(
      0.2,
      (day) => 34_000 * (0.08 + 0.92 * presence(day)),
      (day, hour) => 0.05 + presence(day) * (during(hour, 7.4, 8.4, 17.2, 18.5) + 0.8 * around(hour, 12.4, 0.7)),
    ),
    // MJ of chilled water in summer, of warm water in winter.
    coldWater: load(
      0.1,
      (day, mean) => 2_400 * degrees(mean) * (0.1 + 0.9 * presence(day)),
      (_day, hour) => 0.01 + during(hour, 6.5, 7.8, 17, 18.4) * (0.8 + 0.2 * around(hour, 14.5, 3)),
    ),
    kitchenElectricity: load(
      0.12,
      (day) => 420 * kwh * (0.22 + 0.78 * presence(day)),
      (_day, hour) => 0.25 + 0.6 * around(hour, 6.8, 0.9) + 1.3 * around(hour, 10.9, 1.1) + 0.7 * around(hour, 16.8, 1),
    ),
    kitchenGas: load(
      0.15,
      (day) => 88_000 * presence(day),
      (_day, hour) =>
        0.001 + 0.5 * around(hour, 6.4, 0.6) + 1.2 * around(hour, 10.7, 0.8) + 0.6 * around(hour, 16.6, 0.7),
    ),
    roof: roofOf(
      seed,
      stream++,
      (day) =>
        185 *
        (0.75 - 0.3 * Math.cos(2 * Math.PI * (day.season - 0.03))) *
        4 *
        (1 - 0.82 * cloudCover(seed, day.index)) *
        kwh,
    ),
    school: load(
      0.1,
      (day, mean) => (190 + 780 * lessons(day) + 26 * degrees(mean) * lessons(day)) * kwh,
      (day, hour) =>
        0.2 + lessons(day) * (during(hour, 6.4, 7.6, 16.6, 17.6) + 0.55 * during(hour, 18, 18.4, 20.6, 21.2)),
    ),
    schoolWater: load(
      0.2,
      (day) => 52_000 * (0.06 + 0.94 * lessons(day)),
      (_day, hour) =>
        0.04 + during(hour, 6.5, 7.3, 17, 18) + 1.5 * around(hour, 12.1, 0.5) + 0.6 * around(hour, 9.8, 0.2),
    ),
  };
}
