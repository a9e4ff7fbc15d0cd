import type { WireAttention } from '../../../../domain/wire-places.ts';

/** Words of the overview alone. Numbers come formatted. */
export interface OverviewMessages {
  readonly title: string;
  readonly counts: Readonly<
    Record<'regions' | 'institutions' | 'buildings' | 'meters' | 'canteens', (n: string) => string>
  >;
  /** The lead figure: `rate` is of `places.rates`. */
  readonly ofCity: (rate: string) => string;
  readonly ofMine: (rate: string) => string;
  readonly attention: {
    readonly title: string;
    readonly none: string;
    readonly codes: Readonly<Record<WireAttention['code'], (count: string) => string>>;
    readonly silentSince: (meter: string) => string;
    readonly due: (meter: string) => string;
    readonly over: (age: string) => string;
    readonly in: (age: string) => string;
    readonly quarantine: string;
    readonly store: string;
    readonly ledger: string;
    readonly others: (count: string) => string;
  };
  readonly completeness: {
    readonly title: string;
    readonly ofIt: (estimated: string) => string;
    readonly missing: (share: string) => string;
    readonly day: string;
    readonly measured: string;
    readonly estimated: string;
    readonly lacking: string;
    readonly from90: string;
    readonly sentence: (mean: string, worst: string, day: string) => string;
  };
  readonly freshness: {
    readonly title: string;
    readonly of: (total: string) => string;
    readonly states: Readonly<Record<'live' | 'late' | 'silent' | 'never', string>>;
    readonly sentence: (live: string, total: string) => string;
  };
  readonly deviations: {
    readonly title: string;
    readonly titleAll: string;
    readonly usualRange: (low: string, high: string) => string;
    readonly note: (days: string) => string;
    readonly columns: Readonly<
      Record<'building' | 'institution' | 'rate' | 'share' | 'amount' | 'difference' | 'reason', string>
    >;
    readonly ago: (age: string) => string;
    readonly none: string;
    readonly cannotTell: string;
    readonly all: (count: string) => string;
    readonly fewer: string;
    readonly sentence: (name: string, amount: string) => string;
  };
  readonly institutions: {
    readonly title: string;
    readonly note: string;
    readonly columns: Readonly<Record<'institution' | 'rate' | 'used' | 'share', string>>;
  };
  readonly first: {
    readonly loading: string;
    readonly loadingNote: string;
    readonly empty: string;
    readonly emptyNote: string;
    readonly emptyForOthers: string;
    readonly connect: string;
    readonly portfolio: string;
    readonly nothingOf: (carrier: string) => string;
  };
  readonly source: string;
  readonly sourceOfMine: string;
}
