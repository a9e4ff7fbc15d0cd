import type { MatterStepKind, MatterSubject } from '../../../domain/matters/matter.ts';
import type { WireAttachment, WireMatter, WireMatterPage } from '../../../domain/wire-matters.ts';
import { call } from './client.ts';
import type { Answer } from './problem.ts';

/** Calls of the pages of what must be put right, and of photos and papers to anything. */
const opt = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

export type MatterStateQuery = 'open' | 'answered' | 'closed' | 'referred' | 'overdue';
export interface MattersQuery {
  readonly state?: MatterStateQuery | null;
  readonly kind?: MatterSubject['kind'] | null;
  readonly cursor?: string | null;
  readonly limit?: number;
}
/** Overdue first, then by deadline; closed and referred ones last, the newest first. */
export const matters = (query: MattersQuery, signal?: AbortSignal) => {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== null && value !== undefined) search.set(key, String(value));
  return call<WireMatterPage>(`/matters?${search}`, opt(signal));
};
export const matter = (id: number, signal?: AbortSignal) => call<WireMatter>(`/matters/${id}`, opt(signal));

export interface GivenStep {
  readonly what: MatterStepKind;
  readonly text: string;
  readonly deadline?: string;
  readonly attachments: readonly number[];
}
export const step = (id: number, body: GivenStep) => call<WireMatter>(`/matters/${id}/steps`, { method: 'POST', body });

export const open = (body: {
  readonly subject: MatterSubject;
  readonly title: string;
  readonly text: string;
  readonly deadline: string;
  readonly attachments: readonly number[];
}) => call<WireMatter>('/matters', { method: 'POST', body });

/** The file itself is the body. */
export const attach = (
  subject: MatterSubject,
  name: string,
  bytes: Blob,
  type: string,
): Promise<Answer<WireAttachment>> =>
  call<WireAttachment>(`/attachments?${new URLSearchParams({ ...subject, name })}`, {
    method: 'POST',
    file: { bytes, type },
  });
export const attachmentUrl = (id: number): string => `/api/v1/attachments/${id}`;
