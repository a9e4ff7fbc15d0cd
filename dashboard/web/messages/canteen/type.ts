import type {
  CanteenMode,
  Meal,
  MealReason,
  MealState,
  Stream,
  WeighingFinding,
  WeighingRule,
} from '../../../../domain/canteen/types.ts';
import type {
  CanteenSignal,
  WireComparison,
  WireCorrection,
  WireEntry,
  WireSortingRow,
  WireTrend,
} from '../../../../domain/wire-canteens.ts';

/** Words of one canteen: its page, its display in the dining hall, its food-waste ledger. Numbers come formatted. */
export interface CanteenMessages {
  readonly terms: CanteenTerms;
  readonly page: {
    readonly sub: (institution: string, mode: string) => string;
    readonly seats: (count: string) => string;
    readonly noScale: string;
    readonly latest: (time: string, age: string) => string;
    readonly noEvent: string;
    readonly meal: string;
    readonly stream: string;
    readonly date: string;
    readonly earlier: string;
    readonly later: string;
    readonly today: string;
    readonly toDisplay: string;
    readonly toSorting: string;
    readonly print: string;
    readonly table: string;
    readonly dataState: (weighings: string, state: string) => string;
  };
  readonly lead: {
    readonly running: (figure: string, meal: string) => string;
    readonly done: (figure: string, meal: string, date: string) => string;
    readonly people: string;
    readonly peopleUnit: string;
    readonly weighed: string;
    readonly weighings: (count: string) => string;
    readonly trimmings: string;
    readonly wasteRate: string;
    readonly electricity: string;
    readonly gas: string;
    readonly water: string;
    readonly perMeal: string;
    readonly insufficient: string;
    readonly doubtful: string;
    readonly because: (reasons: string) => string;
    readonly resourcesLater: string;
    readonly resourcesUnknown: string;
    readonly nothing: string;
    /** The meal runs, people came, and no plates were weighed so far. */
    readonly notYet: string;
  };
  readonly against: {
    readonly title: string;
    readonly note: string;
    readonly own: string;
    readonly peers: (count: string) => string;
    readonly city: string;
    readonly thisMeal: string;
    /** This meal against the own four weeks. */
    readonly words: Readonly<Record<WireComparison, string>>;
    /** The own four weeks against others. */
    readonly usualWords: Readonly<Record<WireComparison, string>>;
    readonly basis: (days: string, meals: string) => string;
    /** Of several canteens: days of each. */
    readonly basisOfMany: (days: string, meals: string) => string;
    readonly none: string;
    readonly columns: readonly [string, string, string, string, string, string];
    readonly sentence: (what: string, figure: string) => string;
    readonly said: (whom: string, figure: string, word: string) => string;
  };
  readonly rhythm: {
    readonly title: (meal: string, stream: string) => string;
    readonly running: string;
    readonly usual: string;
    readonly weighed: string;
    readonly people: string;
    readonly serving: (from: string, to: string) => string;
    readonly unusual: string;
    readonly sentence: (figure: string, people: string, weighings: string) => string;
    readonly empty: string;
    readonly emptyYet: string;
    readonly noScale: string;
    readonly noPeople: string;
    readonly columns: readonly [string, string, string, string, string, string, string];
    readonly notCounted: string;
    readonly beyond: string;
  };
  readonly day: {
    readonly title: (date: string) => string;
    readonly note: string;
    readonly meal: string;
    readonly people: string;
    readonly trimmings: string;
    readonly wasteRate: string;
    readonly state: string;
    readonly states: Readonly<Record<MealState, string>>;
    readonly running: string;
    readonly none: string;
    readonly manual: string;
  };
  readonly note: {
    readonly title: string;
    readonly none: string;
    readonly edit: string;
    readonly write: string;
    readonly label: string;
    readonly save: string;
    readonly by: (who: string, when: string) => string;
  };
  readonly trend: {
    readonly title: (meal: string, stream: string) => string;
    readonly every: Readonly<Record<WireTrend['every'], string>>;
    readonly everyLabel: string;
    readonly changed: (date: string) => string;
    readonly doubtful: string;
    readonly unknown: string;
    readonly noted: string;
    readonly own: string;
    readonly sentence: (low: string, high: string, points: string) => string;
    readonly empty: string;
    readonly knownDays: (known: number, days: number) => string;
    readonly columns: readonly [string, string, string, string, string, string, string];
  };
  readonly changes: {
    readonly title: string;
    readonly note: string;
    readonly less: (meal: string, stream: string, from: string, before: string, after: string) => string;
    readonly more: (meal: string, stream: string, from: string, before: string, after: string) => string;
    readonly none: string;
  };
  readonly events: {
    readonly title: string;
    readonly note: (weighings: string, counts: string, odd: string) => string;
    readonly which: string;
    readonly filters: Readonly<Record<'all' | 'weighings' | 'counts' | 'odd', string>>;
    readonly columns: {
      readonly time: string;
      readonly what: string;
      readonly device: string;
      readonly weight: string;
      readonly counts: string;
      readonly verdict: string;
      readonly action: string;
    };
    readonly count: string;
    readonly late: (time: string) => string;
    /** Of most of the list: said once. */
    readonly mostLate: (time: string) => string;
    readonly notCounted: string;
    readonly none: string;
    readonly noneOdd: string;
    readonly more: (count: string) => string;
    readonly fine: string;
    readonly correct: string;
    readonly correctOf: (what: string, time: string) => string;
    readonly undo: string;
    readonly evidence: Readonly<Record<string, string>>;
    readonly corrected: Readonly<Record<WireCorrection['as'], (value: string) => string>>;
    readonly undone: (who: string, when: string, reason: string) => string;
  };
  readonly correction: {
    readonly title: (what: string) => string;
    readonly asReceived: (figure: string) => string;
    readonly choice: string;
    readonly choices: Readonly<Record<WireCorrection['as'], string>>;
    readonly then: Readonly<Record<WireCorrection['as'], string>>;
    readonly weight: string;
    readonly people: string;
    readonly reason: string;
    readonly reasons: readonly string[];
    readonly confirm: string;
    readonly lacksValue: string;
    readonly lacksReason: string;
    readonly undoTitle: string;
    readonly undoExplain: string;
    readonly undoConfirm: string;
  };
  readonly entry: {
    readonly title: string;
    readonly note: string;
    readonly noScale: string;
    readonly open: string;
    readonly heading: (date: string, meal: string) => string;
    readonly explain: string;
    readonly what: Readonly<Record<WireEntry['what'], string>>;
    readonly kg: string;
    readonly people: string;
    readonly reason: string;
    readonly reasons: readonly string[];
    readonly confirm: string;
    readonly lacksAll: string;
    readonly lacksFigure: (what: string) => string;
    readonly lacksReason: string;
    readonly none: string;
    readonly marked: string;
    readonly replaced: string;
    readonly by: (who: string, when: string) => string;
    readonly undoTitle: string;
    readonly undoExplain: string;
    readonly refused: string;
  };
  readonly display: DisplayMessages;
  readonly sorting: SortingMessages;
}

