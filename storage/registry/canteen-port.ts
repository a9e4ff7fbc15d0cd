import type { CanteenMode, Correction, EventIdentity, ManualEntry, Meal } from '../../domain/canteen/types.ts';
import type { Page, PageQuery, Viewer } from './port.ts';

/** A canteen with what belongs to it, as last committed. */
export interface CanteenEntry extends CanteenMode {
  readonly id: string;
  readonly name: string;
  readonly institution: string;
  readonly institutionName: string;
  readonly region: string | null;
  readonly regionName: string | null;
  readonly seats: number | null;
  readonly scales: readonly string[];
  readonly counters: readonly string[];
  /** Of its kitchen. */
  readonly meters: readonly string[];
  readonly demo: boolean;
}

interface Recorded {
  readonly id: number;
  readonly canteen: string;
  readonly reason: string;
  readonly by: string;
  readonly at: number;
  readonly undone: { readonly by: string; readonly at: number; readonly reason: string } | null;
}
export type CorrectionRecord = Recorded & Correction;
export type EntryRecord = Recorded & ManualEntry;
export type NewEntry = ManualEntry & { readonly canteen: string; readonly reason: string };

/** What was on the menu, beside a day's figures; the newest counts. */
export interface MenuNote {
  readonly canteen: string;
  readonly date: string;
  readonly meal: Meal;
  readonly text: string;
  readonly by: string;
  readonly at: number;
}

/** Food waste that was fetched, with weight, collector and time, as the ledger of a canteen has it (易腐垃圾台账). */
export interface WasteFetch {
  readonly canteen: string;
  /** Local date. */
  readonly date: string;
  readonly kg: number;
  readonly collector: string;
}
export type FetchRecord = WasteFetch & Recorded;

export interface BookRecords {
  readonly correction: CorrectionRecord;
  readonly entry: EntryRecord;
  readonly fetch: FetchRecord;
}

/**
 * What people wrote about canteens: corrections of events and figures by hand, never changed, only undone. Rights to
 * write are the caller's to check; every change is in the audit.
 */
export interface CanteenBook {
  /** Every canteen that the viewer may see, by id; from memory. */
  visible(viewer: Viewer): Promise<readonly CanteenEntry[]>;
  one(viewer: Viewer, id: string): Promise<CanteenEntry | null>;

  correct(canteen: string, correction: Correction, reason: string, by: Viewer): Promise<number>;
  undoCorrection(id: number, reason: string, by: Viewer): Promise<'done' | 'unknown' | 'undone'>;
  /** All of a canteen whose event lies in [from, to), in the order in which they were made; undone ones too. */
  corrections(canteen: string, from: number, to: number): Promise<readonly CorrectionRecord[]>;
  /** Everything that was said of one event. */
  correctionsOf(event: EventIdentity): Promise<readonly CorrectionRecord[]>;

  /** All or none, in one transaction. @returns their ids. */
  enter(entries: readonly NewEntry[], by: Viewer): Promise<readonly number[]>;
  undoEntry(id: number, reason: string, by: Viewer): Promise<'done' | 'unknown' | 'undone'>;
  /** All of a canteen with a local date in [from, to), in the order in which they were made; undone ones too. */
  entries(canteen: string, from: string, to: string): Promise<readonly EntryRecord[]>;

  note(note: Omit<MenuNote, 'by' | 'at'>, by: Viewer): Promise<void>;
  notes(canteen: string, from: string, to: string): Promise<readonly MenuNote[]>;

  enterFetches(fetches: readonly (WasteFetch & { readonly reason: string })[], by: Viewer): Promise<readonly number[]>;
  undoFetch(id: number, reason: string, by: Viewer): Promise<'done' | 'unknown' | 'undone'>;
  /** Standing ones of these canteens with a local date in [from, to). */
  fetches(canteens: readonly string[], from: string, to: string): Promise<readonly FetchRecord[]>;

  /** One correction, entry or fetch, for whoever may see its canteen. */
  record<K extends keyof BookRecords>(viewer: Viewer, kind: K, id: number): Promise<BookRecords[K] | null>;
  /** Corrections or entries of these canteens changed: their figures must be computed again. */
  onChanged(listener: (canteens: readonly string[]) => void): void;
  /** Menu notes of these canteens changed; no figure did. */
  onNoted(listener: (canteens: readonly string[]) => void): void;
  /** All that stands now, for a page of what people did; newest first. */
  page(viewer: Viewer, page: PageQuery & { canteen?: string }): Promise<Page<CorrectionRecord | EntryRecord>>;
}
