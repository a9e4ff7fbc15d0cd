import type { HistoryKind } from '../router/history.ts';
import { call } from './client.ts';

/** What an import of past data comes to, or by a dry run would come to. Instants are ISO 8601 with their offset. */
export interface WireHistory {
  readonly dryRun: boolean;
  readonly point: string;
  /** Readings that the rows give; rows without a value. */
  readonly readings: number;
  readonly missing: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly revisions: number;
  /** Of bills only; `sum`: decimal text, in the unit. */
  readonly bills?: {
    readonly count: number;
    readonly sum: string;
    readonly unit: string;
    readonly gaps: readonly { readonly from: string; readonly to: string }[];
    readonly meets: 'directly' | 'after-a-gap' | 'not-yet';
  };
}

export interface HistoryImport {
  readonly kind: HistoryKind;
  readonly point: string;
  /** Interval values only: the register before the first one; '' = 0. */
  readonly opening: string;
  readonly dryRun: boolean;
}

/** Rows `timestamp,value` as CSV; all of them or none. 422 names rows and columns. */
export function importHistory(meter: string, csv: Blob, { kind, point, opening, dryRun }: HistoryImport) {
  const query = new URLSearchParams({ kind, point, 'dry-run': String(dryRun) });
  if (kind === 'interval' && opening !== '') query.set('opening', opening);
  return call<WireHistory>(`/meters/${encodeURIComponent(meter)}/history?${query}`, {
    method: 'POST',
    file: { bytes: csv, type: 'text/csv' },
  });
}
