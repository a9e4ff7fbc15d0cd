import type { Factor } from '../../domain/carbon/factor.ts';
import type { PlaceFact } from '../../domain/carbon/facts.ts';
import type { EnergyItem } from '../../domain/energy-items.ts';
import type { Quota } from '../../domain/quota/quota.ts';
import type { MeasureState } from '../../domain/target/measure.ts';
import type { Scheme } from '../../domain/scheme/scheme.ts';
import type { Page, PageQuery, Viewer } from './port.ts';

/** A row that stands from when it was written until it is undone; never changed, never deleted. */
export interface Kept {
  readonly id: number;
  readonly recordedAt: number;
  readonly recordedBy: string;
  readonly undoneAt: number | null;
  readonly undoneBy: string | null;
  readonly demo: boolean;
}

/**
 * A quantity of a period that people wrote down. `unmetered`: no meter measures it, it counts beside the meters.
 * `filed`: what was handed in for the statistics by hand; compared, counted nowhere.
 */
export interface EnergyEntry extends Kept {
  readonly institution: string;
  /** null: of the institution, of no building. */
  readonly building: string | null;
  readonly item: EnergyItem;
  /** `2026`, `2026-Q3`, `2026-07`. */
  readonly period: string;
  /** Decimal text in the item's unit. */
  readonly value: string;
  readonly origin: 'unmetered' | 'filed';
  readonly note: string;
}
export type NewEnergyEntry = Omit<EnergyEntry, keyof Kept>;

export interface Certificate extends Kept {
  readonly certificateNo: string;
  /** Whole or decimal text; 1 certificate = 1 MWh. */
  readonly mwh: string;
  /** `2026-03` */
  readonly generationMonth: string;
  readonly source: string;
  /** `green-power`: bundled with the power (绿电交易); `certificate`: alone (单独绿证). */
  readonly tradeType: 'green-power' | 'certificate';
  /** Local day of 核销; without one it proves nothing yet. */
  readonly retiredAt: string | null;
  /** What it was retired for. */
  readonly institution: string;
  readonly year: number;
}
export type NewCertificate = Omit<Certificate, keyof Kept>;

/** Something that will lower emissions, beside what contracts promise. */
export interface Measure extends Kept {
  readonly institution: string;
  readonly name: string;
  /** Id in the library of measures; null: of its own. */
  readonly library: string | null;
  /** Local day from which it saves. */
  readonly startsOn: string;
  /** Saving of a full year, t CO₂e; decimal text. */
  readonly tonnesPerYear: string;
  /** 0…1: share that it is believed to bring. */
  readonly confidence: string;
  readonly state: MeasureState;
  readonly note: string;
}
export type NewMeasure = Omit<Measure, keyof Kept>;

/** A yearly account as it was issued, with what it was made of. */
export interface CarbonReport {
  readonly id: number;
  readonly placeKind: 'city' | 'region' | 'institution' | 'building';
  readonly place: string;
  readonly year: number;
  /** Canonical JSON of the inputs (lines, factors, certificates, areas), and its SHA-256. */
  readonly inputs: string;
  readonly inputsSha256: string;
  /** Canonical JSON of a `WireCarbon`. */
  readonly result: string;
  readonly resultSha256: string;
  readonly issuedAt: number;
  readonly issuedBy: string;
  readonly demo: boolean;
}

/** What somebody gave to an item of a scheme, with evidence; the newest of an item counts. */
export interface SchemeAnswer {
  readonly id: number;
  readonly institution: string;
  readonly scheme: string;
  readonly version: number;
  readonly year: number;
  readonly item: string;
  /** Points, or 1 / 0 of a pass-or-fail item; null: taken back. Decimal text. */
  readonly score: string | null;
  readonly note: string;
  readonly attachments: readonly number[];
  /** `confirmed`: by somebody of the office; an institution's own answer is `claimed`. */
  readonly state: 'claimed' | 'confirmed';
  readonly recordedAt: number;
  readonly recordedBy: string;
}

