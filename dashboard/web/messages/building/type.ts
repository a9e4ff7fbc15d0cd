import type { UseCarrier } from '../../../../domain/wire-places.ts';
import type { PlaceView } from '../../router/places.ts';

/** Words of the building's page and of the charts that institutions and counties share with it. Numbers come formatted. */
export interface BuildingMessages {
  readonly area: (area: string) => string;
  readonly people: (count: string) => string;
  readonly meters: (count: string) => string;
  readonly now: (rate: string) => string;
  readonly lead: Readonly<Record<PlaceView, (use: string) => string>>;
  readonly facts: {
    readonly outside: (hours: string) => string;
    readonly cost: string;
    readonly todayCost: string;
    readonly generated: string;
    readonly perM2: string;
    readonly perM2Year: string;
    readonly nightFlow: string;
    readonly silent: string;
    readonly yearBefore: (figure: string) => string;
    readonly againstWeek: string;
    readonly noYearBefore: string;
  };
  readonly useChart: {
    readonly sentence: (title: string, period: string, total: string) => string;
    readonly sentenceBefore: (share: string) => string;
    readonly before: Readonly<Record<PlaceView, string>>;
    readonly known: (share: string) => string;
    readonly noBefore: string;
    readonly dayType: string;
  };
  readonly climate: {
    readonly title: string;
    readonly outdoor: string;
    readonly indoor: string;
    readonly mean: (figure: string) => string;
    readonly sentence: (period: string, low: string, high: string) => string;
    readonly none: string;
    readonly notZero: string;
  };
  readonly heat: {
    readonly title: string;
    readonly what: (use: string) => string;
    readonly sentence: (what: string, period: string, low: string, high: string) => string;
    readonly keys: string;
    readonly key: string;
    readonly keyShort: string;
    readonly nightUp: (date: string, before: string, since: string) => string;
    readonly nightDown: (date: string, before: string, since: string) => string;
    readonly open: string;
    readonly none: string;
    readonly empty: string;
  };
  readonly tree: {
    readonly title: string;
    readonly note: (unit: string) => string;
    readonly rest: string;
    readonly exceeds: string;
    readonly meter: string;
    readonly name: string;
    readonly value: string;
    readonly share: string;
    readonly beside: Partial<Readonly<Record<UseCarrier, string>>>;
    readonly sentence: (period: string, total: string, subMeters: string) => string;
    readonly sentenceRest: (share: string) => string;
    readonly sentenceExcess: string;
    readonly known: (share: string) => string;
    readonly empty: string;
    readonly noSub: string;
  };
  readonly carriers: {
    readonly title: string;
    readonly note: (before: string) => string;
    readonly carrier: string;
    readonly total: string;
    readonly before: string;
    readonly change: string;
    readonly perM2: string;
    readonly sentence: (parts: string) => string;
    /** Where electricity came from, with PV behind the main meter. */
    readonly supply: (grid: string, own: string, exported: string) => string;
  };
  readonly quality: {
    readonly title: string;
    readonly meter: string;
    readonly age: string;
    readonly complete: string;
    readonly days: string;
    readonly sentence: (meters: string, mean: string) => string;
    readonly worst: (meter: string, share: string) => string;
    readonly day: (date: string, measured: string, estimated: string, missing: string) => string;
    readonly none: string;
  };
  readonly noMeters: string;
  readonly noMetersNext: string;
  readonly carrierNone: (carrier: string) => string;
}
