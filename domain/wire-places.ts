/**
 * What travels between server and pages about places (city, county, institution, building), as types only (see
 * `wire.ts`). A place's use of a carrier is the sum of its main meters: those of the carrier that have no parent of the
 * same carrier inside the place; of electricity with PV behind them, what was used: grid + generated − exported. Energy and volumes of intervals are after the multiplier; power is the mean of its
 * quarter hour. `null` is missing, never 0. Instants are ISO 8601 with the installation's offset.
 */

export const placeKinds = ['city', 'region', 'institution', 'building'] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** What is metered as a use; weather and indoor climate stand beside it. `pv` is generation. */
export const useCarriers = ['electricity', 'water', 'gas', 'heat', 'cooling', 'fuel', 'pv'] as const;
export type UseCarrier = (typeof useCarriers)[number];

/** `GET /api/v1/places/{kind}/{id}` (the city's id is `all`): what a place is, what lies in it, and its meters. */
export interface WirePlace {
  readonly kind: PlaceKind;
  readonly id: string;
  readonly name: string;
  /** Of an institution, as the register has it. */
  readonly institutionKind: string | null;
  readonly floorAreaM2: number | null;
  readonly people: number | null;
  /** From the city down to this place's parent: the way back. */
  readonly within: readonly { readonly kind: PlaceKind; readonly id: string; readonly name: string }[];
  readonly children: readonly WirePlaceChild[];
  readonly carriers: readonly UseCarrier[];
  readonly meters: { readonly total: number; readonly live: number; readonly silent: number };
  readonly weatherMeter: string | null;
  readonly demo: boolean;
}
export interface WirePlaceChild {
  readonly kind: PlaceKind;
  readonly id: string;
  readonly name: string;
  readonly institutionKind: string | null;
  readonly floorAreaM2: number | null;
  readonly people: number | null;
  readonly meters: { readonly total: number; readonly live: number; readonly silent: number };
}

/**
 * `GET /api/v1/places/{kind}/{id}/day?date=&carrier=`: one local day in its quarter hours (92, 96 or 100), beside the
 * day before and what like days were. Power in kW for electricity and PV, else the unit an hour (m³/h, GJ/h).
 */
export interface WirePlaceDay {
  readonly date: string;
  readonly carrier: UseCarrier;
  readonly unit: string;
  readonly rateUnit: string;
  readonly timezone: string;
  readonly dayType: WireDayType;
  /** Start of each quarter hour. */
  readonly ts: readonly string[];
  readonly today: WireRates;
  readonly yesterday: WireRates;
  readonly lastWeek: WireRates;
  /** Per quarter hour of today, from `likeDays`; null where fewer than three of them are known. */
  readonly band: {
    readonly low: readonly (number | null)[];
    readonly high: readonly (number | null)[];
    readonly expected: readonly (number | null)[];
  };
  /** Dates that the band rests on, newest first: the same day type and weekday, at most four. */
  readonly likeDays: readonly string[];
  /** Generation of the place, when it has any and the carrier is electricity. */
  readonly pv: WireRates | null;
  /** Instant up to which today is known: the end of the last quarter hour in which every main meter that is not silent has spoken. */
  readonly knownUntil: string | null;
  readonly totals: {
    readonly today: WireAmount;
    readonly yesterdayUntilSameTime: WireAmount;
    readonly lastWeekUntilSameTime: WireAmount;
    /** What the like days used until the same time; null when they are too few. */
    readonly expectedUntilSameTime: number | null;
    readonly peak: { readonly rate: number; readonly ts: string } | null;
    /** Mean of 0:00–5:00 (water: the smallest mean hour of 1:00–5:00). */
    readonly nightRate: number | null;
    readonly nightExpected: number | null;
  };
  /** Tariff periods of the day, ascending; empty without a tariff. */
  readonly tariff: readonly {
    readonly from: string;
    readonly to: string;
    readonly kind: string;
    readonly price: number | null;
  }[];
}
export type WireDayType = 'workday' | 'weekend' | 'holiday' | 'make-up-workday';
export interface WireRates {
  readonly rate: readonly (number | null)[];
  /** One letter a quarter hour, the worst of its meters: m measured, e estimated, x missing, h by hand, - in the future. */
  readonly quality: string;
}
export interface WireAmount {
  readonly value: number | null;
  readonly estimated: number;
  readonly coverage: number;
}

