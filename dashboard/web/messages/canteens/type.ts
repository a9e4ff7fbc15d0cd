import type { CanteenSignal, WireComparison } from '../../../../domain/wire-canteens.ts';
import type { BoardOrder } from '../../router/canteens.ts';

/** Words of the canteens' board; those of the trade are in `canteen/terms`. Numbers come formatted. */
export interface CanteensMessages {
  readonly titles: {
    readonly canteens: string;
    readonly sorting: string;
    readonly evaluations: string;
    readonly plan: (year: string) => string;
    readonly bulletins: string;
    readonly matters: string;
  };
  /** Pages beside the board, as short as its row has room for. */
  readonly beside: {
    readonly label: string;
    readonly evaluations: string;
    readonly plan: string;
    readonly bulletins: string;
    readonly sorting: string;
    readonly matters: string;
  };
  readonly unknownMode: string;
  /** `when`: `今日午餐`; `date`: `11-23`. */
  readonly today: (meal: string) => string;
  readonly onDay: (date: string, meal: string) => string;
  /** As short as a cell has room for. */
  readonly signalsShort: Readonly<Record<CanteenSignal | 'doubtful', string>>;
  readonly doubtful: string;
  readonly manual: string;
  readonly noFigure: string;
  readonly noNorm: string;
  readonly ownNorm: (grams: string) => string;
  readonly peopleSoFar: (people: string) => string;
  readonly header: {
    readonly counted: (count: string) => string;
    readonly running: (meal: string, from: string, to: string) => string;
    readonly ahead: (meal: string, from: string, to: string) => string;
    readonly over: (meal: string, from: string, to: string) => string;
    readonly latest: (time: string, age: string) => string;
    readonly noWeighing: string;
    readonly withData: (counted: string, of: string) => string;
  };
  readonly filter: {
    readonly meal: string;
    readonly stream: string;
    readonly mode: string;
    readonly allModes: string;
    readonly order: string;
    readonly orders: Readonly<Record<BoardOrder, string>>;
    readonly export: string;
    /** A workbook of the last month's meals. */
    readonly month: string;
  };
  readonly lead: {
    readonly now: (what: string) => string;
    readonly of: (what: string, when: string) => string;
    readonly cannotTell: string;
    readonly notBegun: (from: string) => string;
    readonly people: string;
    readonly peopleUnit: string;
    readonly norm: (meal: string) => string;
    /** `change`: −6.4%. */
    readonly withinError: (change: string) => string;
    readonly target: string;
    /** Words of the key's signs. */
    readonly keys: Readonly<Record<'far-above-norm' | 'silent' | 'doubtful' | 'insufficient-data' | 'closed', string>>;
  };
  readonly board: {
    readonly label: (count: string, what: string) => string;
    readonly keys: string;
    readonly key: string;
    readonly noneOfMode: string;
    readonly allModes: string;
    readonly people: (count: string) => string;
    readonly columns: {
      readonly id: string;
      readonly county: string;
      readonly name: string;
      readonly operating: string;
      readonly supply: string;
      readonly people: string;
      readonly grams: string;
      readonly perMeal: string;
      readonly norm: string;
      readonly normError: string;
      readonly state: string;
      readonly signals: string;
      readonly reasons: string;
      readonly latest: string;
    };
    readonly states: Readonly<Record<'ok' | 'insufficient-data' | 'doubtful', string>>;
  };
  readonly league: {
    readonly title: string;
    readonly titleOne: string;
    readonly note: (level: string) => string;
    readonly sentence: (ranked: string, less: string, more: string) => string;
    readonly period: (from: string, to: string) => string;
    readonly source: string;
    readonly state: (level: string) => string;
    readonly city: (grams: string) => string;
    readonly target: (grams: string) => string;
    readonly less: string;
    readonly more: string;
    readonly even: string;
    readonly few: string;
    readonly comparisons: Readonly<Record<WireComparison, string>>;
    readonly estimate: (grams: string, low: string, high: string) => string;
    readonly raw: (mean: string, meals: string, days: string) => string;
    readonly peers: (grams: string, canteens: string) => string;
    readonly unranked: (count: string) => string;
    readonly unrankedReasons: Readonly<Record<'insufficient-data' | 'doubtful', string>>;
    readonly others: (count: string) => string;
    readonly none: string;
    readonly notZero: string;
    readonly columns: {
      readonly canteen: string;
      readonly county: string;
      readonly mode: string;
      readonly estimate: string;
      readonly low: string;
      readonly high: string;
      readonly raw: string;
      readonly meals: string;
      readonly days: string;
      readonly peers: string;
      readonly comparison: string;
      readonly note: string;
    };
  };
  readonly strip: {
    readonly title: (name: string, when: string) => string;
    readonly open: string;
  };
  readonly empty: {
    readonly none: string;
    readonly noneNext: string;
    readonly noneOfMine: string;
    readonly noneOfMineNote: string;
    readonly noEvents: string;
    readonly connect: string;
  };
}
