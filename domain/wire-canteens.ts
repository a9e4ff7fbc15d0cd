import type { CanteenMode, Meal, MealReason, MealState, Stream, WeighingRule } from './canteen/types.ts';

/** What travels between server and pages about canteens. Instants are ISO 8601 with offset, dates local. */

export interface WireCanteen extends CanteenMode {
  readonly id: string;
  readonly name: string;
  readonly institution: string;
  readonly institutionName: string;
  readonly region: string | null;
  readonly regionName: string | null;
  readonly seats: number | null;
  readonly scales: readonly string[];
  readonly counters: readonly string[];
  readonly meters: readonly string[];
  readonly demo: boolean;
}

export interface WireStreamFigure {
  readonly grams: number;
  readonly gramsPerMeal: number | null;
  readonly weighings: number;
  readonly manual: boolean;
}
export interface WireMeal {
  readonly date: string;
  readonly meal: Meal;
  readonly personMeals: number;
  readonly streams: Readonly<Partial<Record<Stream, WireStreamFigure>>>;
  readonly state: MealState;
  readonly reasons: readonly MealReason[];
  readonly manual: boolean;
  /** It is being served now. */
  readonly running: boolean;
  readonly trimmingsUsedPct: number | null;
  readonly wasteRatePct: number | null;
}

/** A mean of grams a person-meal with its uncertainty. */
export interface WireMean {
  readonly gramsPerMeal: number;
  /** Half width of the interval at the rules' confidence. */
  readonly plusMinus: number;
  readonly personMeals: number;
  readonly days: number;
}
/** Beyond chance, at the rules' confidence. */
export type WireComparison = 'less' | 'more' | 'no-difference' | 'cannot-tell';
export const canteenSignals = [
  'far-above-norm',
  'silent',
  'scale-drifts',
  'scale-stuck',
  'insufficient-data',
  'closed',
] as const;
/** What the board marks; `closed`: nothing is served at that meal today, as on like days. */
export type CanteenSignal = (typeof canteenSignals)[number];

export interface WireBoardRow {
  readonly id: string;
  readonly name: string;
  readonly region: string | null;
  readonly regionName: string | null;
  readonly operatingMode: WireCanteen['operatingMode'];
  readonly supplyMode: WireCanteen['supplyMode'];
  /** Of this meal today. */
  readonly personMeals: number;
  readonly grams: number | null;
  readonly gramsPerMeal: number | null;
  readonly state: MealState;
  readonly reasons: readonly MealReason[];
  readonly signals: readonly CanteenSignal[];
  /** Its own last four weeks at this meal. */
  readonly norm: WireMean | null;
  readonly lastEventAt: string | null;
  readonly manual: boolean;
  readonly demo: boolean;
}
export interface WireBoard {
  readonly date: string;
  readonly meal: Meal;
  readonly stream: Stream;
  readonly serving: { readonly from: string; readonly to: string; readonly running: boolean };
  readonly city: {
    /** Of the canteens that count. */
    readonly now: WireMean | null;
    /** Of the same canteens; of all while none counts. */
    readonly norm: WireMean | null;
    /** Counted so far in all canteens, also those that have too little for a figure. */
    readonly grams: number;
    readonly personMeals: number;
    readonly counted: number;
    readonly of: number;
    readonly targetG: number | null;
    readonly lastEventAt: string | null;
  };
  readonly rows: readonly WireBoardRow[];
}

export interface WireLeagueRow {
  readonly id: string;
  readonly name: string;
  readonly regionName: string | null;
  readonly operatingMode: WireCanteen['operatingMode'];
  readonly supplyMode: WireCanteen['supplyMode'];
  /** As weighed. */
  readonly raw: WireMean | null;
  /** Shrunk towards its peers; null: not ranked. */
  readonly estimate: { readonly gramsPerMeal: number; readonly low: number; readonly high: number } | null;
  readonly peers: { readonly gramsPerMeal: number; readonly canteens: number } | null;
  /** Against the city. */
  readonly comparison: WireComparison;
  /** Why it is not ranked. */
  readonly reason: 'insufficient-data' | 'doubtful' | null;
  /** So few meals that it is drawn hollow. */
  readonly few: boolean;
}
export interface WireLeague {
  readonly from: string;
  readonly to: string;
  readonly meal: Meal;
  readonly stream: Stream;
  readonly confidence: number;
  readonly city: WireMean | null;
  readonly targetG: number | null;
  /** Least first; those that are not ranked last. */
  readonly rows: readonly WireLeagueRow[];
}