/** `GET /api/v1/places/{kind}/{id}/use?carrier=&from=&to=&every=1h|1d|1mo[&compare=year]`: sums by interval. */
export interface WirePlaceUse {
  readonly carrier: UseCarrier;
  readonly unit: string;
  readonly every: '15m' | '1h' | '1d' | '1mo';
  readonly timezone: string;
  readonly ts: readonly string[];
  readonly value: readonly (number | null)[];
  readonly quality: string;
  readonly coverage: readonly number[];
  /** Workday, weekend… of each day; only with `every=1d` and finer. w, e, h, m. */
  readonly dayTypes?: string;
  /** The same intervals a year before, when asked for. */
  readonly before?: { readonly value: readonly (number | null)[]; readonly quality: string };
  /** Mean outdoor temperature of each interval from the place's weather meter. */
  readonly temperature?: readonly (number | null)[];
}

/** `GET /api/v1/places/{kind}/{id}/measures?from=&to=`: carriers side by side, per m² and per person, with the same a year before. */
export interface WireMeasures {
  readonly from: string;
  readonly to: string;
  readonly carriers: readonly {
    readonly carrier: UseCarrier;
    readonly unit: string;
    readonly total: WireAmount;
    readonly before: WireAmount;
    readonly perM2: number | null;
    readonly perPerson: number | null;
    /** Electricity of a place with PV behind its main meters: used = grid + generated − exported. */
    readonly supply: {
      readonly grid: WireAmount;
      readonly generated: WireAmount;
      readonly exported: WireAmount;
    } | null;
  }[];
  /** The same for each child (institutions of a county, buildings of an institution), for ranking. */
  readonly children: readonly {
    readonly kind: PlaceKind;
    readonly id: string;
    readonly name: string;
    readonly institutionKind: string | null;
    readonly floorAreaM2: number | null;
    readonly people: number | null;
    readonly carriers: readonly {
      readonly carrier: UseCarrier;
      readonly total: WireAmount;
      /** The same days a year before. */
      readonly before: WireAmount;
      readonly perM2: number | null;
      readonly perPerson: number | null;
    }[];
  }[];
}

/** `GET /api/v1/places?kind=building&carrier=`: all places of a kind that the viewer sees, as they are now. */
export interface WirePlaceList {
  readonly kind: PlaceKind;
  readonly carrier: UseCarrier;
  readonly unit: string;
  readonly rateUnit: string;
  readonly items: readonly WirePlaceLine[];
}
export interface WirePlaceLine {
  readonly id: string;
  readonly name: string;
  /** What it lies in; null at the top of what the viewer sees. */
  readonly parent: { readonly kind: PlaceKind; readonly id: string; readonly name: string } | null;
  readonly institutionKind: string | null;
  readonly floorAreaM2: number | null;
  readonly people: number | null;
  readonly meters: { readonly total: number; readonly live: number; readonly silent: number };
  /** It has a main meter of the carrier; without one all that follows is null. */
  readonly metered: boolean;
  readonly rateNow: number | null;
  /** Since local midnight, as far as it is known. */
  readonly today: WireAmount;
  readonly deviation: number | null;
  readonly deviationShare: number | null;
  readonly reason: WireDeviationReason | null;
  /** Of the newest reading of any of its main meters of the carrier. */
  readonly ageSeconds: number | null;
}

/** `GET /api/v1/places/{kind}/{id}/tree?carrier=&from=&to=`: where it went. */
export interface WireMeterTree {
  readonly carrier: UseCarrier;
  readonly unit: string;
  readonly roots: readonly WireTreeNode[];
}
export interface WireTreeNode {
  /** null: what the parent measured and none of its sub-meters did. */
  readonly meter: string | null;
  readonly endUse: string | null;
  readonly value: number | null;
  readonly estimated: number;
  readonly coverage: number;
  /** Of its parent, 0…1. */
  readonly share: number | null;
  /** Sub-meters together above their parent beyond what coverage explains. */
  readonly exceeds: boolean;
  readonly children: readonly WireTreeNode[];
}

