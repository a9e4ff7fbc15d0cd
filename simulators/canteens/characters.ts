import { tiny } from './canteens.ts';

/**
 * What is particular about some canteens, as their days show it. Nothing here is told to the platform. Days count from
 * the day of the demo's first start (0; yesterday is −1).
 */
export interface Character {
  /** Factor on what people leave on their plates, by day. */
  readonly plateWaste?: (day: number) => number;
  /** The scale believes its bin to weigh so much more than it does, grams: what is in it reads low. */
  readonly tareDrift?: (day: number) => number;
  /** Share of meals at which nobody switches the scale on. */
  readonly scaleOff?: number;
  /** The scale shows one and the same weight. */
  readonly stuck?: (day: number) => boolean;
  /** Share of meals whose plates are weighed hours later, before going home. */
  readonly weighedLate?: number;
  /** Share of meals whose counts the counter sends again. */
  readonly sentTwice?: number;
  /** The counter has no line during the meal and sends its counts later, in hours. */
  readonly countsLateBy?: number;
}

const quarterDays = 92;
/** 0 before the last quarter, 1 at the day of the first start and after it. */
const throughQuarter = (day: number) => Math.min(1, Math.max(0, 1 + day / quarterDays));

/** By number of the canteen. */
export const characters: ReadonlyMap<number, Character> = new Map<number, Character>([
  // Smaller portions and a clean-plate drive: better week by week.
  [9, { plateWaste: (day) => 1.05 - 0.45 * throughQuarter(day) }],
  // A new caterer that cooks what nobody likes.
  [8, { plateWaste: (day) => 1 + 0.75 * throughQuarter(day) }],
  [13, { tareDrift: (day) => Math.round(900 * throughQuarter(day)) }],
  [31, { scaleOff: 0.8 }],
  [26, { stuck: (day) => day >= -16 && day < -11 }],
  [38, { weighedLate: 0.12 }],
  [44, { weighedLate: 0.08 }],
  [5, { sentTwice: 0.06 }],
  [22, { sentTwice: 0.1 }],
  [50, { countsLateBy: 5 }],
  [tiny, {}],
]);

export const plain: Character = {};