/** One canteen's page at a meal of a day. */
export interface WireCanteenDay {
  readonly canteen: WireCanteen;
  readonly date: string;
  readonly meal: Meal;
  readonly stream: Stream;
  readonly meals: readonly WireMeal[];
  readonly signals: readonly CanteenSignal[];
  readonly norm: WireMean | null;
  readonly peers: (WireMean & { readonly canteens: number }) | null;
  readonly city: WireMean | null;
  readonly comparison: {
    readonly withNorm: WireComparison;
    readonly withPeers: WireComparison;
    readonly withCity: WireComparison;
  };
  /** Cumulated from the first event of the meal on. */
  readonly rhythm: readonly {
    readonly at: string;
    readonly grams: number;
    readonly personMeals: number;
    readonly gramsPerMeal: number | null;
  }[];
  /** What is usual at that minute of the local day: middle half of the last four weeks' like days. */
  readonly usual: readonly { readonly at: string; readonly low: number; readonly mid: number; readonly high: number }[];
  readonly serving: { readonly from: string; readonly to: string; readonly running: boolean };
  readonly note: { readonly text: string; readonly by: string; readonly at: string } | null;
  /** Per person-meal of that day, where it is metered; null: not metered or not known. */
  readonly resources: {
    readonly electricityKwh: number | null;
    readonly gasM3: number | null;
    readonly waterL: number | null;
  };
  readonly changes: readonly WireCanteenChange[];
}
/** What changed in the last weeks against those before, beyond chance. */
export interface WireCanteenChange {
  readonly meal: Meal;
  readonly stream: Stream;
  readonly from: string;
  readonly before: WireMean;
  readonly after: WireMean;
  readonly comparison: 'less' | 'more';
}

export interface WireTrend {
  readonly meal: Meal | null;
  readonly stream: Stream;
  readonly every: 'day' | 'week' | 'month';
  readonly points: readonly {
    readonly date: string;
    /** Of the known days only; null when these are too few. */
    readonly gramsPerMeal: number | null;
    /** Of all that was weighed; null: nothing was. */
    readonly grams: number | null;
    /** All who came, also on days that are not known. */
    readonly personMeals: number;
    /** On which people ate. */
    readonly days: number;
    /** Those of them whose waste is known. */
    readonly knownDays: number;
    readonly state: MealState;
    readonly note: string | null;
  }[];
}

/** An event with what is odd about it and what people said. */
export interface WireCanteenEvent {
  readonly type: 'weighing' | 'meals';
  readonly device: string;
  readonly seq: number;
  readonly ts: string;
  readonly receivedAt: string;
  readonly meal: Meal;
  readonly stream: Stream | null;
  readonly netG: number | null;
  readonly grossG: number | null;
  readonly tareG: number | null;
  readonly personMeals: number | null;
  /** What it counts for: grams or people; null = nothing. */
  readonly counts: number | null;
  readonly findings: readonly {
    readonly rule: WeighingRule;
    readonly effect: string;
    readonly evidence: Readonly<Record<string, number | string>>;
  }[];
  readonly correction: WireCorrection | null;
}
export interface WireCorrection {
  readonly id: number;
  readonly device: string;
  readonly seq: number;
  readonly ts: string;
  readonly as: 'ignored' | 'kept' | 'value';
  readonly value: number | null;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly undone: { readonly by: string; readonly at: string; readonly reason: string } | null;
}
export interface WireEntry {
  readonly id: number;
  readonly date: string;
  readonly meal: Meal;
  readonly what: Stream | 'PERSON_MEALS' | 'COOKED' | 'PURCHASED';
  readonly value: number;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly undone: { readonly by: string; readonly at: string; readonly reason: string } | null;
}

/** The dining hall: one number, one comparison, one sentence. */
export interface WireDisplay {
  readonly name: string;
  readonly date: string;
  readonly meal: Meal;
  readonly gramsPerMeal: number | null;
  readonly norm: number | null;
  readonly comparison: WireComparison;
  readonly state: MealState;
  readonly running: boolean;
}

/** A month of food waste that was weighed against what was fetched (易腐垃圾台账). */
export interface WireSortingRow {
  readonly canteen: string;
  readonly name: string;
  readonly month: string;
  readonly weighedKg: number;
  readonly fetchedKg: number | null;
  readonly fetches: number;
  readonly differenceKg: number | null;
  readonly differencePct: number | null;
  readonly state: 'agrees' | 'differs' | 'cannot-tell';
  /** Informative: weight × factor. */
  readonly carbonKg: number;
}
export interface WireSorting {
  readonly factor: { readonly kgPerKg: number; readonly source: string };
  readonly items: readonly WireSortingRow[];
}

/**
 * Live topics `canteen:ID` and `canteens`: of the meal that is served now or was served last, plate waste. At most one
 * delta a second; those of `canteen:ID` are as its snapshot, the whole page.
 */
export interface LiveCanteen {
  readonly day: WireCanteenDay;
}
export interface LiveCanteens {
  readonly board: WireBoard;
}
/** Absolute: it can be told again (`domain/canteen/board-delta.ts` puts it into a board). */
export interface LiveCanteensDelta {
  readonly board: Omit<WireBoard, 'rows'>;
  /** Those that changed. */
  readonly rows: readonly WireBoardRow[];
  /** They left the register, or the viewer's sight. */
  readonly gone?: readonly string[];
}