/** What changed, so that who computes of it looks again. */
export interface CarbonWritten {
  readonly what: 'factor' | 'entry' | 'certificate' | 'measure' | 'quota' | 'report' | 'answer' | 'scheme' | 'fact';
  readonly institutions: readonly string[] | 'all';
}

/**
 * What carbon, quotas and statistics rest on beside readings. Append-only, in the audit, seen by those who see the
 * institution; rights to write are the caller's to check. What is wrong with values is thrown as `RegistryRefusal`
 * (`invalid-content`, with the path of each fault). `asOf`: as it was known then; absent: now.
 */
export interface CarbonBook {
  /** Entered beside those that come with the product (`domain/carbon/data`). An id of those, or given before, is refused. */
  factors(asOf?: number): Promise<readonly (Factor & Kept)[]>;
  addFactor(factor: Factor, by: Viewer): Promise<number>;
  undoFactor(id: number, by: Viewer): Promise<'done' | 'unknown' | 'undone'>;

  /** Every fact of these kinds of subjects, in the order in which they were recorded. */
  facts(asOf?: number): Promise<readonly PlaceFact[]>;

  entries(
    viewer: Viewer,
    of: {
      readonly institutions?: readonly string[];
      readonly from?: string;
      readonly to?: string;
      readonly origin?: EnergyEntry['origin'];
    },
    asOf?: number,
  ): Promise<readonly EnergyEntry[]>;
  entryPage(viewer: Viewer, query: PageQuery & { institution?: string }): Promise<Page<EnergyEntry>>;
  /** All or nothing; one that stands for the same institution, building, item, period and origin is undone by it. */
  addEntries(entries: readonly NewEnergyEntry[], by: Viewer): Promise<readonly number[]>;
  undoEntry(id: number, by: Viewer): Promise<'done' | 'unknown' | 'undone'>;

  certificates(
    viewer: Viewer,
    of: { readonly institution?: string; readonly year?: number },
    asOf?: number,
  ): Promise<readonly Certificate[]>;
  /** A number that stands already is refused (`certificateNo`). */
  addCertificates(certificates: readonly NewCertificate[], by: Viewer): Promise<readonly number[]>;
  undoCertificate(id: number, by: Viewer): Promise<'done' | 'unknown' | 'undone'>;

  measures(viewer: Viewer, institution?: string): Promise<readonly Measure[]>;
  /** `replaces`: one that is undone by it (another state, another saving). */
  addMeasure(measure: NewMeasure, by: Viewer, replaces?: number): Promise<number>;
  undoMeasure(id: number, by: Viewer): Promise<'done' | 'unknown' | 'undone'>;

  quotas(asOf?: number): Promise<readonly (Quota & Kept)[]>;
  addQuotas(quotas: readonly Quota[], by: Viewer): Promise<readonly number[]>;
  undoQuota(id: number, by: Viewer): Promise<'done' | 'unknown' | 'undone'>;

  reports(
    viewer: Viewer,
    of: { readonly placeKind?: string; readonly place?: string; readonly year?: number },
  ): Promise<readonly CarbonReport[]>;
  report(viewer: Viewer, id: number): Promise<CarbonReport | null>;
  issue(report: Omit<CarbonReport, 'id' | 'issuedAt' | 'issuedBy' | 'demo'>, by: Viewer): Promise<number>;

  /** Every version of every sheet that was put beside those of the product. */
  schemes(): Promise<readonly Scheme[]>;
  putScheme(scheme: Omit<Scheme, 'version'>, by: Viewer): Promise<number>;
  answers(
    viewer: Viewer,
    of: { readonly scheme?: string; readonly year?: number; readonly institution?: string },
  ): Promise<readonly SchemeAnswer[]>;
  answer(answers: readonly Omit<SchemeAnswer, 'id' | 'recordedAt' | 'recordedBy'>[], by: Viewer): Promise<void>;

  onWritten(listener: (written: CarbonWritten) => void): void;
}
