import type {
  WireCompleteness,
  WireDecide,
  WireDecision,
  WireManualPreview,
  WireRevisions,
  VerdictChoice,
  WireVerdict,
  WireVerdictPage,
} from '../../../domain/wire-quality.ts';
import { call } from './client.ts';

/** Calls of the data quality pages. */

export interface VerdictQuery {
  readonly state?: WireVerdict['state'] | 'all';
  /** One, or several with commas between. */
  readonly effect?: string;
  readonly rule?: string | null;
  readonly building?: string | null;
  readonly meter?: string | null;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly cursor?: string | null;
}

/** Without what is not asked. */
function search(values: Readonly<Record<string, string | number | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values))
    if (value !== null && value !== undefined && value !== '') query.set(key, String(value));
  return query.toString();
}
const opt = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

export const verdicts = (query: VerdictQuery, signal?: AbortSignal) =>
  call<WireVerdictPage>(`/quality/verdicts?${search({ ...query })}`, opt(signal));
export const decide = (verdict: string, body: WireDecide) =>
  call<WireDecision>(`/quality/verdicts/${encodeURIComponent(verdict)}/decision`, { method: 'POST', body });

/** The same of several verdicts: all or none; they share a batch. */
export const decideAll = (ids: readonly string[], choice: VerdictChoice, reason: string) =>
  call<{ readonly items: readonly WireDecision[]; readonly batch: string }>('/quality/decisions', {
    method: 'POST',
    body: { ids, choice, reason },
  });

export interface DecisionPage {
  readonly items: readonly WireDecision[];
  readonly next: string | null;
}
export const decisions = (
  query: { meter?: string | null; state?: 'standing' | 'undone'; limit?: number; cursor?: string | null },
  signal?: AbortSignal,
) => call<DecisionPage>(`/quality/decisions?${search(query)}`, opt(signal));
export const undo = (id: number, reason: string) =>
  call<WireDecision>(`/quality/decisions/${id}/undo`, { method: 'POST', body: { reason } });

export const undoBatch = (batch: string, reason: string) =>
  call<{ readonly undone: number }>(`/quality/batches/${encodeURIComponent(batch)}/undo`, {
    method: 'POST',
    body: { reason },
  });

export const completeness = (
  query: { from: string; to: string; building?: string | null; limit?: number; cursor?: string | null },
  signal?: AbortSignal,
) => call<WireCompleteness>(`/quality/completeness?${search(query)}`, opt(signal));

export const revisions = (query: { meter: string; point: string; from: string; to: string }, signal?: AbortSignal) =>
  call<WireRevisions>(`/quality/revisions?${search(query)}`, opt(signal));

/** The file itself is the body; faults are told in `language`. `preview`: it is checked, nothing is entered. */
export const manual = (
  file: { readonly bytes: Blob; readonly type: string },
  language: string,
  { preview, reason }: { readonly preview: boolean; readonly reason: string },
) =>
  call<WireManualPreview>(`/quality/manual?${search({ preview: preview ? '1' : '0', language, reason })}`, {
    method: 'POST',
    file,
  });
export const manualTemplate = (kind: 'csv' | 'xlsx', language: string) =>
  `/api/v1/quality/manual/template.${kind}?${search({ language })}`;
