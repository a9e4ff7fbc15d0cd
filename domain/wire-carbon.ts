import type { CarbonMethod, Scope, Use } from './carbon/account.ts';
import type { ChosenFactor, Confidence, EnergyKind, Factor } from './carbon/factor.ts';
import type { MeasureState } from './target/measure.ts';
import type { PlaceKind } from './wire-places.ts';

/**
 * Carbon as it travels. Tonnes of CO₂e and energy in JSON numbers, not rounded; factors as decimal texts; instants ISO
 * 8601 with the installation's offset, days local; null = unknown, never 0.
 */

/** Figures of a line or a sum. `coverage`: share of the time that its meters were known, 0…1. */
export interface WireEmission {
  readonly tco2e: number | null;
  /** Of it, what rests on estimated energy. */
  readonly estimated: number;
  readonly coverage: number;
}

/** One carrier of an account. */
export interface WireCarbonCarrier extends WireEmission {
  readonly scope: Scope;
  readonly carrier: EnergyKind;
  readonly use: Use;
  readonly quantity: number | null;
  readonly unit: string;
  /** kWh at 0 by certificates: of method market only. */
  readonly certifiedKwh: number;
  /** Each factor that was used, with the part of the quantity that it was used for; empty: none is known (`tco2e` null). */
  readonly factors: readonly { readonly id: string; readonly quantity: number; readonly tco2e: number }[];
}

export interface WireCarbonMonth {
  /** `2026-07` */
  readonly month: string;
  readonly scopes: readonly (WireEmission & { readonly scope: Scope })[];
  readonly carriers: readonly (WireEmission & {
    readonly scope: Scope;
    readonly carrier: EnergyKind;
    readonly use: Use;
  })[];
  readonly tco2e: number | null;
  /** The path's share of this month; null: no target. */
  readonly path: number | null;
  /** It is not over. */
  readonly partial: boolean;
}

/** A sum as one method has it. */
export interface WireCarbonMethod {
  readonly method: CarbonMethod;
  readonly total: WireEmission;
  readonly electricity: WireEmission;
  /** kWh bought; of them certified; the rest × `factor`. */
  readonly purchasedKwh: number | null;
  readonly certifiedKwh: number;
  readonly factors: readonly string[];
}

export interface WireIntensities {
  /** Weighted by the days of the year; null: not known, or 0. */
  readonly floorAreaM2: number | null;
  readonly people: number | null;
  readonly kgPerM2: number | null;
  readonly tPerPerson: number | null;
  readonly kgcePerM2: number | null;
  readonly kgcePerPerson: number | null;
  readonly kwhPerM2: number | null;
}

/** tce; `calorific` 当量值, `equivalent` 等价值 (null: no rate of that year). */
export interface WireStandardCoal {
  readonly calorific: number | null;
  readonly equivalent: number | null;
}

export interface WireTarget {
  readonly institution: string | null;
  readonly baseYear: number;
  readonly baseTco2e: number;
  readonly targetYear: number;
  readonly targetTco2e: number;
  /** `straight`, `stepped`, `science-based`; null: what the target says of it is not understood. */
  readonly kind: 'straight' | 'stepped' | 'science-based' | null;
  /** Of a science-based one: % of the base a year. */
  readonly ratePct: number | null;
  readonly path: readonly { readonly year: number; readonly tco2e: number }[];
  /** As it was frozen with the base year. */
  readonly baseFloorAreaM2: number | null;
  readonly basePeople: number | null;
}

export interface WireCarbonForecast {
  readonly tco2e: number;
  readonly low: number;
  readonly high: number;
  readonly confidencePct: 90;
  /** That the year ends at or under its path, 0…1; null: no target. */
  readonly probability: number | null;
  /** `same-months` (this year against last year's same months), `year-to-date`… with what it rests on. */
  readonly basis: string;
}

/** A measure between the forecast and the target. */
export interface WireWedge {
  /** Id of a measure, or `contract:C-1`; null: what nobody has a measure for. */
  readonly id: string | null;
  readonly name: string | null;
  readonly source: 'contract' | 'own' | 'library' | 'gap';
  readonly state: MeasureState | 'none';
  readonly startsOn: string | null;
  /** Of a full year, t CO₂e. */
  readonly tonnesPerYear: number;
  /** 0…1 */
  readonly confidence: number | null;
  /** What it takes away in each year of the outlook. */
  readonly years: readonly { readonly year: number; readonly tonnes: number }[];
}

/** From this year's forecast to the target. */
export interface WireOutlook {
  readonly years: readonly {
    readonly year: number;
    /** Without any measure, with its 90 % band. */
    readonly without: number;
    readonly low: number;
    readonly high: number;
    /** With all measures that are settled; with the proposed ones too. */
    readonly settled: number;
    readonly all: number;
    readonly path: number | null;
  }[];
  readonly wedges: readonly WireWedge[];
  /** Of the target year, t; > 0: missing. */
  readonly gapWithout: number | null;
  readonly gapSettled: number | null;
  readonly gapAll: number | null;
  readonly probabilitySettled: number | null;
  readonly probabilityAll: number | null;
}

export type CarbonVerdict = 'met' | 'not-met' | 'cannot-tell';
export interface WireCarbonVerdict {
  readonly verdict: CarbonVerdict;
  readonly phase: 'open' | 'closed';
  /** `over-path`, `under-path`, `incomplete-data`, `no-target`, `no-path`, `no-factor`, `year-open`, `no-data`. */
  readonly reasons: readonly { readonly code: string; readonly values?: Readonly<Record<string, string | number>> }[];
}