/** What the field calls things. */
export interface CanteenTerms {
  readonly meals: Readonly<Record<Meal, string>>;
  readonly streams: Readonly<Record<Stream, string>>;
  /** The figure of a stream: its grams a person-meal. */
  readonly perMeal: Readonly<Record<Stream, string>>;
  readonly operating: Readonly<Record<NonNullable<CanteenMode['operatingMode']>, string>>;
  readonly supply: Readonly<Record<NonNullable<CanteenMode['supplyMode']>, string>>;
  readonly signals: Readonly<Record<CanteenSignal, string>>;
  readonly reasons: Readonly<Record<MealReason, string>>;
  readonly rules: Readonly<Record<WeighingRule, string>>;
  /** One sentence: what the rule saw. */
  readonly said: Readonly<Record<WeighingRule, string>>;
  readonly effects: Readonly<Record<WeighingFinding['effect'], string>>;
}

export interface DisplayMessages {
  readonly title: (name: string) => string;
  readonly label: Readonly<Record<'running' | 'done', (meal: string) => string>>;
  readonly grams: string;
  readonly less: (grams: string) => string;
  readonly more: (grams: string) => string;
  readonly 'no-difference': (grams: string) => string;
  readonly 'cannot-tell': string;
  readonly doubtful: string;
  readonly sentences: Readonly<Record<WireComparison | 'closed' | 'waiting', string>>;
  readonly closed: string;
  readonly waiting: string;
  readonly lost: (since: string) => string;
}

export interface SortingMessages {
  readonly sub: string;
  readonly month: string;
  readonly earlier: string;
  readonly later: string;
  readonly canteen: string;
  readonly allCanteens: string;
  readonly weighed: string;
  readonly fetched: string;
  readonly fetches: string;
  readonly times: (count: string) => string;
  readonly difference: string;
  readonly differenceNote: string;
  readonly state: string;
  readonly states: Readonly<Record<WireSortingRow['state'], string>>;
  readonly carbon: string;
  readonly informative: string;
  readonly source: (factor: string, source: string) => string;
  readonly total: string;
  readonly nameColumn: string;
  readonly monthColumn: string;
  readonly chart: string;
  readonly chartSentence: (first: string, last: string, weighed: string, fetched: string) => string;
  readonly list: (month: string) => string;
  readonly listNote: (differs: string, unknown: string) => string;
  readonly none: string;
  readonly noFetches: string;
  readonly save: string;
  readonly enter: string;
  readonly entered: {
    readonly title: (month: string) => string;
    readonly none: string;
    readonly by: (who: string, when: string) => string;
    readonly undo: string;
    readonly undoOf: (date: string) => string;
    readonly undoTitle: string;
    readonly undoExplain: string;
    readonly undoReason: string;
    readonly lacksReason: string;
  };
  readonly form: {
    readonly title: string;
    readonly explain: string;
    readonly date: string;
    readonly kg: string;
    readonly collector: string;
    readonly reason: string;
    readonly reasonDefault: string;
    readonly confirm: string;
    readonly lacks: string;
    readonly done: (name: string, kg: string) => string;
  };
}
