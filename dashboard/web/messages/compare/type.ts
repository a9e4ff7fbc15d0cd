import type { PagedPlace, Ranking } from '../../router/places.ts';

/** Words of the lists of places, and of the pages of institutions and counties that rank their parts. Numbers come formatted. */
export interface CompareMessages {
  readonly titles: Readonly<Record<PagedPlace, string>>;
  readonly counted: Readonly<Record<PagedPlace, (shown: string, total: string) => string>>;
  readonly search: string;
  readonly clear: string;
  /** Places there are, none of this kind to list: whose one county is the overview. */
  readonly noneOfMine: Readonly<Record<PagedPlace, string>>;
  readonly noneOfMineNote: string;
  readonly noMatch: string;
  readonly table: Readonly<Record<PagedPlace, string>>;
  readonly columns: {
    readonly name: string;
    readonly within: string;
    readonly rate: string;
    readonly today: string;
    readonly share: string;
    readonly amount: string;
    readonly meters: string;
    readonly age: string;
    readonly area: string;
    readonly people: string;
  };
  readonly hints: {
    readonly usual: string;
    readonly metersLive: string;
    readonly notMetered: (carrier: string) => string;
    readonly noArea: string;
    readonly noPeople: string;
  };
  readonly ranking: {
    readonly title: Readonly<Record<PagedPlace, string>>;
    readonly by: string;
    readonly measures: Readonly<Record<Ranking, string>>;
    readonly columns: {
      readonly place: string;
      readonly value: string;
      readonly bar: string;
      readonly total: string;
      readonly perM2: string;
      readonly perPerson: string;
      readonly change: string;
      readonly known: string;
    };
    readonly note: (period: string, of: string) => string;
    readonly sentence: (first: string, figure: string, count: string) => string;
    readonly none: string;
    readonly lacking: (count: string) => string;
    /** Below this much knowledge a year is no measure to compare with. */
    readonly noYear: string;
    readonly unmetered: (count: string) => string;
  };
  readonly standing: {
    readonly title: string;
    readonly note: string;
    readonly none: string;
  };
  readonly facts: {
    readonly title: string;
    readonly area: string;
    readonly people: string;
    readonly kind: string;
    readonly meters: string;
    readonly metersOf: (live: string, total: string) => string;
    readonly parts: Readonly<Record<PagedPlace, string>>;
    readonly weather: string;
    readonly people1: (count: string) => string;
    readonly register: string;
  };
  readonly lead: {
    readonly perM2: string;
    readonly perPerson: string;
    readonly known: string;
    readonly used: (use: string) => string;
  };
}
