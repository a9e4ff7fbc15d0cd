import type { CityDay } from '../city/day.ts';
import { chance } from '../city/noise.ts';
import type { DemoCanteen, Meal } from './canteens.ts';

export type Stream = 'PREP_WASTE' | 'TRIM_USED' | 'UNSOLD_DISCARD' | 'PLATE_WASTE';

/**
 * Grams a person-meal left on plates at lunch. Restaurants leave about 93, university canteens about 61 (studies by
 * direct weighing); who pays by weight leaves least, set meals leave what one does not like.
 */
const plate: Readonly<Record<DemoCanteen['supplyMode'], number>> = {
  weighed: 29,
  buffet: 46,
  set: 63,
  'a-la-carte': 78,
};
const ofMeal: Readonly<Record<Meal, number>> = { BREAKFAST: 0.42, LUNCH: 1, DINNER: 0.86 };
const streams: readonly Stream[] = ['PREP_WASTE', 'TRIM_USED', 'UNSOLD_DISCARD', 'PLATE_WASTE'];

/** A menu returns every four weeks. */
const menuDays = 28;

/** What a kitchen and its guests leave for each person-meal of that day, grams. */
export function gramsPerMeal(seed: number, canteen: DemoCanteen, day: CityDay, meal: Meal, stream: Stream): number {
  const { number, supplyMode, operatingMode } = canteen;
  const place = number * 20 + streams.indexOf(stream);
  const habit = 0.8 + 0.4 * chance(seed, 410_000 + place, 0);
  const dish = 0.78 + 0.44 * chance(seed, 420_000 + place, day.index % menuDays);
  const scatter = 0.87 + 0.26 * chance(seed, 430_000 + place + 4 * Object.keys(ofMeal).indexOf(meal), day.index);
  const base = {
    // Peelings and bones: more where vegetables come unwashed from the market.
    PREP_WASTE: operatingMode === 'self' ? 74 : 55,
    TRIM_USED: operatingMode === 'self' ? 13 : 8,
    UNSOLD_DISCARD: supplyMode === 'buffet' ? 21 : 12,
    PLATE_WASTE: plate[supplyMode],
  }[stream];
  const friday = stream === 'UNSOLD_DISCARD' && new Date(day.index * 86_400_000).getUTCDay() === 5 ? 1.35 : 1;
  return base * ofMeal[meal] * habit * dish * scatter * friday;
}
