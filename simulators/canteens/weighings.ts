import type { CityDay } from '../city/day.ts';
import { chance } from '../city/noise.ts';
import type { DemoCanteen, Meal } from './canteens.ts';
import type { Character } from './characters.ts';
import { instantAt, mealTimes } from './meal-times.ts';
import { gramsPerMeal, type Stream } from './waste.ts';

export interface Weighing {
  readonly at: number;
  readonly stream: Stream;
  readonly meal: Meal;
  readonly net_g: number;
  readonly gross_g: number;
  readonly tare_g: number;
}

/** A full bin, and what it weighs itself, grams. */
const binFull = 19_000;
const binTare: Readonly<Record<Stream, number>> = {
  PREP_WASTE: 4_200,
  TRIM_USED: 850,
  UNSOLD_DISCARD: 1_600,
  PLATE_WASTE: 4_200,
};
/** The scale shows steps of five grams. */
const step = 5;
const stuckGross = 18_650;

/**
 * What is put on the scale for one meal: peelings and trimmings before it, plates in several bins during and after it,
 * what was not sold when the counter closes.
 */
export function weighingsOf(
  seed: number,
  canteen: DemoCanteen,
  day: CityDay,
  meal: Meal,
  people: number,
  character: Character,
  sinceFirst: number,
): Weighing[] {
  const { cookingFrom, from, to } = mealTimes.get(meal)!;
  const stream = 450_000 + canteen.number * 100 + [...mealTimes.keys()].indexOf(meal) * 30;
  const luck = (nth: number) => chance(seed, stream + nth, day.index);
  if (luck(0) < (character.scaleOff ?? 0)) return [];
  const late = luck(1) < (character.weighedLate ?? 0);
  const drift = character.tareDrift?.(sinceFirst) ?? 0;
  const stuck = character.stuck?.(sinceFirst) === true;

  const weigh = (of: Stream, bins: number, hours: (bin: number) => number): Weighing[] => {
    const factor = of === 'PLATE_WASTE' ? (character.plateWaste?.(sinceFirst) ?? 1) : 1;
    const grams = people * gramsPerMeal(seed, canteen, day, meal, of) * factor;
    if (grams < 40) return [];
    const count = Math.max(bins, Math.ceil(grams / binFull));
    // Only the bin that stands at the plate return all day.
    const tare = binTare[of] + (of === 'PLATE_WASTE' ? drift : 0);
    return Array.from({ length: count }, (_, bin) => {
      // The last bin is not full.
      const share = count === 1 ? 1 : bin < count - 1 ? 1.12 / count : 1 - ((count - 1) * 1.12) / count;
      const gross = stuck ? stuckGross : Math.round((grams * share + binTare[of]) / step) * step;
      const minutes = 9 * chance(seed, stream + 5 + bin, day.index);
      return {
        at: instantAt(day.startsAt, hours(bin) + minutes / 60),
        stream: of,
        meal,
        net_g: Math.max(0, gross - tare),
        gross_g: gross,
        tare_g: tare,
      };
    });
  };
  const few = people < 150;
  return [
    ...weigh('PREP_WASTE', 1, (bin) => cookingFrom + 0.6 + 0.35 * bin),
    ...(meal === 'LUNCH' ? weigh('TRIM_USED', 1, (bin) => cookingFrom + 1.1 + 0.3 * bin) : []),
    ...weigh('PLATE_WASTE', meal === 'LUNCH' && !few ? 3 : few ? 1 : 2, (bin) =>
      late ? to + 3.4 + 0.1 * bin : few ? to + 0.15 + 0.2 * bin : from + 0.75 + 0.35 * bin,
    ),
    ...weigh('UNSOLD_DISCARD', 1, (bin) => to + 0.4 + 0.2 * bin),
  ];
}
