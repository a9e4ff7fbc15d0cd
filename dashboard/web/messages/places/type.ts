import type { PlaceKind, UseCarrier, WireDayType, WireDeviationReason } from '../../../../domain/wire-places.ts';
import type { PlaceView } from '../../router/places.ts';

/** Words that the overview, the pages of places and their lists share. Numbers come formatted. */
export interface PlacesMessages {
  readonly kinds: Readonly<Record<PlaceKind, string>>;
  /** Of whom a building is: `hospital` → 医院. A kind without a word keeps its own name. */
  readonly institutionKinds: Readonly<Record<string, string>>;
  readonly dayTypes: Readonly<Record<WireDayType, string>>;
  /** Full names of weekdays, Monday first. */
  readonly weekdays: readonly [string, string, string, string, string, string, string];
  /** What a like day is called: `Monday`, or `workday` of a make-up workday. */
  readonly likeDay: Readonly<Record<WireDayType, (weekday: string) => string>>;
  /** Kinds of tariff periods, whole and as short as a strip needs. */
  readonly tariffs: Readonly<Record<string, string>>;
  readonly tariffMarks: Readonly<Record<string, string>>;
  readonly price: (price: string) => string;
  /** What a place takes right now, and what it used up, by carrier. */
  readonly rates: Readonly<Record<UseCarrier, string>>;
  readonly uses: Readonly<Record<UseCarrier, string>>;
  readonly filter: {
    readonly views: Readonly<Record<PlaceView, string>>;
    /** While the present period is shown. */
    readonly present: Readonly<Record<PlaceView, string>>;
    readonly viewLabel: string;
    readonly earlier: string;
    readonly later: string;
    readonly date: string;
    readonly today: string;
    readonly carrier: string;
    readonly scope: string;
    readonly compare: string;
    readonly wholeCity: string;
    readonly mine: string;
  };
  readonly comparisons: {
    readonly yesterday: string;
    readonly dayBefore: string;
    /** `days`: what a like day is called. */
    readonly band: (count: string, days: string) => string;
    readonly usual: (days: string) => string;
    readonly week: (weekday: string) => string;
    readonly year: string;
    readonly tariff: string;
    readonly weather: string;
    readonly pv: string;
    readonly expected: string;
    /** Small numbers in words, where the language wants them so. */
    readonly counts: Readonly<Record<string, string>>;
  };
  readonly facts: {
    readonly againstExpected: string;
    readonly inBand: string;
    readonly aboveBand: string;
    readonly belowBand: string;
    readonly cannotTell: string;
    /** Of a day that is over: how long it was outside the band. */
    readonly outside: (hours: string) => string;
    readonly lastWeekDay: (weekday: string) => string;
    readonly total: string;
    readonly todayTotal: string;
    readonly lastWeek: (weekday: string) => string;
    readonly peak: string;
    readonly todayPeak: string;
    readonly night: string;
    readonly nightUsual: (rate: string) => string;
    readonly pvNow: string;
    readonly pvPeak: string;
    readonly estimated: (figure: string) => string;
    readonly covered: (share: string) => string;
    readonly without: (meters: string) => string;
    readonly againstYear: string;
    readonly mean: string;
    /** Of the hours of a week, the days of a month, the months of a year. */
    readonly highest: Readonly<Record<Exclude<PlaceView, 'day'>, string>>;
    readonly meanOf: Readonly<Record<Exclude<PlaceView, 'day'>, string>>;
  };
  readonly chart: {
    readonly load: (rate: string) => string;
    readonly now: string;
    readonly time: string;
    readonly quarterHour: string;
    readonly missing: (from: string, to: string) => string;
    readonly low: string;
    readonly high: string;
    readonly knownUntil: (time: string) => string;
    readonly noLikeDays: string;
    readonly empty: string;
    readonly sentence: (title: string, period: string, peak: string, time: string) => string;
    readonly sentenceBand: (inside: string) => string;
    readonly use: Readonly<Record<Exclude<PlaceView, 'day'>, (use: string) => string>>;
    readonly before: string;
    readonly temperature: string;
  };
  /** Why a place is off its usual, by rule. Rates with their units; hours as `19`. */
  readonly reasons: Readonly<
    Record<WireDeviationReason['code'], (from: string, to: string, rate: string, usual: string) => string>
  >;
  readonly perM2: (unit: string) => string;
  readonly perPerson: (unit: string) => string;
  readonly none: string;
  readonly noneNext: string;
  /** On paper: when it was made. */
  readonly printed: (time: string) => string;
}
