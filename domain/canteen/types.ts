/** Where food is weighed in a canteen (Zhejiang's rules for saving in canteens of public institutions, in force 2021-10-22). */
export const streams = ['PREP_WASTE', 'TRIM_USED', 'UNSOLD_DISCARD', 'PLATE_WASTE'] as const;
export type Stream = (typeof streams)[number];
export const meals = ['BREAKFAST', 'LUNCH', 'DINNER', 'NIGHT'] as const;
export type Meal = (typeof meals)[number];

export const operatingModes = ['self', 'outsourced'] as const;
export const supplyModes = ['buffet', 'set', 'weighed', 'a-la-carte'] as const;
/** How a canteen is run and serves: only canteens of the same mode are peers. */
export interface CanteenMode {
  readonly operatingMode: (typeof operatingModes)[number] | null;
  readonly supplyMode: (typeof supplyModes)[number] | null;
}

/** Identity of an event: who sent it, its number, its instant (ms UTC). */
export interface EventIdentity {
  readonly device: string;
  readonly seq: number;
  readonly ts: number;
}

/** A weighing as it was received; grams. */
export interface Weighing extends EventIdentity {
  readonly meal: Meal;
  readonly stream: Stream;
  readonly netG: number;
  /** null: the scale does not tell. */
  readonly grossG: number | null;
  readonly tareG: number | null;
}

/** People who came in since the last count of that meal. */
export interface MealCount extends EventIdentity {
  readonly meal: Meal;
  readonly personMeals: number;
}

/** What a person said of one event; the later word counts. `value`: grams of a weighing, people of a count. */
export interface Correction extends EventIdentity {
  readonly as: 'ignored' | 'kept' | 'value';
  /** Of `value` only. */
  readonly value: number | null;
}

/**
 * What was entered by hand for a canteen: it counts beside what was weighed. `cooked` and `purchased` are grams of food,
 * which no scale tells.
 */
export interface ManualEntry {
  readonly date: string;
  readonly meal: Meal;
  readonly what: Stream | 'PERSON_MEALS' | 'COOKED' | 'PURCHASED';
  /** Grams, or people. */
  readonly value: number;
}

export const weighingRules = [
  'net-mismatch',
  'over-container',
  'outside-hours',
  'repeated',
  'stuck',
  'tare-drift',
  'tare-changed',
] as const;
export type WeighingRule = (typeof weighingRules)[number];

/**
 * What is odd about weighings. `excluded`: it does not count until a person says so; `doubtful`: it counts, and its meal
 * is not compared with others; `noted`: it counts.
 */
export interface WeighingFinding {
  readonly rule: WeighingRule;
  readonly effect: 'excluded' | 'doubtful' | 'noted';
  readonly device: string;
  readonly stream: Stream | null;
  /** The first and the last event of it; the same of a single one. */
  readonly first: EventIdentity;
  readonly last: EventIdentity;
  readonly events: number;
  /** Numbers that it rests on, by name; grams, ms, minutes of the day. */
  readonly evidence: Readonly<Record<string, number | string>>;
}

/** Bounds of the rules: data, with these as the platform's own (`rules.ts`). */
export interface CanteenRules {
  /** Fewer person-meals say nothing. */
  readonly leastPersonMeals: number;
  /** No container of a canteen holds more, grams net. */
  readonly containerG: number;
  /** Between net and gross − tare, grams and share of gross. */
  readonly mismatchG: number;
  readonly mismatchShare: number;
  /** When a meal is prepared, served and cleared away: local minutes of the day; beyond 1,440 = after midnight. */
  readonly hours: Readonly<
    Record<
      Meal,
      { readonly prepareFrom: number; readonly from: number; readonly to: number; readonly clearedBy: number }
    >
  >;
  /** The same weight again within so many ms. */
  readonly repeatedMs: number;
  /** So many weighings in a row with exactly the same gross weight, on more than one day. */
  readonly stuckEvents: number;
  /** A tare that went so far over the last weeks, grams and share of it. */
  readonly driftG: number;
  readonly driftShare: number;
  readonly driftDays: number;
  /** What is usual is what was in so many days before. */
  readonly normDays: number;
  /** Known days that a norm needs at least. */
  readonly leastNormDays: number;
  /** Above its own norm by this share and this many of its own day-to-day deviations: an alarm. */
  readonly farAboveShare: number;
  readonly farAboveDeviations: number;
  /** No weighing of plates so many minutes after a meal has begun, nor by when it usually is, with people counted: silent. */
  readonly silentMinutes: number;
  /** Of the days on which a meal was served, the share that must be known for a place in the league. */
  readonly leastDaysShare: number;
  /** Confidence of intervals in comparisons. */
  readonly confidence: number;
  /** Fewer person-meals in a league's weeks: drawn hollow. */
  readonly fewPersonMeals: number;
  /** What is aimed at, grams of plate waste a person-meal at lunch; null = nothing is agreed. */
  readonly targetG: number | null;
}

/** `insufficient-data`: too few people, or nobody weighed: there is no figure a meal. `doubtful`: not to be compared. */
export type MealState = 'ok' | 'insufficient-data' | 'doubtful';
export const mealReasons = ['few-person-meals', 'no-counts', 'not-weighed', ...weighingRules] as const;
export type MealReason = (typeof mealReasons)[number];

export interface StreamFigure {
  readonly grams: number;
  /** null: too few people, or none counted. */
  readonly gramsPerMeal: number | null;
  readonly weighings: number;
  /** Some of it was entered by hand or corrected. */
  readonly manual: boolean;
}

/** One meal of one local day. */
export interface MealFigures {
  readonly date: string;
  readonly meal: Meal;
  readonly personMeals: number;
  readonly streams: Readonly<Partial<Record<Stream, StreamFigure>>>;
  readonly state: MealState;
  readonly reasons: readonly MealReason[];
  readonly manual: boolean;
  /** TRIM_USED / (TRIM_USED + PREP_WASTE), 0…1; null: no peelings were weighed, all would seem used. */
  readonly trimmingsUsed: number | null;
  /** (PLATE_WASTE + UNSOLD_DISCARD) / cooked, 0…1; null: nobody entered what was cooked, or weighed plates, or it was less than the waste. */
  readonly wasteRate: number | null;
}