/** `GET /api/v1/places/{kind}/{id}/quality?days=28`: one row a meter, one cell a local day. */
export interface WirePlaceQuality {
  readonly dates: readonly string[];
  readonly meters: readonly {
    readonly meter: string;
    readonly carrier: string;
    readonly endUse: string | null;
    readonly ageSeconds: number | null;
    readonly state: string;
    /** Part of each day that was measured and estimated, 0…1; the rest is missing. */
    readonly measured: readonly number[];
    readonly estimated: readonly number[];
  }[];
}

/** `GET /api/v1/overview?carrier=electricity[&drawn=12][&institution=ID]`: what stands out and what needs somebody, for the viewer's places. */
export interface WireOverviewPage {
  readonly at: string;
  readonly counts: {
    readonly regions: number;
    readonly institutions: number;
    readonly buildings: number;
    readonly meters: number;
    readonly canteens: number;
  };
  /**
   * Power now and deviation today: every institution, largest deviation first; then at most 100 buildings, those that
   * stand out first. The first `drawn` of the buildings carry their quarter hours.
   */
  readonly deviations: readonly WireDeviation[];
  /** Buildings that have a main meter of the carrier (of the institution, when one was asked for), listed above or not. */
  readonly buildingsMetered: number;
  /** Of one code at most 50. */
  readonly attention: readonly WireAttention[];
  readonly attentionTotal: number;
  /** Of the last 28 local days, over all main meters: part of the time that was measured and estimated. */
  readonly completeness: {
    readonly dates: readonly string[];
    readonly measured: readonly number[];
    readonly estimated: readonly number[];
  };
  readonly freshness: { readonly live: number; readonly late: number; readonly silent: number; readonly never: number };
}
export interface WireDeviation {
  readonly kind: 'institution' | 'building';
  readonly id: string;
  readonly name: string;
  readonly institutionName: string;
  readonly rateNow: number | null;
  /** Since local midnight, in the carrier's unit. */
  readonly used: number | null;
  /** Since local midnight, actual − expected, in the carrier's unit; null = cannot tell. */
  readonly deviation: number | null;
  readonly deviationShare: number | null;
  /** It has a reason, is outside the band for a quarter of the known time, or says nothing (`no-data`). */
  readonly standsOut: boolean;
  readonly reason: WireDeviationReason | null;
  readonly ageSeconds: number | null;
  /** null: not asked for (`drawn`). */
  readonly quarters: WireDeviationQuarters | null;
}
/** Rates by quarter hour of today: actual − expected, and the band around it. */
export interface WireDeviationQuarters {
  readonly difference: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}
/** Why a building stands out, by rule; pages say it in words. */
export interface WireDeviationReason {
  readonly code:
    | 'not-shut-down'
    | 'night-load'
    | 'early-start'
    | 'weekend-like-workday'
    | 'above-all-day'
    | 'below-all-day'
    | 'no-data';
  /** Local hours that it rests on. */
  readonly fromHour: number | null;
  readonly toHour: number | null;
  readonly rate: number | null;
  readonly usual: number | null;
}
/** Something that needs a person, most urgent first; what is wasted is an alarm (`wire-alarms.ts`) and not told here. */
export interface WireAttention {
  readonly code: 'meters-silent' | 'verification-due' | 'quarantine' | 'store' | 'ledger';
  readonly severity: 'alarm' | 'notice';
  readonly place: { readonly kind: PlaceKind; readonly id: string; readonly name: string } | null;
  readonly meter: string | null;
  readonly since: string | null;
  readonly count: number | null;
}

/** Live topic `place:KIND:ID`: rates of now and the newest quarter hours of today, per carrier. */
export interface LivePlace {
  readonly at: string;
  readonly carriers: readonly LivePlaceCarrier[];
  readonly meters: { readonly total: number; readonly live: number; readonly silent: number };
  readonly latestReadingAt: string | null;
}
export interface LivePlaceCarrier {
  readonly carrier: UseCarrier;
  /** Sum of the newest rates of the main meters that are not silent; null when none says its rate. */
  readonly rateNow: number | null;
  /** Main meters that the sum lacks. */
  readonly without: number;
  readonly todayTotal: number | null;
  /** The quarter hours of today that changed since the last message: index, rate, quality letter. */
  readonly quarters: readonly (readonly [index: number, rate: number | null, quality: string])[];
}
export type LivePlaceDelta = Partial<LivePlace>;
