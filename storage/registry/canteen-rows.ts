import type { Selectable } from 'kysely';
import type { Correction } from '../../domain/canteen/types.ts';
import type { CorrectionRecord, EntryRecord, FetchRecord, MenuNote } from './canteen-port.ts';
import type { CanteenCorrectionRow, CanteenEntryRow, CanteenNoteRow, WasteFetchRow } from './canteen-tables.ts';

type Undoable = Pick<
  Selectable<CanteenEntryRow>,
  'id' | 'canteen' | 'reason' | 'made_by' | 'made_at' | 'undone_by' | 'undone_at' | 'undone_reason'
>;

export function recordedOf(row: Undoable) {
  const { undone_at: at, undone_by: by, undone_reason: reason } = row;
  return {
    id: row.id,
    canteen: row.canteen,
    reason: row.reason,
    by: row.made_by,
    at: row.made_at,
    undone: at === null ? null : { by: by ?? '', at, reason: reason ?? '' },
  };
}

export function correctionOf(row: Selectable<CanteenCorrectionRow>): CorrectionRecord {
  const { device, seq, ts, said, value } = row;
  return { ...recordedOf(row), device, seq, ts, as: said as Correction['as'], value };
}

export function entryOf(row: Selectable<CanteenEntryRow>): EntryRecord {
  const { date, meal, what, value } = row;
  return {
    ...recordedOf(row),
    ...{ date, meal: meal as EntryRecord['meal'], what: what as EntryRecord['what'], value },
  };
}

export function fetchOf(row: Selectable<WasteFetchRow>): FetchRecord {
  const { date, kg, collector } = row;
  return { ...recordedOf(row), date, kg, collector };
}

export function noteOf(row: Selectable<CanteenNoteRow>): MenuNote {
  const { canteen, date, meal, text, made_by: by, made_at: at } = row;
  return { canteen, date, meal: meal as MenuNote['meal'], text, by, at };
}
