import type { Generated } from 'kysely';

/** Only the three columns of its undoing are ever written later, once. */
interface BookRow {
  id: Generated<number>;
  canteen: string;
  reason: string;
  made_by: string;
  made_at: number;
  undone_by: string | null;
  undone_at: number | null;
  undone_reason: string | null;
}

/** What a person said of one event. `ts`: ms UTC. */
export interface CanteenCorrectionRow extends BookRow {
  device: string;
  seq: number;
  ts: number;
  /** `ignored`, `kept` or `value`. */
  said: string;
  value: number | null;
}
/** `date`: of the installation's calendar. */
export interface CanteenEntryRow extends BookRow {
  date: string;
  meal: string;
  what: string;
  value: number;
}
export interface WasteFetchRow extends BookRow {
  date: string;
  kg: number;
  collector: string;
}
/** What was on the menu; the newest of a date and meal counts. Never changed. */
export interface CanteenNoteRow {
  id: Generated<number>;
  canteen: string;
  date: string;
  meal: string;
  text: string;
  made_by: string;
  made_at: number;
}

export interface CanteenTables {
  canteen_corrections: CanteenCorrectionRow;
  canteen_entries: CanteenEntryRow;
  waste_fetches: WasteFetchRow;
  canteen_notes: CanteenNoteRow;
}
export type BookTable = 'canteen_corrections' | 'canteen_entries' | 'waste_fetches';