/** `GET /api/v1/institutions/{id}/carbon?year=&method=&asOf=` and `GET /api/v1/carbon/{kind}/{id}?…` */
export interface WireCarbon {
  readonly place: { readonly kind: PlaceKind; readonly id: string; readonly name: string };
  /** Of an institution: its id. */
  readonly institution: string | null;
  readonly year: number;
  readonly method: CarbonMethod;
  readonly unit: 'tCO2e';
  readonly asOf: string | null;
  readonly timezone: string;
  /** Last local day that is counted; null: nothing is known. */
  readonly until: string | null;
  readonly demo: boolean;
  readonly tco2e: number | null;
  readonly estimated: number;
  readonly coverage: number;
  readonly scopes: readonly (WireEmission & { readonly scope: Scope })[];
  readonly carriers: readonly WireCarbonCarrier[];
  readonly months: readonly WireCarbonMonth[];
  readonly methods: readonly WireCarbonMethod[];
  readonly factors: readonly WireFactor[];
  /** The year before over the same days, and the change in %. */
  readonly lastYear: {
    readonly tco2e: number | null;
    readonly sameDays: number | null;
    readonly changePct: number | null;
  };
  /** Whole years as far as known, for the trajectory; the running one to date. */
  readonly years: readonly {
    readonly year: number;
    readonly tco2e: number | null;
    readonly coverage: number;
    readonly complete: boolean;
  }[];
  readonly intensities: WireIntensities;
  readonly standardCoal: WireStandardCoal;
  readonly pv: {
    readonly generatedKwh: number | null;
    readonly selfUsedKwh: number | null;
    readonly exportedKwh: number | null;
  };
  readonly certificates: { readonly appliedMwh: number; readonly usableMwh: number };
  /** Lines that are not in the sums, and why: `no-factor`, `metered-already`, `cooling-without-factor`… */
  readonly notCounted: readonly {
    readonly code: string;
    readonly carrier: EnergyKind;
    readonly quantity: number;
    readonly unit: string;
    readonly entry: number | null;
  }[];
  readonly target: WireTarget | null;
  readonly forecast: WireCarbonForecast | null;
  /** The path of this year, whole and to date. */
  readonly path: { readonly year: number; readonly toDate: number } | null;
  readonly outlook: WireOutlook | null;
  readonly verdict: CarbonVerdict;
  readonly phase: 'open' | 'closed';
  readonly reasons: WireCarbonVerdict['reasons'];
  /** Reports that were issued of this place and year, the newest first. */
  readonly reports: readonly WireCarbonReportItem[];
}

export interface WireFactor extends Factor {
  readonly lagYears: number;
  /** Row of those that were entered; null: it comes with the product. */
  readonly row: number | null;
}
export type WireChosen = ChosenFactor;

/** `GET /api/v1/carbon/factors?asOf=` → `{items}`: all that are known. */
export interface WireFactorItem extends Factor {
  readonly row: number | null;
  readonly recordedBy: string | null;
  readonly undoneAt: string | null;
  readonly mayUndo: boolean;
}

/** `GET /api/v1/carbon/{kind}/{id}/trace?year=&method=&carrier=&use=&month=` → the lines behind one figure. */
export interface WireCarbonTrace {
  readonly lines: readonly {
    readonly institution: string;
    readonly institutionName: string;
    readonly building: string | null;
    readonly buildingName: string | null;
    readonly month: string;
    readonly meter: string | null;
    readonly entry: number | null;
    readonly quantity: number | null;
    readonly unit: string;
    readonly estimated: number;
    readonly coverage: number;
    readonly certified: number;
    readonly factor: string | null;
    readonly value: string | null;
    readonly kg: number | null;
  }[];
  /** In the order of rules: what was applied to come from lines to the figure. */
  readonly rules: readonly { readonly code: string; readonly values?: Readonly<Record<string, string | number>> }[];
  readonly tco2e: number | null;
}

/** `GET /api/v1/carbon/candidates`, ranking of institutions is in wire-quota.ts. */
export interface WireCarbonReportItem {
  readonly id: number;
  readonly year: number;
  readonly issuedAt: string;
  readonly issuedBy: string;
  readonly method: CarbonMethod;
  readonly tco2e: number | null;
  /** What the same year comes to with what is known now, minus what was reported; null: not computed. */
  readonly difference: number | null;
  /** Why: ids of factors that were published since, `late-data`, `entries`, `facts`. */
  readonly because: readonly string[];
  readonly inputsSha256: string;
  readonly resultSha256: string;
}
/** `GET /api/v1/carbon/reports/{id}`: as it was issued, computed anew from its own inputs, and as it would be now. */
export interface WireCarbonReport extends WireCarbonReportItem {
  readonly result: WireCarbon;
  /** The old inputs gave the old number again, byte by byte. */
  readonly identical: boolean;
}

export interface WireMeasure {
  readonly id: number;
  readonly institution: string;
  readonly name: string;
  readonly library: string | null;
  readonly startsOn: string;
  readonly tonnesPerYear: string;
  readonly confidence: string;
  readonly state: MeasureState;
  readonly note: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly mayEdit: boolean;
}
/** A kind of measure with what it typically brings: `GET /api/v1/carbon/measures/library`. */
export interface WireLibraryMeasure {
  readonly id: string;
  readonly title: { readonly zh: string; readonly en: string };
  /** Share of this carrier's emissions that it typically saves, 0…1, low and high. */
  readonly carrier: EnergyKind;
  readonly low: number;
  readonly high: number;
  readonly source: string;
  readonly confidence: Confidence;
}

export interface WireCertificate {
  readonly id: number;
  readonly certificateNo: string;
  readonly mwh: string;
  readonly generationMonth: string;
  readonly source: string;
  readonly tradeType: 'green-power' | 'certificate';
  readonly retiredAt: string | null;
  readonly institution: string;
  readonly year: number;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly mayUndo: boolean;
}
